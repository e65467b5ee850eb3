"""Unit 4's figures say what they plot."""

import numpy as np
from execml.frameworks.units.unit_4 import figures


def test_the_title_of_the_stalled_total_carries_its_share() -> None:
    figure, alt = figures.stalled_total([10e6] * 10, [5e6] * 10)
    assert "5%" in figure.axes[0].get_title(loc="left") and "100" in alt


def test_the_signals_name_the_start_that_comes_last() -> None:
    paths = {name: np.geomspace(1, end, 11) for name, end in (("He", 1), ("Glorot", 1e-3), ("theirs", 1e-8))}
    figure, alt = figures.signals(paths, floor=3e-8)
    assert "theirs: 10 layers" in " ".join(figure.axes[0].get_title(loc="left").split())
    assert "theirs ends at 1e-08" in alt


def test_the_memory_figure_states_both_shares() -> None:
    figure, alt = figures.memory([16, 16], 0.5)
    assert "to 50%" in " ".join(figure.axes[0].get_title(loc="left").split())
    assert "each weight 100%" in alt and "activations 50%" in alt

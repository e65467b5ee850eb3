"""Figures of unit 4: the title states the number that the data hold."""

import numpy as np
import pandas as pd
from execml.automl import expected_best_of
from execml.automl.trust.optimism import GroupWinners
from execml.automl.units.unit_4 import figures
from matplotlib import pyplot as plt
from matplotlib.figure import Figure


def title(drawn: tuple[Figure, str]) -> str:
    fig, alt = drawn
    assert len(alt.split()) > 8
    text = fig.axes[0].get_title(loc="left") or fig.axes[0].get_title()
    plt.close(fig)
    return text


def test_the_leak_figure_rounds_the_least_report_down() -> None:
    report = pd.DataFrame(
        {"model": ["a", "b"], "reported": [0.9492, 0.97], "in use": [0.66, 0.74], "honest": [0.7, 0.75]}
    )
    assert title(figures.leaks(report)) == "Reported: 0.94 or more. In use: 0.66 to 0.74"


def test_the_figure_of_the_best_states_its_last_value() -> None:
    counts = np.array([1, 10, 1_000])
    curves = {n: np.array([expected_best_of(int(m), n) for m in counts]) for n in (100, 1_000)}
    assert "best of 1,000 coin flips looks 66% right on 100 clients" in title(
        figures.best_of(counts, curves, curves)
    )


def test_groups_and_leaderboard_state_their_findings() -> None:
    found = GroupWinners(np.array([0, 1]), np.array([0.78, 0.80]), np.array([0.75, 0.76]))
    assert "3.5 points of AUC too good" in title(figures.groups(found))
    names = ("public", "private", "announced by the Ladder", "foreseen")
    curve = {name: np.array([0.5, 0.6]) + 0.01 * place for place, name in enumerate(names)}
    assert "60% on the public board, 61% on the private one" in title(figures.leaderboard([50, 100], curve))

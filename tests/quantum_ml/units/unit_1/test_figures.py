"""Figures of unit 1: the title carries the finding, the alternative text what is drawn."""

import matplotlib as mpl
import numpy as np
import pytest
from execml.course.page.fingerprint import fingerprint
from execml.quantum_ml.units.unit_1 import figures


@pytest.fixture(autouse=True)
def quiet_backend() -> None:
    mpl.use("agg")


def test_broken_keys_says_one_run_in_how_many() -> None:
    fig, alt = figures.broken_keys([0.5, 0.25, 0.0], [0.01, 0.0, 0.02])
    assert "One run in 4" in fingerprint(fig)
    assert "0 to 50%" in alt and "random numbers 1.0%" in alt


def test_grover_marks_the_peak_and_twice_as_long() -> None:
    fig, alt = figures.grover(np.arange(5), np.array([0.0, 0.4, 0.9, 0.4, 0.1]), 2)
    assert "stop after 2" in fingerprint(fig)
    assert "90.0% after 2 steps" in alt and "10.0% after 4" in alt

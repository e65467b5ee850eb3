"""Figures of unit 1: the title carries the number that matters, the alternative text what is drawn."""

import matplotlib as mpl
import numpy as np
import pytest
from execml.course.bank.delong import Interval
from execml.course.page.fingerprint import fingerprint
from execml.federated_learning.units.unit_1 import figures

from ..crowded import touched


@pytest.fixture(autouse=True)
def quiet_backend() -> None:
    mpl.use("agg")


def test_gain_by_size_puts_the_small_lender_into_the_title() -> None:
    fig, alt = figures.gain_by_size({100: [0.05, 0.07], 2_500: [0.001, 0.003]})
    assert "brings 6 points of AUC; with 2,500, 0.2" in fingerprint(fig)
    assert "6.0 points with 100" in alt


def test_lender_gains_counts_intervals_above_zero() -> None:
    gaps = [Interval(0.01, 0.005, 0.015, 0.002), Interval(0.0, -0.01, 0.01, 0.005)]
    fig, alt = figures.lender_gains(["a", "b"], gaps)
    assert "1 of 2 intervals" in fingerprint(fig) and "a 1.0 (0.5 to 1.5)" in alt


def test_rounds_label_every_curve() -> None:
    fig, alt = figures.rounds_against_loss({1: [1.0, 0.5], 5: [0.5, 0.2], 25: [0.3, 0.1]})
    assert "25 local steps" in fingerprint(fig) and "0.1000 with 25" in alt


def test_drift_marks_each_resting_place() -> None:
    fig, alt = figures.drift(
        np.array([4.0, 0.5]), np.array([0.0, 3.0]), np.array([0.5, 0.5]), [1, 9], [0.3, 1.5]
    )
    assert touched(fig) == []
    assert "1 at 0.30" in alt and "9 at 1.50" in alt and "1 local step to 9" in fingerprint(fig)

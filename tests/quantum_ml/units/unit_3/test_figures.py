"""Figures of unit 3: the title carries the finding, the alternative text what is drawn."""

import matplotlib as mpl
import numpy as np
import pytest
from execml.course.page.fingerprint import fingerprint
from execml.quantum_ml.forecast.estimates import ESTIMATES
from execml.quantum_ml.units.unit_3 import figures


@pytest.fixture(autouse=True)
def quiet_backend() -> None:
    mpl.use("agg")


def test_crossovers_reads_each_line_at_the_assumed_clock() -> None:
    clocks = np.array([1e3, 1e4, 1e5])
    seconds = {2: 3.15576e14 / clocks, 3: 8.64e8 / clocks, 4: 6e5 / clocks}
    fig, alt = figures.crossovers(clocks, seconds, 1e4, 1e6)
    assert "pays after 1,000 years" in fingerprint(fig)
    assert "square root pays from 1,000 years" in alt and "fourth root pays from 60 seconds" in alt


def test_rivals_says_how_much_faster_the_clock_must_be() -> None:
    clocks = np.array([1e3, 1e6])
    fig, alt = figures.rivals(clocks, 1e7 / clocks, 1e4, 0.5, 1e4)
    assert "2,000 times faster" in fingerprint(fig)
    assert "17 minutes" in alt and "500 milliseconds" in alt


def test_estimates_counts_the_fall_for_one_key_only() -> None:
    fig, alt = figures.estimates(ESTIMATES, 101)
    assert "fell 200-fold" in fingerprint(fig)
    assert "P-256 on atoms 26,000 (2026)" in alt and "101 held one logical qubit" in alt

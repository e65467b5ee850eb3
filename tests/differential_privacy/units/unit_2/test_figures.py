"""The figures of unit 2: titles carry what is computed, at any δ."""

from __future__ import annotations

import matplotlib as mpl
import pytest
from execml.course.page.fingerprint import fingerprint
from execml.differential_privacy.mechanisms.gaussian import classic_gaussian_sigma, gaussian_delta
from execml.differential_privacy.units.unit_2 import figures


@pytest.fixture(autouse=True)
def quiet_backend():
    mpl.use("agg")


@pytest.mark.parametrize("delta", [1e-5, 1e-6, 1e-8])
def test_the_textbook_figure_says_where_the_promise_breaks(delta):
    title = fingerprint(figures.classic_against_exact(delta)).split("beyond ε = ")[1]
    breaks = float(title.split()[0].strip("'\",."))
    assert gaussian_delta(classic_gaussian_sigma(breaks - 0.1, delta), breaks - 0.1) < delta
    assert gaussian_delta(classic_gaussian_sigma(breaks + 0.1, delta), breaks + 0.1) > delta


def test_two_worlds_names_the_factor_and_both_worlds():
    drawn = fingerprint(figures.two_worlds(100.0, 90.0, scale=10.0))
    assert "2.72 times" in drawn and "without the client" in drawn

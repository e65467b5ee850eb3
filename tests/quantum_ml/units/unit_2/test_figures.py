"""Figures of unit 2: the title carries the finding, the alternative text what is drawn."""

import matplotlib as mpl
import numpy as np
import pytest
from execml.course import repeated
from execml.course.page.fingerprint import fingerprint
from execml.quantum_ml.units.unit_2 import figures


@pytest.fixture(autouse=True)
def quiet_backend() -> None:
    mpl.use("agg")


def runs(mean):
    return repeated(lambda seed: mean + 0.001 * seed, over={"seed": range(3)})


def test_contest_says_who_is_ahead() -> None:
    fig, alt = figures.contest({"ZZ": runs(0.6), "line": runs(0.7)}, ["ZZ"])
    assert "No circuit here" in fingerprint(fig)
    assert "ZZ 0.60; line 0.70" in alt
    fig, _ = figures.contest({"ZZ": runs(0.75), "line": runs(0.7)}, ["ZZ"])
    assert "ZZ is ahead" in fingerprint(fig)


def test_up_to_names_the_largest_best_and_its_tries() -> None:
    best = {"one": np.array([[0.0, 1.0], [10.0, 12.0]]), "two": np.array([[0.0, 1.0], [20.0, 24.0]])}
    fig, alt = figures.up_to((1, 50), best, {"one": -1.0, "two": -2.0})
    assert "up to 22% better" in fingerprint(fig) and "50 tries" in fingerprint(fig)
    assert "two: 22% after 50 tries, -2.0% on average" in alt


def test_few_readings_counts_them() -> None:
    turn = np.linspace(0, 6, 20)
    reads = {1: (np.arange(3.0), np.zeros(3)), 2: (np.arange(5.0), np.zeros(5))}
    fig, alt = figures.few_readings(turn, {1: np.cos(turn), 2: np.sin(turn)}, reads)
    assert "3 and 5 readings" in fingerprint(fig)
    assert "With 2 upload(s) 5 readings" in alt


def test_plateaus_draw_formulas_and_circuits() -> None:
    series = {name: ([2, 3], [0.1, 0.05]) for name in ("global", "deep", "local")}
    fig, alt = figures.plateaus(series, series)
    assert "without entanglement" in fingerprint(fig)
    assert "deep 0.1 to 0.05" in alt

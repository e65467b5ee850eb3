"""Figures of unit 4: the title carries the number that matters, the alternative text what is drawn."""

import numpy as np
from execml.course.page.fingerprint import fingerprint
from execml.xai_ethics.fairness.alternatives import Choice
from execml.xai_ethics.fairness.intervals import rate
from execml.xai_ethics.units.unit_4 import figures


def test_rates_say_the_gap_and_the_counts():
    fig, alt = figures.rates({"refused": {"men": rate(30, 100), "women": rate(40, 200)}})
    assert "refuses men 10.0 points more often than women" in fingerprint(fig)
    assert "n = 100" in alt and "n = 200" in alt


def test_parts_say_what_sex_itself_adds():
    fig, alt = figures.parts(("sex", "delays"), np.array([0.02, 0.08]), "men less women")
    assert "Only 20% of the gap" in fingerprint(fig)
    assert "delays +0.080, sex +0.020" in alt


def test_the_curse_shows_both_numbers():
    fig, alt = figures.curse([Choice(5, 0.05, 0.01, 0.03, 0.01), Choice(5, 0.05, 0.02, 0.02, 0.02)])
    assert "gains 2.5 points where it is chosen, 1.5 elsewhere" in fingerprint(fig)
    assert "mean 2.5 points where it was chosen, 1.5 on other clients" in alt


def test_the_frontier_counts_what_is_narrower_and_no_dearer():
    points = {"as it is": (5.0, 100.0), "a": (2.0, 99.0), "b": (1.0, 110.0), "c": (-6.0, 90.0)}
    fig, alt = figures.frontier(points)
    assert "1 of 3 ways" in fingerprint(fig)
    assert "b: gap 1.0 points, 110" in alt

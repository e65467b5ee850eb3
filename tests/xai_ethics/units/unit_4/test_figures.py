"""Figures of unit 4: the title carries the number that matters, the alternative text what is drawn."""

import numpy as np
from execml.course.measure.runs import Repeats
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
    negative, _ = figures.parts(("sex", "delays"), np.array([-0.02, 0.12]), "men less women")
    assert "text: -20%" in fingerprint(negative)  # typeset when it is shown
    assert "delays +0.080, sex +0.020" in alt


def test_the_curse_shows_both_numbers():
    fig, alt = figures.curse([Choice(5, 0.05, 0.01, 0.03, 0.01), Choice(5, 0.05, 0.02, 0.02, 0.02)])
    assert "gains 2.5 points where it is chosen, 1.5 elsewhere" in fingerprint(fig)
    assert "mean 2.5 points where it was chosen, 1.5 on other clients" in alt


def test_the_frontier_says_by_how_much_the_named_way_narrows_the_gap():
    runs = {"seed": (0, 1)}
    gaps = {"as it is": Repeats(np.array([5.0, 4.0]), runs), "a": Repeats(np.array([-1.0, -2.0]), runs)}
    costs = {name: Repeats(np.array([100.0, 110.0]), runs) for name in gaps}
    fig, alt = figures.frontier(gaps, costs, "a")
    assert "A: the gap narrows by 6.0 points" in fingerprint(fig)
    assert "a: gap -1.5 points, 105" in alt

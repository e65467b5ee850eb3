"""Figures of unit 2: the title carries the number that matters, the alternative text what is drawn."""

import numpy as np
from execml.course.page.fingerprint import fingerprint
from execml.xai_ethics.units.unit_2 import figures


def test_seeds_names_the_least_steady():
    fig, alt = figures.seeds({"few": np.array([3, 9]), "exact": np.array([1, 1])}, 20)
    assert "20 seeds: up to 9 sets of reasons with few" in fingerprint(fig)
    assert "few: mean 6.0, most 9" in alt


def test_a_waterfall_leads_from_the_base_to_the_output():
    fig, alt = figures.waterfall(("delays", "age"), np.array([1.0, -0.25]), -1.5, "Label.")
    assert "From -1.50 to -0.75: delays account for +1.00" in fingerprint(fig)
    assert "age -0.25" in alt and alt.endswith("Label.")


def test_a_swarm_says_who_carries_most():
    values = np.column_stack([np.linspace(-3, 3, 50), np.full(50, 0.1)])
    fig, alt = figures.swarm(("delays", "age"), values, values > 0, "Label.")
    assert "Delays carry 94%" in fingerprint(fig)
    assert "50 clients" in alt


def test_effects_say_which_curve_is_nearer():
    grid = np.linspace(-1, 1, 5)
    fig, alt = figures.effects(grid, 0 * grid, grid, grid, grid)
    assert "ALE stays nearer" in fingerprint(fig)
    assert "partial dependence is off by up to 1.00" in alt


def test_dependence_says_where_the_limit_changes_sides():
    amounts = np.geomspace(10, 500, 41)
    fig, alt = figures.dependence(amounts, np.log(100 / amounts) / 10, amounts < 50, "Label.")
    assert "up to about 100 thousand" in fingerprint(fig)
    assert "41 refused clients" in alt and alt.endswith("Label.")

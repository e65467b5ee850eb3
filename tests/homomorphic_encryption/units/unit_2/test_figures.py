"""Figures of unit 2: the title carries the number that matters, the alternative text what is drawn."""

from __future__ import annotations

from execml.course.page.fingerprint import fingerprint
from execml.homomorphic_encryption.units.unit_2 import figures


def test_limits_count_the_tables_that_are_passed() -> None:
    fig, alt = figures.limits({"2018, classical": 109, "2024, classical": 106}, asked=109)
    assert "The same 109 bits pass 1 of 2 tables" in fingerprint(fig)
    assert "2024, classical, 106" in alt


def test_budget_tells_right_from_garbage() -> None:
    fig, alt = figures.budget([98, 66, 0], [1.0, 1.0, 0.0])
    assert "After 2 products the numbers are garbage" in fingerprint(fig)
    assert "first 1 products decrypt rightly" in alt


def test_depth_costs_label_both_ends() -> None:
    fig, alt = figures.depth_costs([1, 2], {"classical": [0.3, 0.4], "quantum": [0.3, 0.8]})
    assert "quantum: 0.8" in fingerprint(fig)
    assert "classical: 0.3, 0.4" in alt

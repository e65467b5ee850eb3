"""Figures of unit 1: the title carries the number that matters, the alternative text what is drawn."""

import numpy as np
from execml.course.page.fingerprint import fingerprint
from execml.xai_ethics.units.unit_1 import figures


def test_one_client_counts_the_families_that_change_sides():
    games = {"a": np.array([1.0, -0.2, 0.3]), "b": np.array([0.9, 0.1, 0.3]), "c": np.array([0.8, 0.2, 0.1])}
    fig, alt = figures.one_client(("delays", "limit", "age"), games, "Label.")
    assert "1 of 3 families change" in fingerprint(fig)
    assert "limit change sides" in alt and alt.endswith("Label.")


def test_causes_names_what_is_paid_and_says_synthetic():
    names = ("SYNTHETIC income", "SYNTHETIC postcode")
    fig, alt = figures.causes(names, np.array([[0.7, 0.3], [0.8, 0.2]]), [1.0, 0.0])
    assert "SYNTHETIC: 25% of the attribution" in fingerprint(fig)
    assert "postcode 25% against 0%" in alt
    assert all("SYNTHETIC" in label.get_text() for label in fig.axes[0].get_yticklabels())

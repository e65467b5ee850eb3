"""What the year assumes about its releases: the sensitivity of a published AUC, and the order of the plan."""

from __future__ import annotations

import numpy as np
from execml.course import risk_split
from execml.differential_privacy.assurance.year import FEWEST_DEFAULTERS, harbour_settings, harbour_year
from sklearn.metrics import roc_auc_score


def test_one_test_client_moves_the_auc_by_less_than_one_in_the_fewest_defaulters() -> None:
    labels, generator = risk_split().test_labels, np.random.default_rng(1)
    assert FEWEST_DEFAULTERS <= labels.sum() <= len(labels) - FEWEST_DEFAULTERS
    scores = generator.normal(size=len(labels)) + labels
    scores[np.flatnonzero(labels)[:5]] = -99.0  # defaulters whom the model ranks last of all
    whole = roc_auc_score(labels, scores)
    for gone in (*np.flatnonzero(labels)[:5], *generator.integers(0, len(labels), 25)):
        kept = np.arange(len(labels)) != gone
        assert abs(roc_auc_score(labels[kept], scores[kept]) - whole) <= 1 / FEWEST_DEFAULTERS


def test_settings_are_chosen_before_the_model_is_trained_and_judged_after() -> None:
    names = [release.name for release in harbour_year(8.0)]
    model = names.index("default-risk model")
    assert all(names.index(release.name) < model for release in harbour_settings())
    assert model < names.index("quality figures")

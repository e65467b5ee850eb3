"""The scorecard: a model near the bank's logistic regression, of ten features and none that is protected."""

from __future__ import annotations

import numpy as np
from execml.course import rivals
from execml.homomorphic_encryption import cutoff_logit, harbour_scorecard
from sklearn.metrics import roc_auc_score


def test_ten_features_rank_almost_as_well_as_all_thirty():
    card = harbour_scorecard()
    gap = rivals()["logistic regression"].auc - roc_auc_score(card.labels, card.logits())
    assert 0 < gap < 0.02
    assert len(card.names) == 10
    assert not {"female", "age", "married"} & set(card.names)


def test_families_add_up_to_the_score_and_the_cutoff_is_the_bank_s():
    card = harbour_scorecard()
    parts = card.clients @ card.families().T
    assert np.allclose(parts.sum(axis=1) + card.intercept, card.logits())
    assert np.isclose(1 / (1 + np.exp(-cutoff_logit())), 0.25)


def test_the_parts_of_a_score_are_shap_s_for_a_linear_model():
    import shap

    card = harbour_scorecard()
    background = np.vstack([card.centre - 0.1, card.centre + 0.1])  # its mean is all that counts
    explainer = shap.LinearExplainer((card.weights, card.intercept), background)
    by_feature = explainer.shap_values(card.clients[:50])
    ours = card.clients[:50] * card.weights - card.centre * card.weights
    assert np.allclose(by_feature, ours)
    families = card.clients[:50] @ card.families().T - card.families() @ card.centre
    assert np.allclose(families.sum(axis=1), by_feature.sum(axis=1))

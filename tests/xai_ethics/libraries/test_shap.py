"""What shap does with a background of more than 100 rows, in the version that is installed."""

import numpy as np
from execml.xai_ethics import TreeShap
from execml.xai_ethics.bench import cases
from execml.xai_ethics.libraries import shap


def test_a_background_is_cut_to_100_rows_unless_a_masker_keeps_it():
    features, _ = cases.columns(400, seed=3)
    model = cases.models()["boosting, 100 trees of depth 3"]
    values, kept, _ = shap.truncated_values(model, features[:300], features[-5:])
    assert kept == 100
    whole = TreeShap(model, features[:300]).shap_values(features[-5:])
    assert np.abs(values - whole).max() > 0.01
    masked = shap.tree_values(shap.tree_explainer(model, features[:300]), features[-5:])
    assert np.abs(masked - whole).max() < 1e-5

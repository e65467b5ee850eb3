"""The gap by feature: it adds up, changes sign with the groups, and equals brute force."""

import numpy as np
import pytest
from execml.xai_ethics import exact_shap, parity_gap_by_feature
from execml.xai_ethics.fairness.decomposition import swap_gap
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import LinearRegression


def case():
    draw = np.random.default_rng(0)
    rows = draw.normal(size=(300, 4))
    return RandomForestRegressor(10, max_depth=4, random_state=0).fit(rows, rows[:, 0] * rows[:, 1]), rows


def test_it_adds_up_and_is_antisymmetric():
    model, rows = case()
    one, other = rows[:50] + np.eye(4)[0], rows[50:120]
    gap = parity_gap_by_feature(model, one, other)
    assert gap.sum() == pytest.approx(model.predict(one).mean() - model.predict(other).mean(), abs=1e-12)
    assert np.allclose(parity_gap_by_feature(model, other, one), -gap, atol=1e-12)


def test_trees_functions_and_brute_force_agree():
    model, rows = case()
    one, other = rows[:15], rows[50:70]
    brute = exact_shap(model.predict, one, other).mean(axis=0)
    assert np.allclose(parity_gap_by_feature(model, one, other), brute, atol=1e-12)
    assert np.allclose(parity_gap_by_feature(model.predict, one, other), brute, atol=1e-12)
    line = LinearRegression().fit(rows, rows[:, 0])
    assert np.allclose(
        parity_gap_by_feature(line, one, other), exact_shap(line.predict, one, other).mean(axis=0), atol=1e-12
    )


def test_swapping_sees_direct_use_only():
    rows = np.column_stack([[0.0, 1.0] * 10, [0.0, 1.0] * 10])
    assert swap_gap(lambda x: x[:, 0] > 0.5, rows, 0) == 1
    assert swap_gap(lambda x: x[:, 1] > 0.5, rows, 0) == 0  # a perfect proxy


def test_what_is_no_model_is_refused():
    with pytest.raises(ValueError, match="model=3"):
        parity_gap_by_feature(3, np.eye(2), np.eye(2))
    with pytest.raises(ValueError, match="column"):
        swap_gap(np.sum, np.eye(2), 7)

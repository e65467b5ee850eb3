"""Permutation importance: nothing for a column that is not used, and what it costs for one that is all."""

import numpy as np
import pytest
from execml.xai_ethics import permutation_importance
from sklearn.inspection import permutation_importance as theirs
from sklearn.linear_model import LinearRegression


def error(truth, said):
    return -float(((truth - said) ** 2).mean())


def test_the_expected_loss_of_a_linear_model_is_twice_the_variance_it_explains():
    draw = np.random.default_rng(0)
    rows = draw.normal(size=(4_000, 3))
    truth = rows @ [2.0, 0.0, 1.0]
    found = permutation_importance(
        lambda x: x @ [2.0, 0.0, 1.0], rows, truth, error, np.random.default_rng(1)
    )
    assert np.allclose(found.mean, [8.0, 0.0, 2.0], rtol=0.1)
    assert found.score == 0


def test_scikit_learn_agrees():
    draw = np.random.default_rng(0)
    rows = draw.normal(size=(300, 3))
    truth = rows @ [2.0, 0.0, 1.0] + draw.normal(size=300)
    model = LinearRegression().fit(rows, truth)
    ours = permutation_importance(model.predict, rows, truth, error, np.random.default_rng(1), repeats=60)
    other = theirs(model, rows, truth, scoring="neg_mean_squared_error", n_repeats=60, random_state=0)
    reach = 4 * np.hypot(ours.error, other.importances_std) / np.sqrt(60) + 1e-9
    assert (np.abs(ours.mean - other.importances_mean) < reach).all()


def test_a_family_is_shuffled_as_one():
    draw = np.random.default_rng(0)
    column = draw.normal(size=500)
    twins = np.column_stack([column, column])
    apart, together = (
        permutation_importance(
            lambda x: x.mean(axis=1), twins, column, error, np.random.default_rng(1), columns=c
        )
        for c in (None, [[0, 1]])
    )
    assert together.mean[0] > 3 * apart.mean[0]  # each hides the other


def test_a_column_that_is_none_is_refused():
    with pytest.raises(ValueError, match="columns=3"):
        permutation_importance(np.sum, np.eye(3), np.ones(3), error, np.random.default_rng(0), columns=[[3]])

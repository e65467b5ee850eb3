"""Curves: scikit-learn's partial dependence, and ALE where theory says what it must be."""

import numpy as np
import pandas as pd
import pytest
from execml.xai_ethics import (
    accumulated_local_effects,
    counterfactual,
    partial_dependence,
    permutation_importance,
)
from sklearn.ensemble import GradientBoostingClassifier, GradientBoostingRegressor
from sklearn.inspection import partial_dependence as theirs


def test_scikit_learn_agrees_on_partial_dependence():
    draw = np.random.default_rng(0)
    rows = draw.normal(size=(200, 3))
    model = GradientBoostingRegressor(n_estimators=20).fit(rows, rows[:, 0] * rows[:, 1])
    grid = np.linspace(-1, 1, 5)
    other = theirs(model, rows, [0], custom_values={0: grid}, method="brute")["average"][0]
    assert np.allclose(partial_dependence(model.predict, rows, 0, grid), other, atol=1e-12)


def test_ale_of_a_sum_is_its_part_whatever_the_correlation():
    draw = np.random.default_rng(0)
    first = draw.normal(size=2_000)
    rows = np.column_stack([first, first + 0.1 * draw.normal(size=2_000)])
    edges, effect = accumulated_local_effects(lambda x: x[:, 0] ** 2 + 5 * x[:, 1], rows, 0)
    assert np.allclose(np.diff(effect), np.diff(edges**2), atol=1e-9)


def test_ale_does_not_ask_about_clients_that_cannot_be():
    """Two columns that are the same: the model is wild off the diagonal, where nobody is."""
    first = np.linspace(0, 1, 200)
    rows = np.column_stack([first, first])

    def wild(x):
        return x[:, 0] + 100 * (np.abs(x[:, 0] - x[:, 1]) > 0.3)

    _, effect = accumulated_local_effects(wild, rows, 0, bins=10)
    assert effect.max() - effect.min() == pytest.approx(1, abs=0.01)
    assert partial_dependence(wild, rows, 0, [0.0, 1.0]).min() > 60


def test_ale_is_centred_and_bins_with_ties_merge():
    rows = np.column_stack([np.repeat([0.0, 1.0], [90, 10]), np.zeros(100)])
    edges, effect = accumulated_local_effects(lambda x: x[:, 0], rows, 0)
    assert edges.tolist() == [0.0, 1.0] and effect.tolist() == [-0.5, 0.5]
    with pytest.raises(ValueError, match="constant"):
        accumulated_local_effects(lambda x: x[:, 0], rows, 1)


DRAW = np.random.default_rng(0)
ROWS = DRAW.normal(size=(60, 3))
LABELS = (ROWS[:, 0] > 0).astype(int)
MODEL = GradientBoostingClassifier(n_estimators=3).fit(ROWS, LABELS)


def both_classes(ask):
    with pytest.raises(ValueError, match=r"one number a row, such as model.predict_proba\(rows\)\[:, 1\]"):
        ask(MODEL.predict_proba)


def test_probabilities_of_both_classes_are_no_output():
    """Their mean is a half whatever the model says: a silent answer would be wrong."""
    both_classes(lambda model: partial_dependence(model, ROWS, 0, [0.0, 1.0]))
    both_classes(lambda model: accumulated_local_effects(model, ROWS, 0))
    both_classes(lambda model: counterfactual(model, ROWS[0], 0.5, {0: [-2.0, 2.0]}))
    both_classes(
        lambda model: permutation_importance(model, ROWS, LABELS, lambda *_: 0.0, np.random.default_rng(0))
    )


def test_categories_coded_as_numbers_are_refused():
    frame = pd.DataFrame(ROWS, columns=["a", "b", "c"]).assign(b=pd.Categorical([1, 2, 3] * 20))

    def risk(rows):
        return MODEL.predict_proba(rows)[:, 1]

    for ask in (
        lambda: partial_dependence(risk, frame, 1, [1.0]),
        lambda: accumulated_local_effects(risk, frame, 1),
        lambda: permutation_importance(risk, frame, LABELS, lambda *_: 0.0, np.random.default_rng(0)),
    ):
        with pytest.raises(ValueError, match="categorical columns, b"):
            ask()

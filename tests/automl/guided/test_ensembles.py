"""Ensemble selection against a greedy loop, out-of-fold predictions against scikit-learn, the leak."""

from __future__ import annotations

import numpy as np
import pytest
from execml.automl.guided.ensembles import Stacking, ensemble_selection
from execml.course import risk_split
from execml.course.bank.ranking import rank_sum_aucs
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_predict
from sklearn.tree import DecisionTreeClassifier


def library(seed: int, rows: int = 60, models: int = 4) -> tuple[np.ndarray, np.ndarray]:
    draw = np.random.default_rng(seed)
    labels = np.arange(rows) % 3 == 0
    risks = np.round(draw.random((rows, models)) + 0.3 * labels[:, None] * draw.random(models), 2)
    return risks, labels.astype(int)


def test_sums_that_differ_in_their_last_bits_are_ties() -> None:
    risks = np.array([[0.1 + 0.2], [0.3], [0.4]])  # the first is larger than 0.3 in its last bit
    assert ensemble_selection(risks, [1, 0, 1], rounds=1).scores.tolist() == [0.75]


@given(st.integers(0, 10_000))
@settings(deadline=None, max_examples=15)
def test_selection_is_the_greedy_loop(seed: int) -> None:
    risks, labels = library(seed)
    found = ensemble_selection(risks, labels, rounds=6)
    picked: list[int] = []
    for place, score in zip(found.chosen, found.scores, strict=True):
        tried = [roc_auc_score(labels, np.round(risks[:, [*picked, m]].sum(axis=1), 9)) for m in range(4)]
        assert score == pytest.approx(max(tried)) and tried[place] == pytest.approx(max(tried))
        picked.append(int(place))
    assert found.weights.sum() == pytest.approx(1)
    assert roc_auc_score(labels, np.round(risks @ found.weights, 9)) == pytest.approx(found.scores.max())


def test_selection_is_never_worse_than_the_best_single_model_on_its_own_clients() -> None:
    risks, labels = library(3)
    assert ensemble_selection(risks, labels).scores.max() >= rank_sum_aucs(risks, labels).max()


def test_weights_chosen_on_seen_clients_go_to_the_model_that_memorised() -> None:
    split = risk_split()
    x, y = split.train_features[:800], split.train_labels[:800]
    models = [LogisticRegression(), DecisionTreeClassifier(random_state=0)]
    seen = np.column_stack([model.fit(x, y).predict_proba(x)[:, 1] for model in models])
    new = np.column_stack([model.predict_proba(split.test_features)[:, 1] for model in models])
    honest = np.column_stack([cross_val_predict(m, x, y, method="predict_proba")[:, 1] for m in models])
    for chosen, memory in ((ensemble_selection(seen, y), True), (ensemble_selection(honest, y), False)):
        assert (chosen.weights[1] > 0.5) == memory
        gap = chosen.scores.max() - roc_auc_score(split.test_labels, new @ chosen.weights)
        assert (gap > 0.2) == memory
    assert roc_auc_score(y, Stacking().fit(seen, y).predict(seen)) > 0.99
    stacked = Stacking().fit(honest, y)
    assert roc_auc_score(split.test_labels, stacked.predict(new)) > 0.7


def test_stacking_is_a_logistic_regression_on_log_odds() -> None:
    risks, labels = library(5)
    risks = risks / 2 + 0.1
    odds = np.log(risks / (1 - risks))
    expected = LogisticRegression(C=0.5).fit(odds, labels)
    found = Stacking(penalty=2.0).fit(risks, labels)
    np.testing.assert_allclose(found.weights, expected.coef_[0], atol=1e-6)
    np.testing.assert_allclose(found.predict(risks), expected.predict_proba(odds)[:, 1], atol=1e-6)


def test_stacking_survives_risks_of_zero_and_one() -> None:
    labels = np.array([0, 1] * 10)
    assert np.isfinite(Stacking().fit(labels[:, None], labels).predict(labels[:, None])).all()


@pytest.mark.parametrize(
    ("predictions", "labels", "rounds", "words"),
    [
        (np.zeros((4, 2)), [0, 0, 0, 0], 3, "labels"),
        (np.zeros((4, 2)), [0, 1], 3, "labels of shape"),
        (np.full((4, 2), np.nan), [0, 1, 0, 1], 3, "finite"),
        (np.zeros((4, 2)), [0, 1, 0, 1], 0, "rounds"),
        (np.zeros((4, 0)), [0, 1, 0, 1], 3, "predictions of shape"),
    ],
)
def test_bad_input_is_named(predictions: np.ndarray, labels: list, rounds: int, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        ensemble_selection(predictions, labels, rounds)

"""Scoring by held-back clients and by folds against scikit-learn, and what cannot be scored."""

from typing import Any

import numpy as np
import pytest
from execml.automl.search.objectives import Folds, HoldOut, Remembered
from sklearn.base import BaseEstimator
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.neighbors import KNeighborsClassifier


def made_up(rows: int = 400) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(0)
    features = generator.normal(size=(rows, 3))
    return features, (features[:, 0] + generator.normal(size=rows) > 0).astype(int)


def test_training_on_part_of_a_fold_takes_its_first_clients_and_on_all_is_the_ordinary_score(
    clients: tuple[np.ndarray, ...],
) -> None:
    features, labels, *_ = clients
    folds = Folds(features, labels)
    model = LogisticRegression()
    assert folds(model, folds.clients) == pytest.approx(folds(model), abs=1e-12)
    parts = [(train[:40], test) for train, test in folds.splits]
    fitted = [LogisticRegression().fit(features[part], labels[part]) for part, _ in parts]
    pairs = zip(fitted, parts, strict=True)
    alone = [roc_auc_score(labels[test], one.decision_function(features[test])) for one, (_, test) in pairs]
    assert folds(model, 40) == pytest.approx(np.mean(alone), abs=1e-12)
    assert folds(model, 40) != folds(model)
    with pytest.raises(ValueError, match=f"clients=201 must be at most {folds.clients}"):
        folds(model, 201)


def test_hold_out_is_the_auc_of_scikit_learn_on_the_last_rows() -> None:
    features, labels = made_up()
    model = LogisticRegression().fit(features[:50], labels[:50])
    expected = roc_auc_score(labels[300:], model.decision_function(features[300:]))
    assert HoldOut(features, labels, held_back=100)(LogisticRegression(), 50) == pytest.approx(expected)


def test_folds_are_the_cross_validation_of_scikit_learn() -> None:
    features, labels = made_up()
    model = RandomForestClassifier(20, random_state=0)
    splitter = StratifiedKFold(3, shuffle=True, random_state=0)
    expected = cross_val_score(model, features, labels, scoring="roc_auc", cv=splitter).mean()
    assert Folds(features, labels)(model) == pytest.approx(expected)


@pytest.mark.parametrize("scorer", [lambda x, y: HoldOut(x, y, 10), Folds])
def test_a_target_with_one_class_is_refused(scorer: Any) -> None:
    features, labels = made_up(60)
    for bad in (np.zeros_like(labels), labels * 2, labels + 0.5, labels[:-1]):
        with pytest.raises(ValueError, match=r"labels|features"):
            scorer(features, bad)


def test_a_part_with_one_class_is_refused() -> None:
    features, labels = made_up(60)
    with pytest.raises(ValueError, match="one class"):
        HoldOut(features, np.sort(labels), held_back=10)
    with pytest.raises(ValueError, match="of one class"):
        HoldOut(features, np.r_[np.zeros(20, int), labels[20:]], held_back=10)(LogisticRegression(), 20)
    with pytest.raises(ValueError, match="at most 50"):
        HoldOut(features, labels, held_back=10)(LogisticRegression(), 51)


def test_a_remembered_score_is_computed_once_for_each_model_and_resource() -> None:
    asked: list[tuple[str, int]] = []

    def objective(model: Any, clients: int) -> float:
        asked.append((repr(model), clients))
        if clients == 1:
            raise RuntimeError("too few")
        return len(asked) / 10

    remembered = Remembered(objective)
    models = [KNeighborsClassifier(3), KNeighborsClassifier(4), LogisticRegression(), KNeighborsClassifier(3)]
    scores = [remembered(model, clients) for clients in (10, 20) for model in models]
    assert scores == [0.1, 0.2, 0.3, 0.1, 0.4, 0.5, 0.6, 0.4]
    for _ in range(2):  # a failure is tried again
        with pytest.raises(RuntimeError, match="too few"):
            remembered(models[0], 1)
    assert len(asked) == 8


def test_memory_tells_models_apart_by_the_content_of_their_parameters() -> None:
    class Model(BaseEstimator):
        def __init__(self, weights: Any = None) -> None:
            self.weights = weights

    one, other = np.zeros(5_000), np.zeros(5_000)
    other[2_500] = 1.0
    scored = Remembered(lambda model: float(model.weights.sum()))
    assert [scored(Model(one)), scored(Model(other)), scored(Model(one.copy()))] == [0.0, 1.0, 0.0]
    called = Remembered(lambda model: float(model.weights(0)))
    assert [called(Model(eval(f"lambda x: {number}"))) for number in range(20)] == list(range(20))


def test_a_model_whose_parameters_cannot_be_told_is_scored_each_time() -> None:
    calls: list[Any] = []
    scored = Remembered(lambda model: calls.append(model) or 0.5)  # type: ignore[func-returns-value]
    draw = np.random.default_rng(0)
    for _ in range(3):
        scored(DummyClassifier(random_state=draw))
    assert len(calls) == 3

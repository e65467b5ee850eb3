"""Random search: budgets, failures, interruption, and scoring that refuses what cannot be scored."""

import math
import time
from typing import Any

import numpy as np
import pytest
from execml.automl.search.objectives import Folds, HoldOut, Remembered, auc_standard_error
from execml.automl.search.random_search import random_search
from execml.automl.search.trials import SearchResult
from execml.automl.spaces.families import harbour_space
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.neighbors import KNeighborsClassifier

SPACE = harbour_space()


def made_up(rows: int = 400) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(0)
    features = generator.normal(size=(rows, 3))
    return features, (features[:, 0] + generator.normal(size=rows) > 0).astype(int)


def depth(model: Any) -> float:
    """Score without training, so that tests are quick: something that differs from model to model."""
    return float(hash(repr(sorted(map(str, model.get_params().items())))) % 997)


def test_the_best_is_the_largest_score_and_trials_are_numbered() -> None:
    found = random_search(SPACE, depth, np.random.default_rng(0), evaluations=30)
    assert [trial.number for trial in found.trials] == list(range(30))
    assert found.best.score == max(found.scores) == found.best_so_far()[-1]
    assert (np.diff(found.best_so_far()) >= 0).all()


def test_a_budget_of_processor_time_ends_the_search() -> None:
    def slow(model: Any) -> float:
        until = time.process_time() + 0.02
        while time.process_time() < until:
            pass
        return 1.0

    found = random_search(SPACE, slow, np.random.default_rng(0), cpu_seconds=0.1)
    assert 1 <= len(found.trials) <= 6  # five trials of 0.02 s use it up
    assert found.cpu_seconds >= 0.02 * len(found.trials)


@pytest.mark.parametrize(
    "budget",
    [{}, {"evaluations": 0}, {"evaluations": 2.5}, {"cpu_seconds": 0}, {"cpu_seconds": -1.0}],
)
def test_a_search_without_a_budget_above_zero_is_refused(budget: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"budget|evaluations|cpu_seconds"):
        random_search(SPACE, depth, np.random.default_rng(0), **budget)


def test_a_failing_candidate_is_recorded_with_its_error_and_skipped() -> None:
    def fragile(model: Any) -> float:
        if isinstance(model, KNeighborsClassifier):
            raise RuntimeError("too few clients")
        return depth(model)

    found = random_search(SPACE, fragile, np.random.default_rng(0), evaluations=40)
    assert len(found.trials) == 40
    failed = [trial.configuration.family == "nearest neighbours" for trial in found.trials]
    assert [trial.failed for trial in found.trials] == failed and any(failed)
    assert all(trial.error == "RuntimeError: too few clients" for trial in found.failures)
    assert not found.best.failed and math.isfinite(found.best.score)
    assert found.frame()["error"].ne("").sum() == len(found.failures)


def test_a_score_that_is_not_a_number_counts_as_a_failure() -> None:
    found = random_search(SPACE, lambda model: math.nan, np.random.default_rng(0), evaluations=3)
    assert len(found.failures) == 3
    with pytest.raises(ValueError, match="none of 3 trials succeeded; the first error: the score is nan"):
        _ = found.best


@pytest.mark.parametrize("where", ["objective", "progress"])
def test_ctrl_c_returns_the_best_so_far(where: str) -> None:
    seen: list[float] = []

    def objective(model: Any) -> float:
        if where == "objective" and len(seen) == 7:
            raise KeyboardInterrupt
        return depth(model)

    def progress(trial: Any) -> None:
        seen.append(trial.score)
        if where == "progress" and len(seen) == 7:
            raise KeyboardInterrupt

    found = random_search(SPACE, objective, np.random.default_rng(0), evaluations=30, on_trial=progress)
    assert found.interrupted and len(found.trials) == 7
    assert found.best.score == max(seen)


def test_a_search_stopped_before_its_first_trial_says_so() -> None:
    with pytest.raises(ValueError, match="none of 0 trials"):
        _ = SearchResult("random search", (), interrupted=True).best


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


def test_the_standard_error_of_an_auc_is_what_samples_show() -> None:
    # Exponential scores are the formula's own model: AUC = a / (a + 1) for means a and 1.
    generator = np.random.default_rng(0)
    areas = [
        roc_auc_score(np.r_[np.ones(80), np.zeros(120)], np.r_[generator.exponential(3, 80), rest])
        for rest in generator.exponential(1, (400, 120))
    ]
    assert np.mean(areas) == pytest.approx(0.75, abs=0.005)
    assert auc_standard_error(0.75, 80, 120) == pytest.approx(np.std(areas), rel=0.1)


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

"""Random search: budgets, failures and interruption."""

import math
import time
from typing import Any

import numpy as np
import pytest
from execml.automl.search.random_search import random_search
from execml.automl.search.trials import SearchResult
from execml.automl.spaces.families import harbour_space
from sklearn.neighbors import KNeighborsClassifier

SPACE = harbour_space()


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

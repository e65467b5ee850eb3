"""Bayesian optimisation: its record, its failures, its limits."""

from __future__ import annotations

import numpy as np
import pytest
from execml.automl.guided.bayesian import Evaluation, bayesian_optimisation

SMALL = [(-1.0, 1.0), (-1.0, 1.0)]


def bowl(point: np.ndarray) -> float:
    return float(((point - 0.2) ** 2).sum())


def test_same_generator_same_search() -> None:
    runs = [bayesian_optimisation(bowl, SMALL, 12, np.random.default_rng(4)) for _ in range(2)]
    np.testing.assert_array_equal(runs[0].points, runs[1].points)


def test_every_trial_lies_within_the_bounds_and_the_record_is_complete() -> None:
    seen: list[Evaluation] = []
    found = bayesian_optimisation(
        bowl, [(-3.0, -1.0)], 9, np.random.default_rng(1), on_evaluation=seen.append
    )
    assert list(found.evaluations) == seen and len(seen) == 9
    assert (found.points >= -3).all() and (found.points <= -1).all()
    assert found.best.value == found.values.min() == found.best_so_far()[-1]
    assert found.best.point[0] == pytest.approx(-1, abs=1e-3)  # the best end of the range


def test_failures_are_recorded_and_skipped() -> None:
    def fragile(point: np.ndarray) -> float:
        if point[0] > 0.5:
            raise RuntimeError("out of memory")
        return float("nan") if point[1] > 0.9 else bowl(point)

    found = bayesian_optimisation(fragile, SMALL, 30, np.random.default_rng(0))
    assert len(found.evaluations) == 30 and 0 < len(found.failures) < 15
    assert {failure.error for failure in found.failures} <= {
        "RuntimeError: out of memory",
        "the value is nan",
    }
    assert found.best.value < 0.01


def test_when_everything_fails_the_first_error_is_told() -> None:
    def broken(point: np.ndarray) -> float:
        raise KeyError("limit")

    found = bayesian_optimisation(broken, SMALL, 10, np.random.default_rng(0))
    assert len(found.failures) == 10
    with pytest.raises(ValueError, match=r"none of 10.*KeyError"):
        _ = found.best


@pytest.mark.parametrize("stop_after", [2, 11])
def test_ctrl_c_returns_the_best_so_far(stop_after: int) -> None:
    calls = []

    def interrupted(point: np.ndarray) -> float:
        calls.append(point)
        if len(calls) > stop_after:
            raise KeyboardInterrupt
        return bowl(point)

    found = bayesian_optimisation(interrupted, SMALL, 30, np.random.default_rng(0))
    assert found.interrupted and len(found.evaluations) == stop_after
    assert found.best.value == min(bowl(point) for point in calls[:stop_after])


def test_a_flat_function_does_not_stop_the_search() -> None:
    found = bayesian_optimisation(lambda point: 1.0, SMALL, 14, np.random.default_rng(0))
    assert len(found.evaluations) == 14 and found.best.value == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"bounds": []}, "bounds"),
        ({"bounds": [(1.0, 0.0)]}, "low < high"),
        ({"bounds": [(0.0, np.inf)]}, "finite"),
        ({"budget": 0}, "budget"),
        ({"first": 0}, "first"),
    ],
)
def test_bad_input_is_named(change: dict, words: str) -> None:
    arguments = {"bounds": SMALL, "budget": 5, **change}
    with pytest.raises(ValueError, match=words):
        bayesian_optimisation(bowl, generator=np.random.default_rng(0), **arguments)

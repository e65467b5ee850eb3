"""Expected improvement by quadrature, and the search on functions with known minima."""

from __future__ import annotations

import numpy as np
import pytest
from execml.automl.guided.acquisition import expected_improvement, log_expected_improvement
from execml.automl.guided.bayesian import Evaluation, bayesian_optimisation
from execml.automl.guided.gaussian_process import GaussianProcess, Hyperparameters
from execml.automl.guided.harbour_trials import HarbourTrials
from execml.automl.guided.known_minima import BRANIN_BOUNDS, HARTMANN_BOUNDS, branin, hartmann
from execml.automl.guided.untouched import bank_race
from execml.automl.libraries import rivals as bench
from execml.course import risk_split
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.optimize import minimize
from scipy.stats import norm
from sklearn.metrics import roc_auc_score

SMALL = [(-1.0, 1.0), (-1.0, 1.0)]


def bowl(point: np.ndarray) -> float:
    return float(((point - 0.2) ** 2).sum())


@given(st.floats(-2, 2), st.floats(0.05, 3), st.floats(-2, 2))
@settings(deadline=None, max_examples=30)
def test_expected_improvement_is_its_integral(mean: float, deviation: float, best: float) -> None:
    def gain(value: float) -> float:
        return (best - value) * norm.pdf(value, mean, deviation)

    integral, _ = quad(gain, mean - 12 * deviation, best) if best > mean - 12 * deviation else (0, 0)
    assert expected_improvement(mean, deviation, best) == pytest.approx(integral, abs=1e-7)


def test_expected_improvement_is_zero_without_doubt_even_where_the_mean_is_better() -> None:
    assert expected_improvement(0.1, 0.0, best=0.5) == 0
    np.testing.assert_array_equal(expected_improvement([0.1, 0.9], [0.0, 0.0], 0.5), 0)


def test_expected_improvement_broadcasts_and_is_never_negative() -> None:
    found = expected_improvement(np.linspace(-50, 50, 101)[:, None], np.array([1e-3, 1.0, 5.0]), 0.0)
    assert np.shape(found) == (101, 3) and (np.asarray(found) >= 0).all()


@pytest.mark.parametrize(
    ("arguments", "name"),
    [((0.0, -1.0, 0.0), "standard_deviation"), ((np.nan, 1.0, 0.0), "mean"), ((0.0, 1.0, np.inf), "best")],
)
def test_expected_improvement_names_a_bad_argument(arguments: tuple, name: str) -> None:
    with pytest.raises(ValueError, match=name):
        expected_improvement(*arguments)


def test_logarithm_agrees_where_both_exist_and_goes_on_where_the_other_underflows() -> None:
    draw = np.random.default_rng(0)
    points = draw.random((12, 2))
    belief = GaussianProcess(points, draw.normal(size=12), Hyperparameters(1.0, np.full(2, 0.3), 1e-4))
    for point in draw.random((10, 2)):
        mean, deviation = (part[0] for part in belief.predict(point[None]))
        for best in (mean + 2, mean - 1):
            value, slope = log_expected_improvement(belief, point, best)
            assert value == pytest.approx(np.log(expected_improvement(mean, deviation, best)), abs=1e-8)
            step = 1e-6 * np.eye(2)
            around = [
                [log_expected_improvement(belief, point + way * one, best)[0] for way in (1, -1)]
                for one in step
            ]
            np.testing.assert_allclose(slope, [(up - down) / 2e-6 for up, down in around], rtol=1e-4)
        far = log_expected_improvement(belief, point, mean - 60 * deviation)
        assert expected_improvement(mean, deviation, mean - 60 * deviation) == 0
        assert np.isfinite(far[0]) and far[0] < -1_000 and np.abs(far[1]).max() > 0


@pytest.mark.parametrize(
    ("function", "bounds", "lowest", "start"),
    [
        (branin, BRANIN_BOUNDS, 10 / (8 * np.pi), (3.0, 2.0)),
        (hartmann, HARTMANN_BOUNDS, -3.32237, (0.2, 0.15, 0.5, 0.3, 0.3, 0.6)),
    ],
)
def test_a_local_search_ends_at_the_stated_minimum(function, bounds, lowest, start) -> None:
    found = minimize(function, start, bounds=bounds)
    assert found.fun == pytest.approx(lowest, abs=2e-5)


def test_branin_within_a_thousandth_in_40_and_no_worse_than_optuna() -> None:
    (_, *function, _, goal), _ = bench.RACES
    ours = np.median(bench.our_gaps(*function, 40, seeds=10)[:, -1])
    assert ours <= goal
    assert ours <= np.median(bench.tpe_gaps(*function, 40, seeds=10)[:, -1])


def test_hartmann_within_a_tenth_in_120_and_no_worse_than_optuna() -> None:
    _, (_, *function, _, goal) = bench.RACES
    ours = np.median(bench.our_gaps(*function, 120, seeds=4)[:, -1])
    assert ours <= goal
    assert ours <= np.median(bench.tpe_gaps(*function, 120, seeds=4)[:, -1])


def test_race_on_the_bank_judges_both_winners_on_the_test_clients() -> None:
    trials = HarbourTrials(train=400, validation=600)
    race = bank_race(trials, seed=1, budget=7)
    learned = bayesian_optimisation(trials.loss, trials.bounds, 7, np.random.default_rng(1), first=6).best
    draws = np.random.default_rng(101).random((7, 3))
    low, high = np.array(trials.bounds).T
    points = list(low + draws * (high - low))
    best = max(points, key=trials.auc)
    assert (race.learned, race.random) == pytest.approx((1 - learned.value, trials.auc(best)))
    labels = risk_split().test_labels
    expected = [roc_auc_score(labels, trials.test_risks(point)) for point in (learned.point, best)]
    assert race.gain.estimate == pytest.approx(expected[0] - expected[1])


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

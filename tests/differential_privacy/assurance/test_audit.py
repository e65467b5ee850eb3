"""The audit proves what it says: against exact intervals and mechanisms whose epsilon is known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from execml.differential_privacy.assurance.audit import (
    audit_ceiling,
    audit_epsilon,
    clopper_pearson,
    epsilon_bound,
)
from execml.differential_privacy.mechanisms.gaussian import gaussian_epsilon
from execml.differential_privacy.mechanisms.trade_off import largest_power
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.stats import binom, binomtest

AUDITS = 300

# Three standard deviations of a share of 300 above the 5 percent that a 95 percent bound may be wrong.
TOO_OFTEN = 0.05 + 3 * math.sqrt(0.05 * 0.95 / AUDITS)


@settings(deadline=None, max_examples=60)
@example(trials=8193, share=1 / 8193, confidence=0.999)
@given(
    trials=st.integers(1, 20_000), share=st.floats(0, 1), confidence=st.sampled_from([0.5, 0.9, 0.95, 0.999])
)
def test_intervals_equal_scipys_exact_binomial_intervals(
    trials: int, share: float, confidence: float
) -> None:
    successes = round(share * trials)
    expected = binomtest(successes, trials).proportion_ci(confidence_level=confidence, method="exact")
    low, high = clopper_pearson(successes, trials, confidence)
    # SciPy's root finder stops within 2e-12; the equations that define the ends know no such limit.
    assert low == pytest.approx(expected.low, rel=1e-8, abs=1e-11)
    assert high == pytest.approx(expected.high, rel=1e-8, abs=1e-11)
    tail = (1 - confidence) / 2
    assert binom.sf(successes - 1, trials, low) == pytest.approx(tail if successes else 1, rel=1e-8)
    assert binom.cdf(successes, trials, high) == pytest.approx(tail if successes < trials else 1, rel=1e-8)


@pytest.mark.parametrize(("trials", "known"), [(100, 3.28), (1000, 5.60), (10_000, 7.905)])
def test_ceiling_is_that_of_an_attack_without_an_error(trials: int, known: float) -> None:
    # n successes of n: the lower end p has p^n = alpha/2. None of n: the upper end is 1 - p.
    p = 0.025 ** (1 / trials)
    assert audit_ceiling(trials) == pytest.approx(math.log(p / (1 - p)), rel=1e-9)
    assert audit_ceiling(trials) == pytest.approx(known, abs=0.006)
    assert audit_ceiling(trials) == pytest.approx(math.log(trials / math.log(2 / 0.05)), abs=4 / trials)


@settings(deadline=None, max_examples=40)
@given(
    seed=st.integers(0, 10_000),
    present=st.integers(4, 80),
    absent=st.integers(4, 80),
    delta=st.sampled_from([0.0, 1e-5, 0.05]),
)
def test_no_attack_proves_more_than_the_ceiling(seed: int, present: int, absent: int, delta: float) -> None:
    generator = np.random.default_rng(seed)
    found = audit_epsilon(
        generator.normal(3, 1, present), generator.normal(size=absent), delta, threshold=1.5
    )
    assert 0 <= found.lower_bound <= found.ceiling + 1e-12
    assert found.ceiling == audit_ceiling((present, absent), delta)
    perfect = audit_epsilon(np.ones(present), np.zeros(absent), delta, threshold=0.5)
    assert perfect.lower_bound == pytest.approx(perfect.ceiling, rel=1e-12)


@settings(deadline=None, max_examples=80)
@given(power=st.floats(0.001, 0.999), rate=st.floats(0.001, 0.999), delta=st.sampled_from([0.0, 1e-5, 0.1]))
def test_bound_is_the_smallest_epsilon_whose_region_holds_the_attack(
    power: float, rate: float, delta: float
) -> None:
    bound = float(epsilon_bound(power, rate, delta))
    if bound > 1e-6:
        assert largest_power(rate, bound, delta) == pytest.approx(power, abs=1e-9)
    else:
        assert largest_power(rate, 0.0, delta) >= power - 1e-5


def laplace_scores(generator: np.random.Generator, runs: int) -> tuple[np.ndarray, np.ndarray]:
    return 1 + generator.laplace(size=runs), generator.laplace(size=runs)


def gaussian_scores(generator: np.random.Generator, runs: int) -> tuple[np.ndarray, np.ndarray]:
    return 1 + 2 * generator.normal(size=runs), 2 * generator.normal(size=runs)


def response_scores(generator: np.random.Generator, runs: int) -> tuple[np.ndarray, np.ndarray]:
    truthful = math.e / (1 + math.e)
    return (generator.random(runs) < truthful) * 1.0, (generator.random(runs) >= truthful) * 1.0


KNOWN = {
    "laplace": (laplace_scores, 1.0, 0.0),
    "gaussian": (gaussian_scores, gaussian_epsilon(2.0, 1e-2), 1e-2),
    "randomised response": (response_scores, 1.0, 0.0),
}


@pytest.mark.parametrize("mechanism", KNOWN)
@pytest.mark.parametrize("threshold", [None, 0.5, (-1.0, 0.5, 1.0, 2.0)])
def test_true_epsilon_is_exceeded_no_more_often_than_promised(mechanism: str, threshold: object) -> None:
    scores, truth, delta = KNOWN[mechanism]
    generator = np.random.default_rng(11)
    wrong = sum(
        audit_epsilon(*scores(generator, 300), delta, 0.95, threshold).refutes(truth)  # type: ignore[arg-type]
        for _ in range(AUDITS)
    )
    assert wrong / AUDITS < TOO_OFTEN


@pytest.mark.parametrize("mechanism", KNOWN)
def test_with_many_runs_the_bound_comes_close_to_the_truth(mechanism: str) -> None:
    scores, truth, delta = KNOWN[mechanism]
    found = audit_epsilon(*scores(np.random.default_rng(5), 200_000), delta, threshold=None)
    # The Gaussian's supremum at delta 0.01 lies at one threshold that a search only comes near.
    assert 0.85 * truth < found.lower_bound <= truth


def test_picking_the_best_of_many_attacks_on_the_counted_runs_is_wrong_too_often() -> None:
    generator = np.random.default_rng(3)
    thresholds = np.linspace(-3, 5, 30)
    with_client, without = 1 + generator.laplace(size=(100, 20, 200)), generator.laplace(size=(100, 20, 200))
    hits = np.stack([(with_client >= level).sum(-1) for level in thresholds], axis=-1)
    alarms = np.stack([(without >= level).sum(-1) for level in thresholds], axis=-1)
    bound = epsilon_bound(clopper_pearson(hits, 200)[0], clopper_pearson(alarms, 200)[1])
    assert (bound.max(axis=(1, 2)) > 1).mean() > 0.2  # promised: at most 0.05


def test_threshold_is_chosen_without_a_look_at_the_counted_runs() -> None:
    generator = np.random.default_rng(2)
    with_client, without = laplace_scores(generator, 1000)
    before = audit_epsilon(with_client, without)
    with_client[300:] = generator.normal(size=700)
    without[300:] += 50
    after = audit_epsilon(with_client, without)
    assert before.threshold == after.threshold
    assert before.trials == after.trials == (700, 700)
    assert after.flagged[1] == 700


def test_bonferroni_pays_for_each_candidate() -> None:
    with_client, without = laplace_scores(np.random.default_rng(4), 2000)
    alone = audit_epsilon(with_client, without, threshold=1.0)
    same = audit_epsilon(with_client, without, threshold=[1.0])
    among = audit_epsilon(with_client, without, threshold=[1.0, 100.0, 200.0])
    assert alone == same
    assert among.threshold == 1.0
    assert among.lower_bound < alone.lower_bound
    assert among.ceiling < alone.ceiling


def test_delta_excuses_a_disclosure_of_that_probability() -> None:
    generator = np.random.default_rng(6)
    discloses = (generator.random(5000) < 0.1) * 1.0  # (0, 0.1)-private: with probability 0.1 it tells
    silent = np.zeros(5000)
    assert audit_epsilon(discloses, silent, delta=0.0, threshold=0.5).lower_bound > 4
    assert audit_epsilon(discloses, silent, delta=0.11, threshold=0.5).lower_bound == 0


def test_swapped_or_constant_scores_prove_nothing() -> None:
    with_client, without = laplace_scores(np.random.default_rng(7), 1000)
    assert audit_epsilon(without, with_client).lower_bound < 0.05
    assert audit_epsilon(np.ones(100), np.ones(100)).lower_bound == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"delta": 1.0}, "delta=1.0"),
        ({"delta": -0.1}, "delta=-0.1"),
        ({"confidence": 1.0}, "confidence=1.0"),
        ({"confidence": math.nan}, "confidence=nan"),
        ({"threshold": math.nan}, "threshold=nan"),
        ({"threshold": []}, r"threshold of shape \(0,\)"),
        ({"selection": 0.0}, "selection=0.0"),
        ({"selection": 0.001}, "selection=0.001"),
        ({"scores_with": []}, "scores_with of shape"),
        ({"scores_without": [0.0, math.inf]}, "scores_without holds inf"),
        ({"scores_with": [[1.0]]}, "scores_with of shape"),
    ],
)
def test_bad_input_is_named(arguments: dict[str, object], message: str) -> None:
    given_arguments = {"scores_with": [1.0] * 20, "scores_without": [0.0] * 20, **arguments}
    with pytest.raises(ValueError, match=message):
        audit_epsilon(**given_arguments)  # type: ignore[arg-type]


def test_counts_outside_their_range_are_refused() -> None:
    with pytest.raises(ValueError, match="successes=5"):
        clopper_pearson(5, 4)
    with pytest.raises(ValueError, match="trials=0"):
        audit_ceiling(0)


@pytest.mark.parametrize(
    ("successes", "trials"), [(2.5, 10), (1, math.inf), (1, 10.5), (11, 10), (-1, 10), (math.nan, 10)]
)
def test_counts_of_an_interval_are_whole_numbers(successes: float, trials: float) -> None:
    with pytest.raises(ValueError, match=r"successes|trials"):
        clopper_pearson(successes, trials)


def test_rates_and_counts_are_not_broadcast() -> None:
    with pytest.raises(ValueError, match=r"trials has shape \(2, 1\)"):
        clopper_pearson([1, 2], [[10], [10]])
    with pytest.raises(ValueError, match=r"false_positive_rate has shape \(2, 1\)"):
        epsilon_bound([0.5, 0.6], [[0.1], [0.2]])
    with pytest.raises(ValueError, match="delta=-1"):
        epsilon_bound(0.5, 0.1, -1)

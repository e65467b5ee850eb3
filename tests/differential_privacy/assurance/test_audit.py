"""The audit proves what it says: at its confidence, up to its ceiling, where epsilon is known."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from execml.differential_privacy.assurance.audit import audit_ceiling, audit_epsilon, guessing_bound
from execml.differential_privacy.mechanisms.gaussian import gaussian_epsilon, gaussian_sigma
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.stats import binom, norm

AUDITS = 2_000
PERMITTED = 0.05
# Three standard deviations of a share of so many audits, above what a 95 percent bound may be wrong.
TOO_OFTEN = PERMITTED + 3 * math.sqrt(PERMITTED * (1 - PERMITTED) / AUDITS)

Scores = tuple[np.ndarray, np.ndarray]


@pytest.mark.parametrize(
    ("trials", "known"), [(100, 4.19), (1000, 6.50), (10_000, 8.81), (5, 1.05), (31, 3.01), (4_466, 8.0)]
)
def test_ceiling_is_that_of_an_attack_without_an_error(trials: int, known: float) -> None:
    p = 0.05 ** (1 / (2 * trials))  # the probability (1 + e^-ε)^-2n of such a record is then 0.05
    assert audit_ceiling(trials) == pytest.approx(math.log(p / (1 - p)), rel=1e-9)
    assert audit_ceiling(trials) == pytest.approx(known, abs=0.006)
    assert (1 + math.exp(-audit_ceiling(trials))) ** (-2 * trials) == pytest.approx(0.05)


@pytest.mark.parametrize("epsilon", [0.1, 1.0, 3.0, 8.0])
@pytest.mark.parametrize("trials", [1, 7, 300])
def test_no_rates_that_epsilon_permits_make_a_perfect_record_likelier(epsilon: float, trials: int) -> None:
    # Over the whole edge of the region: hits p, false alarms q, with p <= e^ε q and 1 - q <= e^ε (1 - p).
    q = np.linspace(0, 1, 20_001)
    p = np.minimum(np.exp(epsilon) * q, 1 - np.exp(-epsilon) * (1 - q))
    largest = ((p * (1 - q)) ** trials).max()
    assert largest <= (1 + math.exp(-epsilon)) ** (-2 * trials) * (1 + 1e-9)


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
    assert found.ceiling == audit_ceiling(min(present, absent), delta)
    assert found.trials == (min(present, absent),) * 2
    perfect = audit_epsilon(np.ones(present), np.zeros(absent), delta, threshold=0.5)
    assert perfect.lower_bound == pytest.approx(perfect.ceiling, rel=1e-12)
    assert perfect.right == perfect.guesses == 2 * min(present, absent)


@settings(deadline=None, max_examples=40)
@given(guesses=st.integers(1, 400), share=st.floats(0, 1), confidence=st.sampled_from([0.5, 0.9, 0.95, 0.99]))
def test_bound_is_where_a_permitted_coin_does_as_well_with_the_permitted_error(
    guesses: int, share: float, confidence: float
) -> None:
    right = round(share * guesses)
    found = float(guessing_bound(right, guesses, guesses, confidence=confidence))
    if right == 0:
        assert found == -math.inf
        return
    tail = binom.sf(right - 1, guesses, 1 / (1 + math.exp(-found)))
    assert tail == pytest.approx(1 - confidence, rel=1e-6)


@pytest.mark.parametrize("runs", [3, 8, 20, 60, 150])
@pytest.mark.parametrize("permitted", [0.01, 0.05, 0.2])
def test_fixed_numbers_of_runs_err_no_more_than_the_coins_of_the_theorem(runs: int, permitted: float) -> None:
    # The exact error, by enumeration of all outcomes, of guesses "in" alone, over the edge of the region.
    counts = np.arange(runs + 1)
    for epsilon in (0.05, 0.3, 1.0, 2.0, 4.0):
        coin = 1 / (1 + math.exp(-epsilon))
        needed = binom.isf(permitted, np.arange(2 * runs + 1), coin) + 1
        hits, alarms = np.meshgrid(counts, counts, indexing="ij")
        refuted = (hits >= needed[hits + alarms]) & (hits + alarms > 0)
        for rate in np.linspace(0.02, 1, 25) * math.exp(-epsilon):
            likely = binom.pmf(counts, runs, min(1.0, rate * math.exp(epsilon)))
            error = likely @ refuted @ binom.pmf(counts, runs, rate)
            assert error <= permitted


def laplace_scores(generator: np.random.Generator, runs: int) -> Scores:
    return 1 + generator.laplace(size=runs), generator.laplace(size=runs)


def gaussian_scores(generator: np.random.Generator, runs: int) -> Scores:
    return 1 + 2 * generator.normal(size=runs), 2 * generator.normal(size=runs)


def response_scores(generator: np.random.Generator, runs: int) -> Scores:
    truthful = math.e / (1 + math.e)
    return (generator.random(runs) < truthful) * 1.0, (generator.random(runs) >= truthful) * 1.0


def rare_scores(generator: np.random.Generator, runs: int) -> Scores:
    """Flag a client who is in with probability 0.2, and another e^3 times more rarely."""
    return (generator.random(runs) < 0.2) * 1.0, (generator.random(runs) < 0.2 * math.exp(-3)) * 1.0


def disclosing_scores(generator: np.random.Generator, runs: int) -> Scores:
    """Randomised response that gives the client away with probability 0.001."""
    present, absent = response_scores(generator, runs)
    given_away = generator.random((2, runs)) < 1e-3
    return np.where(given_away[0], 1.0, present), np.where(given_away[1], 0.0, absent)


KNOWN: dict[str, tuple[Callable[[np.random.Generator, int], Scores], float, float]] = {
    "laplace": (laplace_scores, 1.0, 0.0),
    "gaussian": (gaussian_scores, gaussian_epsilon(2.0, 1e-2), 1e-2),
    "randomised response": (response_scores, 1.0, 0.0),
    "rare": (rare_scores, 3.0, 0.0),
    "disclosing": (disclosing_scores, 1.0, 1e-3),
}


def wrong(mechanism: str, runs: int = 1_000, **options: object) -> float:
    """Return the share of honest systems that audits accuse."""
    scores, truth, delta = KNOWN[mechanism]
    generator = np.random.default_rng(11)
    audits = (audit_epsilon(*scores(generator, runs), delta, 0.95, **options) for _ in range(AUDITS))  # type: ignore[arg-type]
    return sum(found.refutes(truth) for found in audits) / AUDITS


@pytest.mark.parametrize("mechanism", KNOWN)
@pytest.mark.parametrize("threshold", [0.5, (-1.0, 0.5, 1.0, 2.0)])
def test_true_epsilon_is_exceeded_no_more_often_than_promised(mechanism: str, threshold: object) -> None:
    assert wrong(mechanism, runs=300, threshold=threshold) < TOO_OFTEN


@pytest.mark.parametrize("mechanism", ["laplace", "gaussian", "rare"])
def test_a_rule_chosen_on_other_runs_is_as_honest(mechanism: str) -> None:
    assert wrong(mechanism, runs=300) < TOO_OFTEN


@pytest.mark.parametrize(
    ("mechanism", "options"),
    [
        ("randomised response", {"threshold": 0.5}),
        ("disclosing", {"threshold": 0.5}),
        ("rare", {"threshold": 0.5, "guesses": "in"}),
    ],
)
def test_the_audit_uses_at_least_half_of_the_error_that_it_is_permitted(
    mechanism: str, options: dict[str, object]
) -> None:
    assert PERMITTED / 2 < wrong(mechanism, runs=1_000, **options) < TOO_OFTEN


def test_common_guesses_in_alone_err_less_because_the_numbers_of_runs_are_fixed() -> None:
    # Half of the runs with the client are flagged: fixed numbers of runs vary less than the coins' would.
    assert 0.4 * PERMITTED < wrong("laplace", threshold=1.0, guesses="in") < TOO_OFTEN


def test_a_gaussian_at_its_own_pair_errs_far_less_than_permitted() -> None:
    # The exact error, by enumeration, of guesses "in" alone at each threshold.
    counts, sigma = np.arange(501), gaussian_sigma(1.0, 1e-6)
    hits, alarms = np.meshgrid(counts, counts, indexing="ij")
    accused = guessing_bound(hits, hits + alarms, 1_000, 1e-6) > 1.0
    errors = np.array(
        [
            binom.pmf(counts, 500, norm.sf(at - 1 / sigma)) @ accused @ binom.pmf(counts, 500, norm.sf(at))
            for at in np.linspace(0, 4, 41)
        ]
    )
    assert 0 < errors.max() < 0.2 * PERMITTED and np.median(errors) < 0.0005, errors


@pytest.mark.parametrize("mechanism", KNOWN)
def test_with_many_runs_the_bound_comes_close_to_the_truth(mechanism: str) -> None:
    scores, truth, delta = KNOWN[mechanism]
    found = audit_epsilon(*scores(np.random.default_rng(5), 200_000), delta, threshold=None)
    # A Gaussian is no worst case of (ε, δ): its odds are large where it hardly ever goes.
    assert (0.3 if mechanism == "gaussian" else 0.85) * truth < found.lower_bound <= truth


def test_two_intervals_prove_less_than_the_guesses_together() -> None:
    # Clopper and Pearson's ends for hits and for alarms, each at half of the error, as in Jagielski et al.
    p = (PERMITTED / 2) ** (1 / 100)
    assert math.log(p / (1 - p)) == pytest.approx(3.28, abs=0.005)
    assert audit_ceiling(100) > 4.19


def test_delta_excuses_as_many_right_guesses_as_disclosures_explain() -> None:
    runs, delta, alpha = 2_000, 1e-3, 0.05
    excused = int(binom.isf(0.05 * alpha, runs, delta))
    assert excused == 7
    left = alpha - binom.sf(excused, runs, delta)
    coin = brentq(lambda p: binom.sf(1_500 - excused - 1, runs - excused, p) - left, 0.01, 0.99, xtol=1e-13)
    found = float(guessing_bound(1_500, runs, runs, delta))
    assert found == pytest.approx(math.log(coin / (1 - coin)), rel=1e-9)
    assert found < float(guessing_bound(1_500, runs, runs))


def test_threshold_is_chosen_without_a_look_at_the_counted_runs() -> None:
    generator = np.random.default_rng(2)
    with_client, without = laplace_scores(generator, 1000)
    before = audit_epsilon(with_client, without)
    with_client[300:] = generator.normal(size=700)
    without[300:] += 50
    after = audit_epsilon(with_client, without)
    assert before.rule == after.rule
    assert before.trials == after.trials == (700, 700)
    assert after.flagged[1] in (0, 700)


def test_bonferroni_pays_for_each_candidate() -> None:
    with_client, without = laplace_scores(np.random.default_rng(4), 2000)
    alone = audit_epsilon(with_client, without, threshold=1.0)
    same = audit_epsilon(with_client, without, threshold=[1.0])
    among = audit_epsilon(with_client, without, threshold=[1.0, 100.0, 200.0])
    assert alone == same
    assert among.rule == (1.0, 1.0)
    assert among.lower_bound < alone.lower_bound
    assert among.ceiling < alone.ceiling


def test_delta_excuses_a_disclosure_of_that_probability() -> None:
    generator = np.random.default_rng(6)
    discloses = (generator.random(5000) < 0.1) * 1.0  # (0, 0.1)-private: with probability 0.1 it tells
    silent = np.zeros(5000)
    assert audit_epsilon(discloses, silent, 0.0, threshold=0.5, guesses="in").lower_bound > 4
    assert audit_epsilon(discloses, silent, 0.11, threshold=0.5, guesses="in").lower_bound == 0


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
        ({"guesses": "all"}, "guesses='all'"),
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
    with pytest.raises(ValueError, match="trials=0"):
        audit_ceiling(0)
    for right, guesses, runs in ((5, 4, 9), (1, 9, 4), (-1, 2, 4), (0.5, 2, 4)):
        with pytest.raises(ValueError, match=f"right={right}"):
            guessing_bound(right, guesses, runs)

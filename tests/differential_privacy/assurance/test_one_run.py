"""The audit in one run: against a loop over the paper's formula, and trainers whose noise is known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from execml.differential_privacy.assurance.branch import harbour_branch
from execml.differential_privacy.assurance.canary import Training
from execml.differential_privacy.assurance.one_run import one_run_epsilon, one_run_scores
from scipy.stats import binom

BRANCH = harbour_branch(60)


def looped_p_value(right: int, guesses: int, canaries: int, delta: float, epsilon: float) -> float:
    """Return the p-value of Steinke, Nasr and Jagielski's theorem, one term after the other."""
    coin = 1 / (1 + math.exp(-epsilon))
    at_least = sum(binom.pmf(count, guesses, coin) for count in range(right, guesses + 1))
    worst, below = 0.0, 0.0
    for fewer in range(1, right + 1):
        below += binom.pmf(right - fewer, guesses, coin)
        worst = max(worst, below / fewer)
    return at_least + 2 * canaries * delta * worst


@pytest.mark.parametrize(
    ("right", "guesses", "canaries", "delta"),
    [(600, 600, 1000, 1e-5), (140, 200, 2000, 1e-6), (90, 100, 100, 0.0), (60, 80, 5000, 1e-5)],
)
def test_bound_is_where_the_papers_p_value_is_the_permitted_error(
    right: int, guesses: int, canaries: int, delta: float
) -> None:
    found = one_run_epsilon(right, guesses, canaries, delta)
    assert found > 0
    assert looped_p_value(right, guesses, canaries, delta, found) == pytest.approx(0.05, rel=1e-6)


def test_guesses_that_a_coin_would_make_prove_nothing() -> None:
    assert one_run_epsilon(50, 100, 1000) == 0
    assert one_run_epsilon(0, 0 + 1, 10) == 0


def test_honest_runs_are_accused_no_more_often_than_promised() -> None:
    # Randomised response on each of many coins: epsilon is 1, and no mechanism does more.
    generator, truthful = np.random.default_rng(2), math.e / (1 + math.e)
    rights = generator.binomial(200, truthful, size=2_000)
    bounds = {right: one_run_epsilon(int(right), 200, 200) for right in np.unique(rights)}
    wrong = np.mean([bounds[right] > 1 for right in rights])
    assert 0.025 < wrong < 0.05 + 3 * math.sqrt(0.05 * 0.95 / 2_000)


def test_invented_clients_are_in_by_a_fair_coin_and_add_at_most_the_clipping_norm() -> None:
    training = Training(noise_multiplier=1e-3, sample_rate=1.0, steps=1)
    present, scores = one_run_scores(BRANCH, 400, training, np.random.default_rng(3))
    assert 150 < present.sum() < 250
    # With next to no noise each update is 1 or 0, and the score tells all of them apart.
    assert scores[present].min() > 0 > scores[~present].max()


def test_noise_hides_invented_clients_and_a_quarter_of_it_does_less() -> None:
    training = Training(noise_multiplier=3.0, sample_rate=0.5, steps=4)
    told = {}
    for fault in ("follows the proof", "divides the noise"):
        present, scores = one_run_scores(BRANCH, 1_500, training, np.random.default_rng(4), fault)
        sure = np.argsort(scores)
        told[fault] = int(present[sure[-150:]].sum() + (~present[sure[:150]]).sum())
    assert one_run_epsilon(told["divides the noise"], 300, 1_500) > one_run_epsilon(
        told["follows the proof"], 300, 1_500
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((5, 4, 9), "right=5"),
        ((1, 9, 4), "guesses=9"),
        ((1, 2, 0), "canaries=0"),
        ((1, 2, 4, 1.0), "delta=1.0"),
        ((1, 2, 4, 0.0, 1.0), "confidence=1.0"),
    ],
)
def test_bad_counts_are_named(arguments: tuple[float, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        one_run_epsilon(*arguments)  # type: ignore[arg-type]

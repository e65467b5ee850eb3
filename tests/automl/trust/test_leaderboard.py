"""The leaderboard: the attack climbs as foreseen, the Ladder refuses, and honest progress is announced."""

import math
from typing import Any

import numpy as np
import pytest
from execml.automl import Ladder, Leaderboard, attack_curve, lucky_vote
from execml.automl.trust.leaderboard import foreseen_public_score
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm


def coins(cases: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 2, size=cases)


def reference_ladder(losses: list[float], step: float) -> list[float]:
    """Algorithm 1 of Blum and Hardt (2015) as printed, in losses: R0 is infinite."""
    best, announced = math.inf, []
    for loss in losses:
        if loss < best - step:
            best = round(loss / step) * step
        announced.append(best)
    return announced


@given(seed=st.integers(0, 10_000), step=st.sampled_from([1 / 16, 1 / 8, 1 / 4]))
@settings(deadline=None, max_examples=40)
def test_the_ladder_is_the_published_algorithm_read_in_accuracies(seed: int, step: float) -> None:
    draw = np.random.default_rng(seed)
    outcomes = draw.integers(0, 2, size=64)  # all exact in binary: no rounding decides a comparison
    submissions = draw.integers(0, 2, size=(12, 64))
    losses = (submissions != outcomes).mean(axis=1).tolist()
    expected = [1 - loss for loss in reference_ladder(losses, step)]
    np.testing.assert_allclose(Ladder(outcomes, step).submit(submissions), expected, atol=1e-9)


def test_the_plain_board_announces_the_share_right() -> None:
    outcomes = coins(10, 1)
    assert Leaderboard(outcomes).submit([outcomes, 1 - outcomes]).tolist() == [1, 0]


def test_the_attack_reaches_what_theory_foresees_and_teaches_nothing() -> None:
    curves = [
        attack_curve(
            coins(1_000, seed), coins(1_000, 99 - seed), [100, 400, 1_000], 0.03, np.random.default_rng(seed)
        )
        for seed in range(8)
    ]
    public, private, ladder = (
        np.mean([curve[name] for curve in curves], axis=0)
        for name in ("public", "private", "announced by the Ladder")
    )
    np.testing.assert_allclose(public, curves[0]["foreseen"], atol=0.02)
    np.testing.assert_allclose(private, 0.5, atol=0.02)
    assert (ladder < 0.56).all()


@given(k=st.integers(1, 5_000), n=st.integers(1, 5_000))
@settings(deadline=None, max_examples=30)
def test_the_foreseen_score_is_the_normal_distribution_function(k: int, n: int) -> None:
    assert foreseen_public_score(k, n) == pytest.approx(norm.cdf(math.sqrt(k / (math.pi * n))), abs=1e-12)


def test_the_ladder_announces_honest_progress_within_its_step() -> None:
    outcomes, draw = coins(5_000, 3), np.random.default_rng(4)
    true = np.linspace(0.55, 0.95, 9)
    submissions = [np.where(draw.random(5_000) < share, outcomes, 1 - outcomes) for share in true]
    announced = Ladder(outcomes, step=0.02).submit(submissions)
    np.testing.assert_allclose(announced, true, atol=0.035)


def test_the_vote_keeps_only_what_the_board_liked() -> None:
    guesses = [[1, 1], [0, 1], [0, 0]]
    assert lucky_vote(guesses, [0.6, 0.4, 0.4]).tolist() == [1, 1]
    assert lucky_vote(guesses, [0.5, 0.6, 0.6], keep="raised").tolist() == [0, 1]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: Leaderboard([0, 1]).submit([[0, 1, 1]]), "shape"),
        (lambda: Ladder([0, 1], step=0), "step"),
        (lambda: lucky_vote([[0]], [0.6], keep="all"), "keep"),  # type: ignore[arg-type]
        (lambda: foreseen_public_score(0, 5), "submissions"),
    ],
)
def test_bad_arguments_are_named(call: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        call()

"""Optimism measured, foreseen, and by the exact amount for coin flips."""

from typing import Any

import numpy as np
import pytest
from execml.automl import (
    expected_best_of,
    foreseen_optimism,
    mean_correlation,
    measured_optimism,
    train_candidates,
)
from execml.automl.spaces.families import harbour_space
from hypothesis import given, settings
from hypothesis import strategies as st


def test_coin_flip_candidates_disappoint_by_the_exact_amount() -> None:
    draw = np.random.default_rng(1)
    correct = draw.random((30, 20_000)) < 0.5
    gaps = measured_optimism(correct, 100, [1, 5, 30], draw, repeats=1_500)
    exact = [expected_best_of(m, 100) - 0.5 for m in (1, 5, 30)]
    np.testing.assert_allclose(gaps, exact, atol=0.006)


def test_the_foreseen_optimism_is_the_measured_one_for_unequal_candidates_that_agree() -> None:
    draw = np.random.default_rng(8)
    shared, worth = draw.random((1, 40_000)), np.linspace(0.7, 0.8, 12)[:, None]
    own = draw.random((12, 40_000))
    correct = np.where(draw.random((12, 40_000)) < 0.5, shared, own) < worth
    foreseen = foreseen_optimism(correct, 300, draw)
    measured = measured_optimism(correct, 300, [12], draw, repeats=2_000)[0]
    assert foreseen == pytest.approx(measured, abs=0.002)
    alike = expected_best_of(12, 300, 0.75) - 0.75
    assert 0.005 < foreseen < alike - 0.01


def test_identical_candidates_have_nothing_to_choose_from() -> None:
    draw = np.random.default_rng(2)
    correct = np.tile(draw.random(5_000) < 0.7, (10, 1))
    assert mean_correlation(correct) == 1
    assert abs(measured_optimism(correct, 200, [10], draw, repeats=800)[0]) < 0.005


def test_the_mean_correlation_is_that_of_all_pairs() -> None:
    correct = np.random.default_rng(3).random((4, 300)) < np.linspace(0.3, 0.8, 4)[:, None]
    matrix = np.corrcoef(correct.astype(float))
    pairs = [matrix[i, j] for i in range(4) for j in range(i)]
    assert mean_correlation(correct) == pytest.approx(np.mean(pairs), abs=1e-9)


def test_candidates_are_drawn_by_the_generator_alone(clients: tuple[np.ndarray, ...]) -> None:
    x, y = clients[:2]
    first, second = (
        train_candidates(harbour_space(), x, y, x[:50], np.random.default_rng(4), count=4) for _ in range(2)
    )
    assert first.configurations == second.configurations
    np.testing.assert_array_equal(first.risks, second.risks)
    assert first.risks.shape == (4, 50)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: mean_correlation([[1, 0]]), "correct of shape"),
        (lambda: measured_optimism([[1, 0]], 2, [1], np.random.default_rng(0)), "cases=2"),
    ],
)
def test_bad_arguments_are_named(call: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        call()

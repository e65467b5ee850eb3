"""Optimism measured, foreseen, and by the exact amount for coin flips."""

from typing import Any

import numpy as np
import pytest
from execml.automl import (
    expected_best_of,
    group_winners,
    mean_correlation,
    measured_optimism,
    train_candidates,
)
from execml.automl.spaces.families import harbour_space
from sklearn.metrics import roc_auc_score


def test_coin_flip_candidates_disappoint_by_the_exact_amount() -> None:
    draw = np.random.default_rng(1)
    correct = draw.random((30, 20_000)) < 0.5
    gaps = measured_optimism(correct, 100, [1, 5, 30], draw, repeats=1_500)
    exact = [expected_best_of(m, 100) - 0.5 for m in (1, 5, 30)]
    np.testing.assert_allclose(gaps, exact, atol=0.006)


def test_every_group_chooses_its_best_and_is_scored_on_all_others() -> None:
    draw = np.random.default_rng(2)
    outcomes = (draw.random(120) < 0.4).astype(int)
    risks = draw.random((4, 120)) + 0.3 * outcomes
    found = group_winners(risks, outcomes, 40, np.random.default_rng(5), groups=6)
    again = np.random.default_rng(5)
    for chosen, reported, worth in zip(found.chosen, found.reported, found.worth, strict=True):
        inside = again.choice(120, size=40, replace=False)
        others = np.setdiff1d(np.arange(120), inside)
        aucs = [roc_auc_score(outcomes[inside], risk[inside]) for risk in risks]
        assert aucs[chosen] == max(aucs) == pytest.approx(reported)
        assert worth == pytest.approx(roc_auc_score(outcomes[others], risks[chosen, others]))


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

"""The promises of random search against counting, simulation and brute force."""

import math
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from execml.automl.search.baseline import (
    chance_of_grid,
    chance_of_top,
    chances_to_win,
    dealt_correlations,
    draws_needed,
    expected_best,
    expected_rank,
    neighbour_correlation,
)
from execml.automl.search.random_search import random_search
from execml.automl.spaces.families import harbour_space
from execml.automl.trust.winners_curse import expected_largest_normal
from hypothesis import given, settings
from hypothesis import strategies as st


def test_59_draws_and_no_fewer_reach_the_top_5_per_cent_with_95() -> None:
    assert 1 - Fraction(19, 20) ** 59 >= Fraction(95, 100) > 1 - Fraction(19, 20) ** 58
    assert draws_needed(0.05, 0.95) == 59
    assert chance_of_top(0.05, 59) == pytest.approx(float(1 - Fraction(19, 20) ** 59), abs=1e-15)


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 60), st.integers(1, 99))
def test_draws_needed_is_the_first_that_suffices_in_exact_fractions(share: int, confidence: int) -> None:
    miss, accepted = 1 - Fraction(share, 100), 1 - Fraction(confidence, 100)
    draws = draws_needed(share / 100, confidence / 100)
    assert miss**draws <= accepted and (draws == 1 or miss ** (draws - 1) > accepted)


def test_an_exact_tie_needs_no_further_draw() -> None:
    assert draws_needed(0.5, 0.75) == 2 and draws_needed(0.1, 0.19) == 2 and draws_needed(0.9, 0.999) == 3


def test_a_search_that_trains_hits_the_top_as_often_as_promised() -> None:
    scores = np.random.default_rng(0).normal(size=200)
    drawn = np.random.default_rng(1).integers(200, size=(20_000, 59))
    best = scores[drawn].max(axis=1)
    share = (best >= np.sort(scores)[-10]).mean()
    assert share == pytest.approx(chance_of_top(0.05, 59), abs=4 * math.sqrt(0.05 * 0.95 / 20_000))


def test_the_chance_of_a_grid_is_what_thrown_intervals_show() -> None:
    start = np.random.default_rng(0).uniform(0, 0.95, size=200_000)
    levels = (np.arange(4) + 0.5) / 4
    hit = ((levels >= start[:, None]) & (levels <= start[:, None] + 0.05)).any(axis=1).mean()
    assert hit == pytest.approx(chance_of_grid(4, 0.05), abs=0.004)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(-5, 5), min_size=1, max_size=7), st.integers(1, 7))
def test_the_expected_best_is_the_mean_over_all_choices_of_trials(scores: list[int], draws: int) -> None:
    draws = min(draws, len(scores))
    brute = np.mean([max(chosen) for chosen in combinations(scores, draws)])
    assert expected_best(scores, draws) == pytest.approx(brute)


@settings(deadline=None, max_examples=40)
@given(st.permutations(range(6)), st.integers(1, 6), st.integers(0, 99))
def test_the_winner_s_worth_is_the_mean_over_all_choices(order: list[int], draws: int, seed: int) -> None:
    worth = np.random.default_rng(seed).random(6)
    won = [worth[max(chosen, key=lambda place: order[place])] for chosen in combinations(range(6), draws)]
    assert expected_best(order, draws, worth) == pytest.approx(np.mean(won))


def test_the_expected_best_is_not_biased_for_a_search_of_fresh_draws() -> None:
    records = np.random.default_rng(0).normal(size=(4_000, 24))
    gains = [expected_best(record, 24) - expected_best(record, 8) for record in records]
    true = expected_largest_normal(24) - expected_largest_normal(8)
    assert np.mean(gains) == pytest.approx(true, abs=4 * np.std(gains) / math.sqrt(len(gains)))
    places = np.arange(25) / 24
    with_replacement = np.sort(records, axis=1) @ (np.diff(places**24) - np.diff(places**8))
    assert with_replacement.mean() < true - 0.1


@given(st.integers(1, 300), st.integers(1, 300))
@settings(deadline=None, max_examples=40)
def test_the_chances_to_win_are_counted_choices(candidates: int, draws: int) -> None:
    draws = min(draws, candidates)
    exact = [Fraction(math.comb(i, draws - 1), math.comb(candidates, draws)) for i in range(candidates)]
    np.testing.assert_allclose(chances_to_win(candidates, draws), [float(part) for part in exact], atol=1e-13)


def test_neighbours_of_dealt_scores_say_nothing_and_of_smooth_ones_a_lot() -> None:
    space = harbour_space()
    drawn = random_search(space, lambda model: 1.0, np.random.default_rng(0), evaluations=60).trials
    smooth = [replace(trial, score=space.encode(trial.configuration).sum()) for trial in drawn]
    dealt = dealt_correlations(space, smooth, np.random.default_rng(1), deals=30)
    assert dealt.shape == (30,)
    assert neighbour_correlation(space, smooth) > 0.5 > 5 * abs(dealt.mean())


@settings(deadline=None, max_examples=20)
@given(st.integers(1, 7), st.integers(1, 7))
def test_the_expected_rank_is_the_mean_over_all_choices(candidates: int, draws: int) -> None:
    draws = min(draws, candidates)
    brute = np.mean([min(chosen) for chosen in combinations(range(1, candidates + 1), draws)])
    assert expected_rank(candidates, draws) == pytest.approx(brute)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: chance_of_top(0, 5), "share"),
        (lambda: chance_of_top(0.5, 0), "draws"),
        (lambda: draws_needed(0.05, 1), "confidence"),
        (lambda: draws_needed(1e-9, 0.5), "share"),
        (lambda: chance_of_grid(0, 0.1), "levels"),
        (lambda: chance_of_grid(3, 1.0), "width"),
        (lambda: expected_best([], 3), "scores"),
        (lambda: expected_best([1.0, math.nan], 2), "scores"),
        (lambda: expected_best([1.0, 2.0], 3), "draws"),
        (lambda: expected_best([1.0, 2.0], 1, [0.5]), "worth"),
        (lambda: neighbour_correlation(harbour_space(), []), "trials"),
        (lambda: expected_rank(3, 4), "draws"),
        (lambda: expected_rank(3, 0), "draws"),
    ],
)
def test_impossible_arguments_are_refused_by_name(call: object, name: str) -> None:
    with pytest.raises(ValueError, match=name):
        call()  # type: ignore[operator]

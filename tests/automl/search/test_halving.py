"""Halving and Hyperband against transcriptions of the published text, and a model of its costs."""

import math
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from execml.automl.search.halving import (
    hyperband,
    hyperband_brackets,
    successive_halving,
    whole_logarithm,
)
from execml.automl.search.random_search import random_search
from execml.automl.spaces.families import harbour_space
from hypothesis import given, settings
from hypothesis import strategies as st

SPACE = harbour_space()
whole_resources, rates = st.integers(1, 10**7), st.integers(2, 12)
fractional = st.fractions(Fraction(1), Fraction(5_000), max_denominator=50)
fractional_rates = st.fractions(Fraction(2), Fraction(7), max_denominator=9)


def published(most: Fraction, eta: Fraction) -> list[list[tuple[int, Fraction]]]:
    """Transcribe algorithm 1 of Li and others (2018), lines 1 to 7, in exact fractions and by trial."""
    s_max = max(s for s in range(64) if eta**s <= most)
    budget = (s_max + 1) * most
    out = []
    for s in range(s_max, -1, -1):
        exact = (budget / most) * eta**s / (s + 1)
        n = exact.numerator // exact.denominator + (exact.denominator > 1)
        r = most / eta**s
        out.append([(int(n / eta**i), r * eta**i) for i in range(s + 1)])
    return out


class Dial:
    """Scores a model by a fixed number for its configuration, plus what shrinks with the resource."""

    def __init__(self, slow: bool = False) -> None:
        self.slow, self.given = slow, 0

    def __call__(self, model: Any, resource: int) -> float:
        self.given += resource
        quality = (hash(repr(sorted(map(str, model.get_params().items())))) % 9973) / 9973
        return quality if not self.slow else -quality + (resource >= 27) * 2 * quality


@settings(deadline=None, max_examples=200)
@given(whole_resources, rates)
def test_brackets_equal_the_published_pseudo_code_for_whole_numbers(most: int, eta: int) -> None:
    assert hyperband_brackets(most, eta) == published(Fraction(most), Fraction(eta))


@settings(deadline=None, max_examples=100)
@given(fractional, fractional_rates)
def test_brackets_equal_the_published_pseudo_code_for_fractions(most: Fraction, eta: Fraction) -> None:
    assert hyperband_brackets(most, eta) == published(most, eta)


@settings(deadline=None, max_examples=100)
@given(whole_resources, rates)
def test_survivors_of_a_rung_are_the_top_share_that_the_pseudo_code_keeps(most: int, eta: int) -> None:
    for bracket in hyperband_brackets(most, eta):
        for (before, _), (after, _) in pairwise(bracket):
            assert after == before // eta  # the pseudo-code's top_k with k = floor(n_i / eta)
        assert bracket[-1][1] == most and bracket[-1][0] >= 1


def test_the_two_published_tables_for_81_and_3() -> None:
    table = [[(81, 1), (27, 3), (9, 9), (3, 27), (1, 81)], [(27, 3), (9, 9), (3, 27), (1, 81)]]
    table += [[(9, 9), (3, 27), (1, 81)], [(6, 27), (2, 81)], [(5, 81)]]
    assert hyperband_brackets(81, 3, "table") == table
    pseudo_code = [table[0], [(34, 3), (11, 9), (3, 27), (1, 81)], [(15, 9), (5, 27), (1, 81)]]
    assert hyperband_brackets(81, 3) == [*pseudo_code, [(8, 27), (2, 81)], [(5, 81)]]


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 8), rates)
def test_the_table_variant_is_the_arithmetic_of_hpbandster(deepest: int, eta: int) -> None:
    for place, bracket in enumerate(hyperband_brackets(eta**deepest, eta, "table")):
        s = deepest - place
        first = int(np.floor((deepest + 1) / (s + 1)) * eta**s)
        assert [count for count, _ in bracket] == [max(first // eta**i, 1) for i in range(s + 1)]


@pytest.mark.parametrize(
    ("most", "eta"), [(243, 3), (1000, 10), (10**6, 10), (3**10, 3), (7**7, 7), (5**3, 5)]
)
def test_no_bracket_is_lost_at_a_power_where_logarithms_fall_short(most: int, eta: int) -> None:
    power = round(math.log(most) / math.log(eta))
    assert eta**power == most and len(hyperband_brackets(most, eta)) == power + 1
    assert len(hyperband_brackets(most - 1, eta)) == power


@settings(deadline=None, max_examples=100)
@given(st.integers(1, 10**12), st.integers(2, 50))
def test_the_whole_logarithm_is_the_largest_power_that_fits(value: int, base: int) -> None:
    exponent = whole_logarithm(value, base)
    assert base**exponent <= value < base ** (exponent + 1)


@pytest.mark.parametrize(
    "arguments",
    [
        (0, 3),
        (81, 1),
        (81, 1.5),
        (-3, 3),
        (math.inf, 3),
        (math.nan, 3),
        ("81", 3),
        (81, True),
        (81, 3, "paper"),
    ],
)
def test_impossible_brackets_are_refused(arguments: tuple[Any, ...]) -> None:
    with pytest.raises(ValueError, match=r"max_resource|eta|variant"):
        hyperband_brackets(*arguments)


def test_halving_gives_the_schedule_and_keeps_the_best_of_each_rung() -> None:
    found = successive_halving(SPACE, Dial(), np.random.default_rng(0), 27, 81)
    assert [trial.resource for trial in found.trials] == [3] * 27 + [9] * 9 + [27] * 3 + [81]
    first = sorted(found.trials[:27], key=lambda trial: -trial.score)
    assert [trial.configuration for trial in found.trials[27:36]] == [t.configuration for t in first[:9]]
    assert found.best.resource == 81 and found.best.configuration == first[0].configuration


def test_halving_draws_what_random_search_draws_with_the_same_seed() -> None:
    halved = successive_halving(SPACE, Dial(), np.random.default_rng(3), 9, 9)
    drawn = random_search(SPACE, lambda model: 1.0, np.random.default_rng(3), evaluations=9)
    assert [t.configuration for t in halved.trials[:9]] == [t.configuration for t in drawn.trials]


def test_halving_tries_more_than_twice_the_configurations_at_equal_linear_cost() -> None:
    dial = Dial()
    found = successive_halving(SPACE, dial, np.random.default_rng(0), 27, 81)
    full_trainings = dial.given / 81
    assert full_trainings == 4.0  # four rungs, each as dear as one full training
    assert found.configurations >= 2 * full_trainings


def test_halving_drops_a_slow_learner_that_would_have_won() -> None:
    halved = successive_halving(SPACE, Dial(slow=True), np.random.default_rng(0), 27, 81)
    full = random_search(
        SPACE, lambda model: Dial(slow=True)(model, 81), np.random.default_rng(0), evaluations=27
    )
    assert halved.best.score < full.best.score


def test_a_failed_candidate_is_recorded_and_never_promoted() -> None:
    def fragile(model: Any, resource: int) -> float:
        if type(model).__name__ == "KNeighborsClassifier":
            raise ValueError("no")
        return Dial()(model, resource)

    found = successive_halving(SPACE, fragile, np.random.default_rng(0), 27, 81)
    assert found.failures and all(trial.resource == 3 for trial in found.failures)


def test_ctrl_c_in_a_rung_returns_the_best_so_far() -> None:
    def impatient(trial: Any) -> None:
        if trial.number == 30:
            raise KeyboardInterrupt

    found = successive_halving(SPACE, Dial(), np.random.default_rng(0), 27, 81, on_trial=impatient)
    assert found.interrupted and len(found.trials) == 31 and found.best.resource == 9


def test_hyperband_runs_every_bracket_once() -> None:
    found = hyperband(SPACE, Dial(), np.random.default_rng(0), 9, 3)
    expected = [each for bracket in hyperband_brackets(9, 3) for n, each in bracket for _ in range(n)]
    assert [trial.resource for trial in found.trials] == expected


@pytest.mark.parametrize(
    "wrong",
    [
        {"configurations": 0},
        {"max_resource": 0},
        {"eta": 1},
        {"min_resource": 0},
        {"min_resource": 82},
        {"cpu_seconds": 0.0},
    ],
)
def test_an_impossible_halving_is_refused(wrong: dict[str, Any]) -> None:
    arguments: dict[str, Any] = {"configurations": 27, "max_resource": 81, **wrong}
    with pytest.raises(ValueError, match=next(iter(wrong))):
        successive_halving(SPACE, Dial(), np.random.default_rng(0), **arguments)

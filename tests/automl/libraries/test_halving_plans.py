"""How two libraries plan a halving, beside ours."""

import pytest
from execml.automl.libraries.halving_plans import optuna_bracket_count, sklearn_halving_schedule
from execml.automl.search.halving import (
    halving_schedule,
    hyperband_brackets,
)
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.mark.parametrize("eta", [2, 3, 4])
@pytest.mark.parametrize("power", [1, 2, 3])
def test_scikit_learn_plans_the_same_halving_where_numbers_divide(eta: int, power: int) -> None:
    configurations, most = eta**power, 12 * eta**power
    assert halving_schedule(configurations, most, eta) == sklearn_halving_schedule(configurations, most, eta)


@settings(deadline=None, max_examples=8)
@given(st.integers(4, 60), st.integers(200, 900))
def test_scikit_learn_differs_by_its_stated_rounding_alone(configurations: int, most: int) -> None:
    theirs = sklearn_halving_schedule(configurations, most, 3)
    ours = halving_schedule(configurations, most, 3)
    assert len(theirs) == len(ours)
    expected, first = configurations, most // 3 ** (len(ours) - 1)
    for rung, (count, each) in enumerate(theirs):
        assert (count, each) == (expected, first * 3**rung)
        expected = -(-expected // 3)


def test_optuna_plans_as_many_brackets_where_its_logarithm_is_exact() -> None:
    for most, eta in ((81, 3), (64, 2), (100, 3), (625, 5)):
        assert optuna_bracket_count(most, eta) == len(hyperband_brackets(most, eta))

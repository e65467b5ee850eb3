"""Counterfactuals: the cheapest of all that is allowed, found again by brute force."""

from itertools import product

import numpy as np
import pytest
from execml.xai_ethics import counterfactual
from hypothesis import given
from hypothesis import strategies as st

ALLOWED = {0: [0.0, 0.5, 1.0], 1: [0.0, 2.0], 2: [1.0]}


@given(st.lists(st.integers(-3, 3), min_size=3, max_size=3), st.integers(-4, 6))
def test_it_is_the_cheapest(slopes, limit):
    def predict(rows):
        return rows @ np.array(slopes, dtype=float)

    row = np.array([1.0, 2.0, 0.0])
    found = counterfactual(predict, row, limit, ALLOWED, scale=[1.0, 0.5, 3.0], most_changes=3)
    costs = [
        abs(np.array(to) - row) @ [1.0, 0.5, 3.0]
        for to in product(*({row[place], *values} for place, values in ALLOWED.items()))
        if predict(np.array([to]))[0] <= limit
    ]
    assert (found is None) == (not costs)
    if found is not None:
        assert found.cost == pytest.approx(min(costs))
        assert found.output <= limit


def test_what_is_approved_needs_no_change():
    assert counterfactual(lambda x: x[:, 0], [0.0], 0.5, {0: [-1.0]}).to == {}


def test_nothing_to_change_is_refused():
    with pytest.raises(ValueError, match="allowed"):
        counterfactual(lambda x: x[:, 0], [1.0], 0.5, {})
    with pytest.raises(ValueError, match="allowed=4"):
        counterfactual(lambda x: x[:, 0], [1.0], 0.5, {4: [0.0]})


@pytest.mark.parametrize("cost", [-1.0, float("nan")])
def test_a_change_costs_nothing_or_more(cost):
    with pytest.raises(ValueError, match="scale"):
        counterfactual(lambda x: x[:, 0], [1.0], 0.5, {0: [0.0]}, scale=[cost])


def test_too_many_combinations_are_refused_before_they_are_made():
    allowed = {place: list(range(2, 1_002)) for place in range(3)}
    with pytest.raises(ValueError, match="allowed leads to 1,003,003,000 combinations"):
        counterfactual(lambda x: x[:, 0], [1.0, 1.0, 1.0], 0.5, allowed, most_changes=3)

"""Tables of counts: projection, counting, budget and bins, against a solver and pandas."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from execml.differential_privacy.training import marginals
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

FAST = settings(deadline=None, max_examples=25)


@FAST
@given(st.lists(st.floats(-50, 50), min_size=1, max_size=6), st.floats(0.5, 100))
def test_nearest_counts_is_the_projection_that_a_solver_finds(noisy, total):
    noisy = np.array(noisy)
    found = marginals.nearest_counts(noisy, total)
    start = np.full(len(noisy), total / len(noisy))
    solved = minimize(
        lambda counts: ((counts - noisy) ** 2).sum(),
        start,
        jac=lambda counts: 2 * (counts - noisy),
        bounds=[(0, None)] * len(noisy),
        constraints={"type": "eq", "fun": lambda counts: counts.sum() - total},
        method="SLSQP",
        options={"maxiter": 500, "ftol": 1e-12},
    )
    assert found.min() >= 0 and found.sum() == pytest.approx(total)
    assert ((found - noisy) ** 2).sum() <= solved.fun * (1 + 1e-6) + 1e-6


@FAST
@given(st.integers(0, 10**6), st.integers(1, 60))
def test_count_is_the_crosstab_of_pandas(seed, rows):
    generator = np.random.default_rng(seed)
    one, two = generator.integers(0, 3, rows), generator.integers(0, 4, rows)
    wanted = pd.crosstab(one, two).reindex(index=range(3), columns=range(4), fill_value=0)
    np.testing.assert_array_equal(marginals.count(one, two, sizes=(3, 4)), wanted)


def test_one_client_more_changes_one_cell_by_one():
    one, two = np.array([0, 1, 1, 2]), np.array([1, 1, 0, 2])
    difference = marginals.count(one, two, sizes=(3, 3)) - marginals.count(one[1:], two[1:], sizes=(3, 3))
    assert np.abs(difference).sum() == 1


@FAST
@given(st.floats(0.01, 50), st.floats(1e-12, 0.1))
def test_budget_satisfies_the_conversion_it_comes_from(epsilon, delta):
    rho = marginals.zcdp_budget(epsilon, delta)
    orders = 1 + np.geomspace(
        1e-4, 1e6, 200_001
    )  # Canonne, Kamath and Steinke 2020, proposition 12, on a grid
    converted = orders * rho + np.log1p(-1 / orders) - (math.log(delta) + np.log(orders)) / (orders - 1)
    assert converted.min() == pytest.approx(epsilon, rel=1e-4)
    assert rho + 2 * math.sqrt(rho * math.log(1 / delta)) >= epsilon  # what proposition 1.3 of 2016 allows


def test_values_beyond_the_outer_boundaries_count_in_the_outer_bins():
    column = marginals.Column.of(pd.Series([1.0]), (0, 10, 20))
    assert column.codes(pd.Series([-5.0, 0.0, 9.9, 10.0, 25.0])).tolist() == [0, 0, 0, 1, 1]
    drawn = column.values(np.array([0, 1] * 50), np.random.default_rng(1))
    assert (drawn[::2] < 10).all() and (drawn[1::2] >= 10).all()

"""Exact intervals and the epsilon of two rates: against SciPy and the region that the definition draws."""

from __future__ import annotations

import math

import numpy as np
import pytest
from execml.differential_privacy.assurance.intervals import clopper_pearson, epsilon_bound, lower_end
from execml.differential_privacy.mechanisms.trade_off import largest_power
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.stats import binom, binomtest


@settings(deadline=None, max_examples=60)
@example(trials=8193, share=1 / 8193, confidence=0.999)
@given(
    trials=st.integers(1, 20_000), share=st.floats(0, 1), confidence=st.sampled_from([0.5, 0.9, 0.95, 0.999])
)
def test_intervals_equal_scipys_exact_binomial_intervals(
    trials: int, share: float, confidence: float
) -> None:
    successes = round(share * trials)
    expected = binomtest(successes, trials).proportion_ci(confidence_level=confidence, method="exact")
    low, high = clopper_pearson(successes, trials, confidence)
    # SciPy's root finder stops within 2e-12; the equations that define the ends know no such limit.
    assert low == pytest.approx(expected.low, rel=1e-8, abs=1e-11)
    assert high == pytest.approx(expected.high, rel=1e-8, abs=1e-11)
    tail = (1 - confidence) / 2
    assert binom.sf(successes - 1, trials, low) == pytest.approx(tail if successes else 1, rel=1e-8)
    assert binom.cdf(successes, trials, high) == pytest.approx(tail if successes < trials else 1, rel=1e-8)


@settings(deadline=None, max_examples=80)
@given(power=st.floats(0.001, 0.999), rate=st.floats(0.001, 0.999), delta=st.sampled_from([0.0, 1e-5, 0.1]))
def test_bound_is_the_smallest_epsilon_whose_region_holds_the_attack(
    power: float, rate: float, delta: float
) -> None:
    bound = float(epsilon_bound(power, rate, delta))
    if bound > 1e-6:
        assert largest_power(rate, bound, delta) == pytest.approx(power, abs=1e-9)
    else:
        assert largest_power(rate, 0.0, delta) >= power - 1e-5


def test_one_sided_end_has_the_permitted_tail() -> None:
    hits = np.array([0.0, 1.0, 37.0, 100.0])
    low = lower_end(hits, np.full(4, 100.0), 0.05)
    assert binom.sf(hits[1:] - 1, 100, low[1:]) == pytest.approx(0.05)
    assert low[0] == 0


@pytest.mark.parametrize(
    ("successes", "trials"), [(2.5, 10), (1, math.inf), (1, 10.5), (11, 10), (-1, 10), (math.nan, 10)]
)
def test_counts_of_an_interval_are_whole_numbers(successes: float, trials: float) -> None:
    with pytest.raises(ValueError, match=r"successes|trials"):
        clopper_pearson(successes, trials)


def test_rates_and_counts_are_not_broadcast() -> None:
    with pytest.raises(ValueError, match=r"trials has shape \(2, 1\)"):
        clopper_pearson([1, 2], [[10], [10]])
    with pytest.raises(ValueError, match=r"false_positive_rate has shape \(2, 1\)"):
        epsilon_bound([0.5, 0.6], [[0.1], [0.2]])
    with pytest.raises(ValueError, match="delta=-1"):
        epsilon_bound(0.5, 0.1, -1)

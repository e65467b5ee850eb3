"""Intervals against statsmodels' formulas as published: Wilson's in SciPy, Newcombe's worked example."""

import pytest
from execml.xai_ethics.fairness.intervals import rate, rate_difference
from scipy.stats import binomtest


@pytest.mark.parametrize(("k", "n"), [(0, 10), (1, 10), (5, 10), (10, 10), (300, 1_000)])
def test_wilson_is_scipy_s(k, n):
    theirs = binomtest(k, n).proportion_ci(0.95, method="wilson")
    ours = rate(k, n)
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


def test_newcombe_s_published_examples():
    """Newcombe (1998, Statistics in Medicine 17, 873-890), table II, method 10: cases (a) and (b)."""
    assert rate_difference(rate(56, 70), rate(48, 80))[1:] == pytest.approx((0.0524, 0.3339), abs=1e-4)
    assert rate_difference(rate(9, 10), rate(3, 10))[1:] == pytest.approx((0.1705, 0.8090), abs=1e-4)


def test_of_nobody_there_is_no_share():
    with pytest.raises(ValueError, match="count=0"):
        rate(0, 0)
    with pytest.raises(ValueError, match="successes=3"):
        rate(3, 2)

"""Intervals against statsmodels' formulas as published: Wilson's in SciPy, Newcombe's worked example."""

import numpy as np
import pytest
from execml.xai_ethics.fairness.intervals import narrowed, rate, rate_difference
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


def test_a_paired_change_has_the_spread_of_a_bootstrap():
    """Most decisions agree, so the change is surer than the difference of two gaps would be."""
    draw = np.random.default_rng(0)
    first = (draw.random(2_000) < 0.4).astype(int)
    before = (draw.random(2_000) < 0.3).astype(int)
    after = np.where(draw.random(2_000) < 0.05, 1 - before, before)

    def change(rows):
        gaps = [d[rows][first[rows] == 1].mean() - d[rows][first[rows] == 0].mean() for d in (before, after)]
        return gaps[0] - gaps[1]

    less, low, high = narrowed(before, after, first)
    assert less == pytest.approx(change(np.arange(2_000)))
    again = [change(draw.integers(0, 2_000, 2_000)) for _ in range(2_000)]
    assert (high - low) / 2 == pytest.approx(1.96 * np.std(again), rel=0.08)
    with pytest.raises(ValueError, match="clients of a group"):
        narrowed([1, 0], [1, 0], [1, 1])

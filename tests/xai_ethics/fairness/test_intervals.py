"""Intervals against statsmodels' formulas as published: Wilson's in SciPy, Newcombe's worked example."""

import numpy as np
import pytest
from execml.xai_ethics import demographic_parity_difference
from execml.xai_ethics.fairness.intervals import narrowed, rate, rate_difference, widest_gaps
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


def test_the_widest_of_many_groups_is_wide_by_luck_alone():
    """Decisions that know neither label: the widest gap is far from zero, and as wide as its shuffles."""
    places = []
    for seed in range(60):
        draw = np.random.default_rng(seed)
        said, sex, age = (
            (draw.random(2_000) < 0.25).astype(int),
            draw.integers(0, 2, 2_000),
            draw.integers(0, 3, 2_000),
        )
        widest, by_luck = widest_gaps(said, sex, age, draw, 100)
        places.append((by_luck < widest).mean())
        assert widest > 1
    assert 0.35 < np.mean(places) < 0.65


def test_the_widest_gap_is_that_of_the_metrics_and_a_real_one_stands_out():
    draw = np.random.default_rng(1)
    sex, age = draw.integers(0, 2, 3_000), draw.integers(0, 3, 3_000)
    said = (draw.random(3_000) < 0.2 + 0.3 * (age == 2)).astype(int)
    widest, by_luck = widest_gaps(said, sex, age, draw)
    crossed = [f"{one}{other}" for one, other in zip(sex, age, strict=True)]
    assert widest == pytest.approx(100 * demographic_parity_difference(said, said, crossed))
    assert widest > by_luck.max()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"said": [0, 2, 1, 0]}, "said holds 2"),
        ({"group": [0, 1]}, r"group of shape \(2,\)"),
        ({"group": [0, 0, 1, None]}, "group holds 1 missing"),
        ({"group": [0] * 4, "other": [1] * 4}, "one group"),
        ({"shuffles": 0}, "shuffles=0"),
        ({"generator": 1}, "generator=1"),
    ],
)
def test_crossed_groups_that_make_no_gap_are_refused(change, words):
    given = {
        "said": [0, 1, 1, 0],
        "group": [0, 0, 1, 1],
        "other": [0, 1, 0, 1],
        "generator": np.random.default_rng(0),
    }
    with pytest.raises(ValueError, match=words):
        widest_gaps(**{**given, **change})

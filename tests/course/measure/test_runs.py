"""Summaries of repeated runs: what counts as a draw, in which order, and how it reads."""

from __future__ import annotations

import numpy as np
import pytest
from execml.course.measure.runs import Repeats
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import bootstrap, t


def ten(values):
    return Repeats(np.asarray(values, dtype=float), {"seed": tuple(range(len(values)))})


def seeds_by_widths(seeds=10, widths=3, generator=None):
    """Runs whose widths share the seed's luck."""
    draw = generator or np.random.default_rng(0)
    values = draw.normal(0, 1, (seeds, 1)) + 0.01 * draw.normal(0, 1, (seeds, widths))
    return Repeats(values.reshape(-1), {"seed": tuple(range(seeds)), "width": tuple(range(widths))})


@given(st.permutations(range(10)))
@settings(max_examples=20, deadline=None)
def test_the_order_of_the_draws_makes_no_difference(order):
    values = np.random.default_rng(1).normal(size=10)
    runs, other = ten(values), ten(values[list(order)])
    assert other.mean == pytest.approx(runs.mean)
    assert other.interval() == pytest.approx(runs.interval())
    assert other.quantiles() == pytest.approx(runs.quantiles())
    assert other.share(lambda value: value > 0).count == runs.share(lambda value: value > 0).count


def test_the_interval_is_close_to_the_bootstrap_s_on_many_draws():
    runs = ten(np.random.default_rng(2).gamma(4.0, 1.0, 400))
    other = bootstrap((runs.values,), np.mean, rng=np.random.default_rng(3), n_resamples=2_000)
    assert runs.interval() == pytest.approx(tuple(other.confidence_interval), abs=0.03)


def test_widths_that_share_a_seed_are_one_draw():
    runs = seeds_by_widths()
    averages = runs.values.reshape(10, 3).mean(axis=1)
    half = t.ppf(0.975, 9) * averages.std(ddof=1) / np.sqrt(10)
    assert len(runs) == 30
    assert runs.interval() == pytest.approx((averages.mean() - half, averages.mean() + half))


def test_thirty_runs_of_ten_seeds_cover_as_ten_draws_do():
    draw, hits = np.random.default_rng(4), 0
    for _ in range(2_000):
        low, high = seeds_by_widths(generator=draw).interval()
        hits += low < 0 < high
    assert hits / 2_000 == pytest.approx(0.95, abs=0.02)  # taken as thirty draws, it would be 0.75


def test_runs_part_by_name_and_their_shares_are_then_independent():
    runs = Repeats(np.array([1.0, -1, 2, -2, 3, 3]), {"seed": (7, 8, 9), "width": (16, 32)})
    parts = runs.by("width")
    assert {width: part.values.tolist() for width, part in parts.items()} == {16: [1, 2, 3], 32: [-1, -2, 3]}
    assert parts[32].over == {"seed": (7, 8, 9)}
    assert str(parts[32].share(lambda value: value > 0)) == "1 of 3"
    assert runs.by("seed")[8].values.tolist() == [2, -2]
    assert str(runs.share(lambda value: value > 0)) == "4 of 6"
    with pytest.raises(ValueError, match="not independent"):
        runs.share(lambda value: value > 0).interval()
    with pytest.raises(ValueError, match="'depth' must be one of what varied: seed, width"):
        runs.by("depth")


def test_a_difference_needs_the_same_draws():
    assert (ten([3, 4, 5]) - ten([1, 1, 1])).values.tolist() == [2, 3, 4]
    with pytest.raises(ValueError, match="over 3 values of seed and over 2 values of seed are not paired"):
        ten([1, 2, 3]) - ten([1, 2])
    with pytest.raises(TypeError):
        ten([1, 2, 3]) - 1


@pytest.mark.parametrize(
    ("runs", "form", "text"),
    [
        (ten(0.774 + 0.004 * np.linspace(-1, 1, 10)), "", "0.774 (0.772 to 0.776 in 10 runs)"),
        (ten(0.774 + 0.004 * np.linspace(-1, 1, 10)), ".1%", "77.4% (77.2% to 77.6% in 10 runs)"),
        (
            ten(12_000 + 900 * np.linspace(-1, 1, 10)),
            "",
            "12,000 (11,567 to 12,433 in 10 runs)",
        ),  # 2.262 · 605.5 / √10 = 433
        (ten(-3.0 + np.linspace(-1, 1, 10)), ".1f", "−3.0 (−3.5 to −2.5 in 10 runs)"),
        (ten([2.0] * 10), "", "2.000 (2.000 to 2.000 in 10 runs)"),
        (ten([0.7741]), "", "0.774 (one draw)"),
        (Repeats(np.ones(3), {"seed": (1,), "width": (1, 2, 3)}), "", "1 (one draw)"),
    ],
)
def test_runs_read_as_a_sentence_has_them(runs, form, text):
    assert format(runs, form) == text


def test_a_further_run_is_foreseen_less_closely_than_the_mean():
    runs = ten(np.random.default_rng(5).normal(size=10))
    inner, outer = runs.interval(), runs.further()
    assert outer[1] - outer[0] == pytest.approx((inner[1] - inner[0]) * np.sqrt(11))
    many = runs.further(draws=10**9)
    assert many == pytest.approx(inner)
    with pytest.raises(ValueError, match="draws=0"):
        runs.further(draws=0)


@pytest.mark.parametrize(("low", "high"), [(-0.1, 1), (0, 1.1), (0.6, 0.4)])
def test_quantiles_lie_between_nought_and_one_in_order(low, high):
    with pytest.raises(ValueError, match=r"(low|high)="):
        ten([1, 2, 3]).quantiles(low, high)

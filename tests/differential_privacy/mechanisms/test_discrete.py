"""The exact samplers against the probabilities that they promise."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from execml.differential_privacy.mechanisms.discrete import (
    _uniform_below,
    bernoulli_exp,
    discrete_laplace_pmf,
    sample_discrete_gaussian,
    sample_discrete_laplace,
)
from scipy import stats

SAMPLES = 40_000


def fit(drawn, probability, width):
    """Return the p-value of a chi-squared test over whole numbers within ``width``, the rest in two tails."""
    points = np.arange(-width, width + 1)
    expected = probability(points)
    tail = (1 - expected.sum()) / 2
    counts = np.array([(drawn == point).sum() for point in points])
    observed = np.concatenate([[(drawn < -width).sum()], counts, [(drawn > width).sum()]])
    expected = np.concatenate([[tail], expected, [tail]])
    return stats.chisquare(observed, expected / expected.sum() * len(drawn)).pvalue


@pytest.mark.parametrize("rate", [Fraction(0.1), Fraction(1), Fraction(7, 3), Fraction(1, 40)])
def test_discrete_laplace_samples_follow_their_probabilities(rate):
    drawn = sample_discrete_laplace(rate, SAMPLES, np.random.default_rng(1))
    width = math.ceil(3 / rate)
    assert fit(drawn.astype(int), lambda points: discrete_laplace_pmf(points, float(rate)), width) > 0.001


@pytest.mark.parametrize("sigma", [0.5, 1.0, 4.3, 20.0])
def test_discrete_gaussian_samples_follow_their_probabilities(sigma):
    drawn = sample_discrete_gaussian(Fraction(sigma) ** 2, SAMPLES, np.random.default_rng(2))
    width = math.ceil(2.5 * sigma)
    total = math.fsum(math.exp(-((point / sigma) ** 2) / 2) for point in range(-20 * width, 20 * width + 1))
    assert fit(drawn.astype(int), lambda points: np.exp(-((points / sigma) ** 2) / 2) / total, width) > 0.001


def test_a_biased_sampler_would_fail_the_same_test():
    drawn = np.rint(
        np.random.default_rng(3).laplace(0, 1, SAMPLES)
    )  # rounded Laplace is not discrete Laplace
    assert fit(drawn, lambda points: discrete_laplace_pmf(points, 1.0), 3) < 1e-6


@pytest.mark.parametrize(("numerator", "denominator"), [(0, 1), (1, 3), (1, 1), (5, 2), (9, 2)])
def test_bernoulli_exp_is_true_with_that_probability(numerator, denominator):
    numerators = np.full(SAMPLES, numerator, dtype=object)
    share = bernoulli_exp(numerators, denominator, np.random.default_rng(4)).mean()
    expected = math.exp(-numerator / denominator)
    assert abs(share - expected) <= 4 * math.sqrt(expected * (1 - expected) / SAMPLES)


@pytest.mark.parametrize("bound", [1, 6, 2**62, 2**62 + 1, 3 * 2**70, 10**40])
def test_uniform_numbers_stay_below_any_bound_and_fill_it_evenly(bound):
    drawn = _uniform_below(bound, 3_000, np.random.default_rng(5))
    assert all(isinstance(number, int) and 0 <= number < bound for number in drawn)
    shares = np.array([float(Fraction(number, bound)) for number in drawn])
    if bound > 100:
        assert stats.kstest(shares, "uniform").pvalue > 0.001


def test_sampling_uses_no_rounding_at_scales_beyond_64_bits():
    drawn = sample_discrete_laplace(Fraction(1, 10**30), 200, np.random.default_rng(6))
    assert max(abs(number) for number in drawn) > 2**63
    assert stats.kstest([float(number) / 1e30 for number in drawn], "laplace").pvalue > 0.001


def test_discrete_laplace_probabilities_sum_to_one():
    for rate in (0.01, 0.5, 3.0):
        assert discrete_laplace_pmf(np.arange(-4000, 4001), rate).sum() == pytest.approx(1, rel=1e-12)

"""Each noise: its distribution, its guarantee from exact probabilities, OpenDP, and bad input."""

from __future__ import annotations

import math

import numpy as np
import pytest
from execml.differential_privacy import gaussian_sigma
from execml.differential_privacy.mechanisms import noise
from execml.differential_privacy.mechanisms.discrete import discrete_laplace_pmf
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

SAMPLES = 20_000

EPSILON = st.floats(0.01, 20)


def test_laplace_noise_has_scale_sensitivity_over_epsilon(generator):
    noisy = noise.laplace(np.full(SAMPLES, 50.0), sensitivity=3.0, epsilon=0.5, generator=generator)
    assert stats.kstest(noisy - 50, "laplace", (0, 6)).pvalue > 0.001
    assert stats.kstest(noisy - 50, "laplace", (0, 3)).pvalue < 1e-6


def test_gaussian_noise_has_the_exact_sigma(generator):
    noisy = noise.gaussian_mechanism(np.zeros(SAMPLES), 2.0, 1.0, 1e-5, generator)
    assert stats.kstest(noisy, "norm", (0, gaussian_sigma(1.0, 1e-5, 2.0))).pvalue > 0.001


def test_geometric_noise_follows_its_probabilities(generator):
    noisy = noise.geometric(np.full(SAMPLES, 100), sensitivity=2, epsilon=1.0, generator=generator)
    points = np.arange(-8, 9)
    expected = discrete_laplace_pmf(points, rate=0.5)
    counts = np.array([(noisy - 100 == point).sum() for point in points])
    inside = counts.sum()
    assert stats.chisquare(counts, expected / expected.sum() * inside).pvalue > 0.001


@settings(deadline=None, max_examples=50)
@given(EPSILON, st.integers(1, 5))
def test_geometric_probabilities_of_neighbours_differ_by_at_most_epsilon(epsilon, sensitivity):
    points = np.arange(-30, 31)
    with np.errstate(divide="ignore"):
        here = np.log(discrete_laplace_pmf(points, epsilon / sensitivity))
        there = np.log(discrete_laplace_pmf(points - sensitivity, epsilon / sensitivity))
    seen = np.isfinite(here) & np.isfinite(there)
    worst = np.abs(here - there)[seen].max()
    assert worst == pytest.approx(epsilon, rel=1e-9)  # not above: private; not below: no noise wasted


def test_laplace_and_geometric_scales_deliver_the_epsilon_that_opendp_computes(opendp):
    reals = opendp.atom_domain(T=float, nan=False), opendp.absolute_distance(T=float)
    counts = opendp.atom_domain(T=int), opendp.absolute_distance(T=int)
    for sensitivity, epsilon in ((1, 0.1), (3, 2.0)):
        scale = sensitivity / epsilon
        theirs = opendp.m.make_laplace(*reals, scale=scale).map(float(sensitivity))
        assert theirs == pytest.approx(epsilon, rel=1e-9)
        assert opendp.m.make_laplace(*counts, scale=scale).map(sensitivity) == pytest.approx(
            epsilon, rel=1e-9
        )


def test_discrete_gaussian_has_the_zcdp_that_opendp_computes(opendp, generator):
    measured = opendp.m.make_gaussian(opendp.atom_domain(T=int), opendp.absolute_distance(T=int), scale=4.0)
    assert measured.map(3) == pytest.approx(3**2 / (2 * 4.0**2), rel=1e-9)
    noisy = noise.discrete_gaussian(np.full(SAMPLES, 9), sigma=4.0, generator=generator)
    assert noisy.std() == pytest.approx(4.0, rel=0.03)
    assert noisy.mean() == pytest.approx(9, abs=0.15)


@settings(deadline=None, max_examples=60)
@given(
    st.floats(-1e6, 1e6),
    st.floats(0.01, 500),
    st.floats(-1, 1),
    st.integers(-6, 8).map(lambda power: 2.0**power),
)
def test_rounding_to_the_grid_never_stretches_the_sensitivity(value, sensitivity, share, granularity):
    other = value + share * sensitivity
    strong = 1e6 * math.ceil(sensitivity / granularity)  # so large an epsilon that the noise is zero
    first, second = (
        noise.discrete_laplace(answer, sensitivity, strong, np.random.default_rng(0), granularity)
        for answer in (value, other)
    )
    assert abs(first - value) <= granularity / 2
    assert (first / granularity).is_integer()
    assert abs(first - second) / granularity <= math.ceil(sensitivity / granularity) + 1e-9


def test_rounding_does_not_open_a_gap_at_ties(generator):
    halves = noise.discrete_laplace(np.array([0.5, 1.5, 2.5, -0.5]), 1.0, 1e6, generator)
    assert halves.tolist() == [1.0, 2.0, 3.0, 0.0]  # to even would put 0.5 and 1.5 two steps apart


def test_discrete_laplace_on_a_grid_has_the_right_spread(generator):
    noisy = noise.discrete_laplace(np.full(SAMPLES, 10.3), 1.0, 0.2, generator, granularity=0.25)
    assert set(np.unique(noisy * 4 % 1)) == {0.0}
    assert np.abs(noisy - 10.25).mean() == pytest.approx(0.25 / math.sinh(0.2 / 4), rel=0.03)


def test_one_answer_gives_a_number_and_many_give_an_array_of_their_shape(generator):
    table = np.arange(6).reshape(2, 3)
    assert isinstance(noise.laplace(1, 1, 1, generator), float)
    assert isinstance(noise.geometric(1, 1, 1, generator), int)
    assert isinstance(noise.discrete_gaussian(1, 1, generator), int)
    assert noise.geometric(table, 1, 1, generator).shape == (2, 3)
    assert noise.geometric(table, 1, 1, generator).dtype == np.int64
    assert noise.gaussian_mechanism(table, 1, 1, 0.1, generator).shape == (2, 3)


def test_counts_beyond_64_bits_are_an_error_and_never_wrap_around(generator):
    with pytest.raises(ValueError, match="64 bits"):
        noise.geometric(np.full(50, 2**63 - 1), 1, 0.01, generator)


NOBODY = np.random.default_rng(0)


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: noise.laplace(1, 0, 1, NOBODY), "sensitivity"),
        (lambda: noise.laplace(1, 1, 0, NOBODY), "epsilon"),
        (lambda: noise.laplace(math.nan, 1, 1, NOBODY), "value"),
        (lambda: noise.laplace("1", 1, 1, NOBODY), "value"),
        (lambda: noise.laplace(1, 1, 1, 42), "generator"),
        (lambda: noise.geometric(1.5, 1, 1, NOBODY), "value"),
        (lambda: noise.geometric(1, 0.5, 1, NOBODY), "sensitivity"),
        (lambda: noise.geometric(1, 1, -1, NOBODY), "epsilon"),
        (lambda: noise.discrete_laplace(1.0, 1, 1, NOBODY, granularity=0.3), "granularity"),
        (lambda: noise.discrete_laplace(1e300, 1, 1, NOBODY), "granularity"),
        (lambda: noise.gaussian_mechanism(1, 1, 1, 0, NOBODY), "delta"),
        (lambda: noise.discrete_gaussian(1, 0, NOBODY), "sigma"),
    ],
)
def test_bad_input_is_refused_by_name(call, named):
    with pytest.raises(ValueError, match=named):
        call()

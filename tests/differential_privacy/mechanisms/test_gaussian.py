"""The Gaussian mechanism's exact curve, against mpmath, numerical integration, dp-accounting and OpenDP."""

from __future__ import annotations

import math

import mpmath
import numpy as np
import pytest
from execml.differential_privacy import gaussian_sigma
from execml.differential_privacy.mechanisms.gaussian import (
    classic_gaussian_sigma,
    gaussian_delta,
    gaussian_epsilon,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

EPSILONS = (0.01, 0.1, 1.0, 3.0, 10.0, 50.0)
DELTAS = (1e-2, 1e-5, 1e-9, 1e-12)


def precise_delta(sigma, epsilon, sensitivity=1):
    """Balle and Wang (2018), Theorem 8, with 60 digits, as the paper writes it."""
    with mpmath.workdps(60):
        ratio, growth = mpmath.mpf(sensitivity) / mpmath.mpf(sigma), mpmath.mpf(epsilon)
        upper, lower = ratio / 2 - growth / ratio, -ratio / 2 - growth / ratio
        return mpmath.ncdf(upper) - mpmath.exp(growth) * mpmath.ncdf(lower)


@pytest.mark.parametrize("epsilon", [0.0, 1e-8, 0.01, 0.1, 1.0, 10.0, 50.0, 200.0])
def test_delta_agrees_with_60_digits_down_to_1e_300(epsilon):
    for sigma in (0.01, 0.1, 0.3, 0.7, 1.0, 1.99, 2.01, 10.0, 30.0, 1e3, 1e6):
        expected = precise_delta(sigma, epsilon)
        if expected > mpmath.mpf("1e-300"):
            assert abs(gaussian_delta(sigma, epsilon) / expected - 1) < 1e-12


def test_delta_is_the_excess_of_one_density_over_the_scaled_other():
    for sigma, epsilon in ((1.0, 0.5), (2.0, 1.0), (0.5, 3.0)):

        def excess(y, sigma=sigma, epsilon=epsilon):
            return stats.norm.pdf(y, 1, sigma) - math.exp(epsilon) * stats.norm.pdf(y, 0, sigma)

        start = epsilon * sigma**2 + 0.5  # where the log ratio of the densities passes epsilon
        value, _ = integrate.quad(excess, start, start + 15 * sigma, epsabs=1e-13)
        assert gaussian_delta(sigma, epsilon) == pytest.approx(value, rel=1e-6)


@pytest.mark.parametrize("epsilon", EPSILONS)
@pytest.mark.parametrize("delta", [*DELTAS, 0.5, 1e-30, 1e-100])
def test_sigma_is_right_to_nine_digits(epsilon, delta):
    sigma = mpmath.mpf(gaussian_sigma(epsilon, delta))
    assert precise_delta(sigma * (1 - mpmath.mpf("1e-9")), epsilon) > delta
    assert precise_delta(sigma * (1 + mpmath.mpf("1e-9")), epsilon) < delta


def test_sigma_agrees_with_dp_accounting():
    from dp_accounting import get_sigma_gaussian

    for epsilon in EPSILONS:
        for delta in DELTAS:
            assert gaussian_sigma(epsilon, delta) == pytest.approx(
                get_sigma_gaussian(epsilon, delta), rel=1e-9
            )


def test_exact_curve_never_exceeds_the_conversion_from_zcdp_in_opendp():
    import opendp.prelude as dp

    dp.enable_features("contrib")
    for sigma in (0.7, 2.0, 10.0):
        noise = dp.m.make_gaussian(
            dp.atom_domain(T=float, nan=False), dp.absolute_distance(T=float), scale=sigma
        )
        assert noise.map(1.0) == pytest.approx(1 / (2 * sigma**2), rel=1e-9)
        curve = dp.c.make_zCDP_to_approxDP(noise).map(1.0)
        for epsilon in (0.5, 1.0, 4.0):
            assert gaussian_delta(sigma, epsilon) <= curve.delta(epsilon)


@settings(deadline=None, max_examples=60)
@given(st.floats(0.01, 50), st.floats(-12, -0.01).map(lambda power: 10**power), st.floats(1e-6, 1e6))
def test_sigma_and_delta_and_epsilon_invert_each_other(epsilon, delta, sensitivity):
    sigma = gaussian_sigma(epsilon, delta, sensitivity)
    assert gaussian_delta(sigma, epsilon, sensitivity) == pytest.approx(delta, rel=1e-9)
    assert gaussian_epsilon(sigma, delta, sensitivity) == pytest.approx(epsilon, rel=1e-6, abs=1e-9)


@settings(deadline=None, max_examples=60)
@given(st.floats(0.01, 30), st.floats(1.001, 3), st.floats(0.05, 20))
def test_more_noise_or_a_weaker_promise_means_a_smaller_delta(sigma, factor, epsilon):
    delta = gaussian_delta(sigma, epsilon)
    assert gaussian_delta(sigma * factor, epsilon) <= delta
    assert gaussian_delta(sigma, epsilon * factor) <= delta


def test_extreme_arguments_give_the_limits_and_no_overflow():
    assert gaussian_delta(1e300, 1e300) == 0
    assert gaussian_delta(1e-300, 1, sensitivity=1e300) == 1
    assert gaussian_delta(1e9, 0) == pytest.approx(1 / math.sqrt(2 * math.pi) / 1e9)
    assert gaussian_epsilon(1e9, 0.1) == 0


def test_classic_formula_is_safe_where_it_is_proven():
    for epsilon in np.linspace(0.01, 0.999, 25):
        for delta in DELTAS:
            assert gaussian_delta(classic_gaussian_sigma(epsilon, delta), epsilon) <= delta


def test_classic_formula_breaks_its_promise_at_epsilon_10_and_wastes_noise_at_a_tenth():
    assert classic_gaussian_sigma(10, 1e-5) == pytest.approx(math.sqrt(2 * math.log(1.25e5)) / 10)
    assert float(precise_delta(classic_gaussian_sigma(10, 1e-5), 10)) == pytest.approx(2.3e-5, rel=0.02)
    wasted = classic_gaussian_sigma(0.1, 1e-5)
    assert float(precise_delta(wasted / 1.57, 0.1)) < 1e-5 < float(precise_delta(wasted / 1.58, 0.1))


@pytest.mark.parametrize("function", [gaussian_sigma, classic_gaussian_sigma])
@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ((0, 1e-5), "epsilon"),
        ((-1, 1e-5), "epsilon"),
        ((math.nan, 1e-5), "epsilon"),
        ((math.inf, 1e-5), "epsilon"),
        ((1, 0), "delta"),
        ((1, 1), "delta"),
        ((1, "small"), "delta"),
        ((1, 1e-5, 0), "sensitivity"),
    ],
)
def test_bad_promises_are_refused_by_name(function, arguments, named):
    with pytest.raises(ValueError, match=named):
        function(*arguments)


@pytest.mark.parametrize(
    ("arguments", "named"), [((0, 1), "sigma"), ((1, -1), "epsilon"), ((1, 1, math.nan), "sensitivity")]
)
def test_bad_noise_is_refused_by_name(arguments, named):
    with pytest.raises(ValueError, match=named):
        gaussian_delta(*arguments)

"""What an adversary can conclude: against simulation-free definitions, and the curves against each other."""

from __future__ import annotations

import math

import numpy as np
import pytest
from execml.differential_privacy.mechanisms.gaussian import gaussian_delta
from execml.differential_privacy.mechanisms.trade_off import (
    gaussian_power,
    laplace_power,
    largest_posterior,
    largest_power,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

ALARMS = np.linspace(0, 1, 101)


@settings(deadline=None, max_examples=50)
@given(st.floats(0.01, 10), st.floats(0, 0.5))
def test_bound_satisfies_both_inequalities_of_the_definition(epsilon, delta):
    hits = largest_power(ALARMS, epsilon, delta)
    growth = math.exp(epsilon)
    assert np.all(hits <= growth * ALARMS + delta + 1e-12)
    exchanged = growth * (1 - hits) + delta - (1 - ALARMS)  # the worlds exchanged, the answer "replaced"
    assert np.all(exchanged >= -1e-9)
    tight = np.isclose(hits, growth * ALARMS + delta) | np.isclose(1 - ALARMS, growth * (1 - hits) + delta)
    assert np.all(tight | (hits == 1))


@pytest.mark.parametrize("epsilon", [0.1, 1.0, 4.0])
def test_randomised_response_attains_the_bound_at_its_corner(epsilon):
    lie = 1 / (1 + math.exp(epsilon))
    assert largest_power(lie, epsilon) == pytest.approx(1 - lie)


@pytest.mark.parametrize("epsilon", [0.2, 1.0, 3.0])
def test_laplace_power_is_that_of_the_threshold_test(epsilon):
    thresholds = np.linspace(-12, 12, 400)
    alarms, hits = stats.laplace.sf(thresholds), stats.laplace.sf(thresholds, loc=epsilon)
    assert laplace_power(alarms, epsilon) == pytest.approx(hits, rel=1e-9)
    assert np.all(laplace_power(ALARMS, epsilon) <= largest_power(ALARMS, epsilon) + 1e-12)


@pytest.mark.parametrize("sigma", [0.5, 2.0, 8.0])
def test_gaussian_power_is_that_of_the_threshold_test(sigma):
    thresholds = np.linspace(-3 * sigma, 1 + 3 * sigma, 50)
    alarms, hits = stats.norm.sf(thresholds, 0, sigma), stats.norm.sf(thresholds, 1, sigma)
    assert gaussian_power(alarms, sigma) == pytest.approx(hits, rel=1e-9)


@pytest.mark.parametrize("sigma", [0.7, 2.0])
def test_gaussian_curve_is_the_envelope_of_its_exact_epsilon_delta_pairs(sigma):
    epsilons = np.linspace(0, 12, 1201)
    bounds = [largest_power(ALARMS, epsilon, gaussian_delta(sigma, epsilon)) for epsilon in epsilons]
    assert np.min(bounds, axis=0) == pytest.approx(gaussian_power(ALARMS, sigma), abs=2e-3)
    assert np.all(np.min(bounds, axis=0) >= gaussian_power(ALARMS, sigma) - 1e-12)


@settings(deadline=None, max_examples=50)
@given(st.floats(0.001, 0.999), st.floats(0.01, 15))
def test_posterior_odds_are_prior_odds_times_e_to_the_epsilon(prior, epsilon):
    after = float(largest_posterior(prior, epsilon))
    assert math.log(after / (1 - after)) == pytest.approx(
        math.log(prior / (1 - prior)) + epsilon, rel=1e-6, abs=1e-6
    )


def test_certainty_stays_certainty():
    assert largest_posterior([0.0, 1.0], 3.0).tolist() == [0.0, 1.0]


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: largest_power(1.2, 1), "false_positive_rate"),
        (lambda: largest_power(math.nan, 1), "false_positive_rate"),
        (lambda: largest_power(0.1, -1), "epsilon"),
        (lambda: largest_power(0.1, 1, 2), "delta"),
        (lambda: laplace_power(0.1, 0), "epsilon"),
        (lambda: gaussian_power(0.1, 0), "sigma"),
        (lambda: largest_posterior(-0.1, 1), "prior"),
    ],
)
def test_bad_input_is_refused_by_name(call, named):
    with pytest.raises(ValueError, match=named):
        call()

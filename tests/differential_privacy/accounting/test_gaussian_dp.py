"""The central-limit accountant: Opacus' numbers, below the truth, and near it for many small losses."""

from __future__ import annotations

import pytest
from execml.differential_privacy import delta, epsilon, equivalent_mu, gaussian_delta
from execml.differential_privacy.accounting.gaussian_dp import central_limit_delta, central_limit_epsilon


@pytest.mark.parametrize(
    ("noise", "rate", "steps"),
    [(1.1, 256 / 60_000, 14_062), (4.0, 0.01, 10_000), (0.6, 0.02, 300), (0.9, 0.3, 40)],
)
def test_central_limit_is_that_of_opacus(noise: float, rate: float, steps: int) -> None:
    from opacus.accountants.analysis.gdp import compute_eps_poisson

    theirs = compute_eps_poisson(steps=steps, noise_multiplier=noise, sample_rate=rate, delta=1e-5)
    assert central_limit_epsilon(noise, rate, steps, 1e-5) == pytest.approx(theirs, rel=1e-6)
    assert central_limit_delta(noise, rate, steps, theirs) == pytest.approx(1e-5, rel=1e-6)


def test_central_limit_is_below_the_truth_for_small_noise_and_approaches_it() -> None:
    assert epsilon(0.5, 0.01, 500, 1e-5, "clt") < 0.8 * epsilon(0.5, 0.01, 500, 1e-5)
    assert epsilon(20, 0.01, 100_000, 1e-5, "clt") == pytest.approx(
        epsilon(20, 0.01, 100_000, 1e-5), rel=1e-3
    )


@pytest.mark.parametrize(
    ("noise", "rate", "steps"),
    [(1.1, 256 / 20_000, 780), (1.77, 0.05, 400), (0.5, 0.001, 2_000), (3.0, 0.2, 9)],
)
@pytest.mark.parametrize("down_to", [1e-4, 1e-6])
def test_the_curve_of_the_equivalent_gaussian_lies_above_and_touches(noise, rate, steps, down_to) -> None:
    mu = equivalent_mu(noise, rate, steps, down_to)
    ends = epsilon(noise, rate, steps, down_to)
    shares = [
        delta(noise, rate, steps, ends * part / 40) / gaussian_delta(1 / mu, ends * part / 40)
        for part in range(41)
    ]
    assert max(shares) < 1 + 1e-3
    assert max(shares) == pytest.approx(1, abs=1e-3)


def test_without_sampling_mu_is_that_of_the_noise_for_every_delta() -> None:
    assert equivalent_mu(30, 1.0, 250) == pytest.approx(250**0.5 / 30, rel=1e-12)
    assert gaussian_delta(30 / 250**0.5, 1.5) == pytest.approx(delta(30, 1.0, 250, 1.5), rel=1e-9)

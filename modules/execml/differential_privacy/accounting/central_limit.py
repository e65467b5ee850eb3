"""The central-limit accountant: many small losses add up to about a normal one. It is no bound."""

from __future__ import annotations

import math

from execml.differential_privacy.accounting.exact import exact_delta, exact_epsilon


def gaussian_mu(noise_multiplier: float, sample_rate: float, steps: int) -> float:
    """Return the mu of Gaussian differential privacy in the limit of many Poisson-subsampled steps.

    mu = q sqrt(T (exp(1 / s^2) - 1)): Bu, Dong, Long and Su (2020), "Deep learning with Gaussian differential
    privacy". One output with Gaussian noise of standard deviation 1 / mu gives the same guarantee.

    >>> round(gaussian_mu(4, 0.01, 10_000), 4)
    0.254
    """
    return sample_rate * math.sqrt(steps * math.expm1(noise_multiplier**-2))


def central_limit_epsilon(noise_multiplier: float, sample_rate: float, steps: int, delta: float) -> float:
    """Return the epsilon that the central-limit approximation claims; the truth may be larger.

    >>> round(central_limit_epsilon(4, 0.01, 10_000, 1e-5), 4)
    0.9424
    """
    return exact_epsilon(1 / gaussian_mu(noise_multiplier, sample_rate, steps), 1.0, 1, delta)


def central_limit_delta(noise_multiplier: float, sample_rate: float, steps: int, epsilon: float) -> float:
    """Return the delta that the central-limit approximation claims; the truth may be larger."""
    return exact_delta(1 / gaussian_mu(noise_multiplier, sample_rate, steps), 1.0, 1, epsilon)

"""The central-limit accountant: many small losses add up to about a normal one. It is not a bound.

It may return less than was spent. No label and no ledger takes its figures as proof.
"""

from __future__ import annotations

import math

from execml.differential_privacy.mechanisms.gaussian import gaussian_delta, gaussian_epsilon

LARGEST = 1e100  # a mu above this is as good as infinite


def gaussian_mu(noise_multiplier: float, sample_rate: float, steps: int) -> float:
    """Return the mu of Gaussian differential privacy in the limit of many Poisson-subsampled steps.

    mu = q sqrt(T (exp(1 / s^2) - 1)): Bu, Dong, Long and Su (2020), "Deep learning with Gaussian differential
    privacy". One output with Gaussian noise of standard deviation 1 / mu gives the same guarantee.

    >>> round(gaussian_mu(4, 0.01, 10_000), 4)
    0.254
    """
    if noise_multiplier**-2 > 700:  # beyond the range of floating point, and far beyond any use
        return math.inf
    return sample_rate * math.sqrt(steps * math.expm1(noise_multiplier**-2))


def central_limit_epsilon(noise_multiplier: float, sample_rate: float, steps: int, delta: float) -> float:
    """Return the epsilon that the central-limit approximation claims; not a bound, the truth may be larger.

    Infinite where the approximation is, for a noise multiplier below about 0.04.

    >>> round(central_limit_epsilon(4, 0.01, 10_000, 1e-5), 4)
    0.9424
    """
    mu = gaussian_mu(noise_multiplier, sample_rate, steps)
    return gaussian_epsilon(1 / max(mu, 1 / LARGEST), delta) if mu < LARGEST else math.inf


def central_limit_delta(noise_multiplier: float, sample_rate: float, steps: int, epsilon: float) -> float:
    """Return the delta that the central-limit approximation claims; not a bound, the truth may be larger."""
    mu = gaussian_mu(noise_multiplier, sample_rate, steps)
    return gaussian_delta(1 / max(mu, 1 / LARGEST), epsilon) if mu < LARGEST else 1.0

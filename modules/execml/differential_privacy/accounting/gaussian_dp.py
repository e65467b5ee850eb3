"""Gaussian differential privacy: one number for a whole curve, as a bound and as an approximation.

A release is mu-GDP if no test tells its two worlds apart better than it tells N(0, 1) from N(mu, 1) (Dong,
Roth and Su 2022, arXiv 1905.02383). :func:`equivalent_mu` finds a mu that holds, from the exact curve. The
central-limit accountant guesses it: many small losses add up to about a normal one. That is not a bound, and
may say less than was spent: no label and no ledger takes its figures as proof.
"""

from __future__ import annotations

import math

from scipy.special import ndtri

from execml.course.validation import real, whole
from execml.differential_privacy.accounting.exact import exact_delta, exact_epsilon
from execml.differential_privacy.accounting.privacy_loss import checked_noise, checked_steps
from execml.differential_privacy.mechanisms.gaussian import gaussian_delta, gaussian_epsilon, gaussian_sigma

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


def equivalent_mu(
    noise_multiplier: float, sample_rate: float, steps: int, down_to: float = 1e-6, points: int = 13
) -> float:
    """Return the mu of a Gaussian release whose curve lies above that of the steps, to delta = ``down_to``.

    Beside a pair (epsilon, delta) it tells a reader the rest of the curve: Gomez, Kulynych, Kaissis, Hayes,
    Balle and Honkela (2025), arXiv 2503.10945. Without sampling it is sqrt(T) / s, exactly and for every
    delta. With sampling the curve leaves that of a Gaussian where events are rare, so that mu holds as far
    down as is said; it is the largest mu over the points that are looked at.

    Args:
        noise_multiplier: standard deviation of the noise, in units of the sensitivity.
        sample_rate: probability, in (0, 1], that a person takes part in a step.
        steps: number of steps.
        down_to: the smallest delta at which mu must hold, in (0, 1).
        points: how many deltas are looked at, from 2 to 1000.

    Raises:
        ValueError: naming the argument, its value and the allowed range.

    >>> round(equivalent_mu(4, 1.0, 16), 6)
    1.0
    """
    noise, count = checked_noise(noise_multiplier), checked_steps(steps)
    rate = real("sample_rate", sample_rate, 0, 1, high_open=False)
    down_to, points = real("down_to", down_to, 0, 1), whole("points", points, low=2, high=1000)
    if rate == 1:
        return math.sqrt(count) / noise
    most = exact_delta(noise, rate, count, 0.0)  # the total variation of the two worlds: 2 Phi(mu / 2) - 1
    found = 2 * float(ndtri((1 + most) / 2))
    for place in range(1, points):
        delta = most * (down_to / most) ** (place / (points - 1)) if down_to < most else most
        epsilon = exact_epsilon(noise, rate, count, delta)
        if epsilon > 0:
            found = max(found, 1 / gaussian_sigma(epsilon, delta))
    return found

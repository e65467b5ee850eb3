"""The accountants behind one door: epsilon, delta and the noise multiplier that a promise needs."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal

from execml.course.validation import one_of, positive, real
from execml.differential_privacy.accounting.central_limit import central_limit_delta, central_limit_epsilon
from execml.differential_privacy.accounting.exact import exact_delta, exact_epsilon
from execml.differential_privacy.accounting.privacy_loss import checked_noise, checked_steps
from execml.differential_privacy.accounting.renyi import (
    renyi_delta,
    renyi_delta_2017,
    renyi_epsilon,
    renyi_epsilon_2017,
)

Accountant = Literal["pld", "rdp", "rdp_2017", "clt"]
Account = Callable[[float, float, int, float], float]

# Of each accountant, the epsilon at a delta and the delta at an epsilon.
ACCOUNTANTS: dict[str, tuple[Account, Account]] = {
    "pld": (exact_epsilon, exact_delta),
    "rdp": (renyi_epsilon, renyi_delta),
    "rdp_2017": (renyi_epsilon_2017, renyi_delta_2017),
    "clt": (central_limit_epsilon, central_limit_delta),
}
NOT_BOUNDS = (
    "clt",
)  # approximations, which may state less than was spent: no label and no ledger takes them
NOISE_RANGE = (0.05, 1e5)  # where noise_multiplier() looks


def epsilon(
    noise_multiplier: float, sample_rate: float, steps: int, delta: float, accountant: Accountant = "pld"
) -> float:
    """Return the epsilon of Gaussian noise added in each of several Poisson-subsampled steps.

    Neighbouring data sets differ by one person, added or removed, and the larger of both directions is
    returned.

    Args:
        noise_multiplier: standard deviation of the noise over the sensitivity (in training, the clipping
            norm), from 0.01 to a million.
        sample_rate: probability, in (0, 1], with which each person takes part in each step, independently.
        steps: number of steps or releases, from 1 to 10^12.
        delta: of the promise, in (0, 1): P(A) <= e^epsilon Q(A) + delta for every set A of outcomes.
        accountant: ``"pld"``, exact, by the privacy-loss distribution, never below the truth (for subsampled
            noise below 0.05 and beyond 10^7 steps a bound, some percent above); ``"rdp"``, Rényi with today's
            conversion (Canonne, Kamath and Steinke 2020, Prop. 12); ``"rdp_2017"``, Rényi with the first
            conversion (Mironov 2017, Prop. 3); ``"clt"``, the central-limit approximation (Bu, Dong, Long and
            Su 2020), which is no bound.

    Raises:
        ValueError: naming the argument, its value and the allowed range.

    >>> round(epsilon(4, 0.01, 10_000, 1e-5), 4)
    0.9469
    >>> round(epsilon(4, 0.01, 10_000, 1e-5, accountant="rdp_2017"), 2)
    1.26
    """
    noise, rate, count = _setting(noise_multiplier, sample_rate, steps, accountant)
    real("delta", delta, 0, 1)
    epsilon_at, _ = ACCOUNTANTS[accountant]
    return epsilon_at(noise, rate, count, float(delta))


def delta(
    noise_multiplier: float, sample_rate: float, steps: int, epsilon: float, accountant: Accountant = "pld"
) -> float:
    """Return the delta that goes with an epsilon (0 is allowed), for the setting of :func:`epsilon`.

    Raises:
        ValueError: naming the argument, its value and the allowed range.

    >>> f"{delta(4, 0.01, 10_000, epsilon=1.0):.2e}"
    '4.24e-06'
    """
    noise, rate, count = _setting(noise_multiplier, sample_rate, steps, accountant)
    real("epsilon", epsilon, 0, math.inf, low_open=False)
    _, delta_at = ACCOUNTANTS[accountant]
    return delta_at(noise, rate, count, float(epsilon))


def noise_multiplier(
    epsilon: float, delta: float, sample_rate: float, steps: int, accountant: Accountant = "pld"
) -> float:
    """Return the smallest noise multiplier that keeps a promise, to 6 digits, rounded to the safe side.

    Args:
        epsilon: what is promised, above 0.
        delta: of the promise, in (0, 1).
        sample_rate: probability, in (0, 1], with which each person takes part in each step.
        steps: number of steps, 1 or more.
        accountant: as in :func:`epsilon`.

    Raises:
        ValueError: naming the argument, its value and the allowed range; also if no noise multiplier between
            0.05 and 100,000 fits.

    >>> round(noise_multiplier(3, 1e-5, 256 / 20_000, 780), 3)
    0.86
    """
    _, rate, count = _setting(1.0, sample_rate, steps, accountant)
    positive("epsilon", epsilon)
    real("delta", delta, 0, 1)
    epsilon_at, _ = ACCOUNTANTS[accountant]

    def surplus(log_noise: float) -> float:
        return math.log(max(epsilon_at(math.exp(log_noise), rate, count, delta), 1e-300) / epsilon)

    return math.exp(_root(surplus, epsilon))


def _setting(
    noise_multiplier: float, sample_rate: float, steps: int, accountant: str
) -> tuple[float, float, int]:
    one_of("accountant", accountant, tuple(ACCOUNTANTS))
    rate = real("sample_rate", sample_rate, 0, 1, high_open=False)
    return checked_noise(noise_multiplier), rate, checked_steps(steps)


def _root(surplus: Callable[[float], float], epsilon: float) -> float:
    """Return the logarithm of the noise where the surplus falls to zero, on the safe side of it."""
    from scipy.optimize import brentq

    low, high = (math.log(bound) for bound in NOISE_RANGE)
    noise, factor = 0.0, 0.7
    side = surplus(noise)
    while low < noise < high:
        following = min(max(noise + math.copysign(factor, side), low), high)
        if side * surplus(following) <= 0:
            noise = float(brentq(surplus, *sorted((noise, following)), xtol=1e-7))
            return noise if surplus(noise) <= 0 else noise + 2e-7
        noise, factor = following, factor * 1.5
    reached = f"what a noise multiplier of {math.exp(noise):g} reaches"
    raise ValueError(
        f"epsilon={epsilon!r} must be {'above' if side > 0 else 'below'} {reached} at this delta and rate"
    )

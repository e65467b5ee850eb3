"""The accountants behind one door: epsilon, delta and the noise multiplier that a promise needs."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal

from execml.course.validation import one_of, positive, real
from execml.differential_privacy.accounting.exact import exact_delta, exact_epsilon
from execml.differential_privacy.accounting.gaussian_dp import central_limit_delta, central_limit_epsilon
from execml.differential_privacy.accounting.privacy_loss import NOISE, checked_noise, checked_steps
from execml.differential_privacy.accounting.renyi import (
    renyi_delta,
    renyi_delta_2017,
    renyi_epsilon,
    renyi_epsilon_2017,
)
from execml.differential_privacy.mechanisms.gaussian import gaussian_sigma

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
CLOSE = 1e-7  # how close it comes, in the logarithm of the noise


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

    return math.exp(_root(surplus, _first_guess(epsilon, delta, rate, count), epsilon))


def fixed_size_epsilon_at_least(
    noise_multiplier: float, sample_rate: float, steps: int, delta: float
) -> float:
    """Return an epsilon that batches of a fixed size, drawn without replacement, cost at least.

    One client is replaced by another; in each step a batch holds exactly the share ``sample_rate`` of all
    clients. Let everybody's clipped gradient be -1, and that of the client +1 in one world and -1 in the
    other: the sum stands still in the one and moves by 2 in the other whenever the client is in the batch.
    For that pair of data sets the loss is that of Poisson sampling at half the noise, and it is exact; some
    other pair may be worse. See Lebeda, Regehr, Kamath and Steinke (2024), arXiv 2405.20769.

    Args:
        noise_multiplier: standard deviation of the noise over the clipping norm, from 0.02 to two million.
        sample_rate: size of a batch over the number of clients, in (0, 1].
        steps: number of batches.
        delta: the probability, in (0, 1).

    Raises:
        ValueError: naming the argument, its value and the allowed range.

    >>> round(fixed_size_epsilon_at_least(0.8, 0.01, 100, 1e-6) / epsilon(0.8, 0.01, 100, 1e-6), 1)
    7.3
    """
    low, high = (2 * end for end in NOISE)
    noise = real("noise_multiplier", noise_multiplier, low, high, low_open=False, high_open=False)
    return epsilon(noise / 2, sample_rate, steps, delta)


def _first_guess(epsilon: float, delta: float, rate: float, steps: int) -> float:
    """Return the logarithm of the noise by the central limit, q sqrt(T (exp(1 / s^2) - 1)) = mu."""
    wanted = 1 / gaussian_sigma(epsilon, delta)
    precision = math.log1p((wanted / rate) ** 2 / steps)
    low, high = (math.log(bound) for bound in NOISE_RANGE)
    return min(max(-0.5 * math.log(precision), low), high) if precision > 0 else high


def _setting(
    noise_multiplier: float, sample_rate: float, steps: int, accountant: str
) -> tuple[float, float, int]:
    one_of("accountant", accountant, tuple(ACCOUNTANTS))
    rate = real("sample_rate", sample_rate, 0, 1, high_open=False)
    return checked_noise(noise_multiplier), rate, checked_steps(steps)


def _root(surplus: Callable[[float], float], start: float, epsilon: float) -> float:
    """Return the logarithm of the noise where the surplus falls to zero, on the safe side of it.

    Secants from the first guess, which the central limit puts near; where one leaves what is known to hold
    the root, the middle of that is taken.
    """
    ends = low, high = math.log(NOISE_RANGE[0]), math.log(NOISE_RANGE[1])
    noise, value = start, surplus(start)
    following = noise + min(max(value / 2, -0.7), 0.7)  # in logarithms epsilon falls about twice as fast
    while high - low > CLOSE and value != 0:
        low, high = (noise, high) if value > 0 else (low, noise)
        if not low < following < high:
            side = low if value < 0 else high
            following = side if side in ends else (low + high) / 2
        if following == noise:  # an end of the range, from which it would have to go on
            raise ValueError(
                f"epsilon={epsilon!r} must be {'above' if value > 0 else 'below'} what a noise multiplier of "
                f"{math.exp(noise):g} reaches at this delta and rate"
            )
        reached = surplus(following)
        slope = (reached - value) / (following - noise)
        settled = abs(following - noise) < CLOSE
        noise, value = following, reached
        if settled:
            return noise if value <= 0 else noise + 2 * CLOSE
        step = -value / slope if slope < 0 else math.copysign(0.7, value)
        following = noise + min(max(step, -1.0), 1.0)
    return noise if value <= 0 else high

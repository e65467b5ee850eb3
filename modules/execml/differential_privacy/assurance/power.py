"""What a mechanism's whole curve of epsilon and delta permits an attack, and not one point of it."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from execml.differential_privacy.mechanisms.trade_off import largest_power

POINTS = 24  # of the curve that are tried; each is a bound, so more of them can only sharpen the answer
STEEPEST = 700.0  # epsilon beyond which e^epsilon is no number


def curve_power(false_alarms: float, delta_at: Callable[[float], float], largest: float) -> float:
    """Return the largest share of members that an attack can catch, by all points of a privacy curve.

    Each point limits it, min over epsilon of both e^epsilon FPR + delta(epsilon) and the mirrored inequality
    (Dong, Roth and Su, 2022, "Gaussian differential privacy", JRSS B 84(1), proposition 2.12).

    Args:
        false_alarms: share of outsiders whom the attack wrongly flags, in (0, 1).
        delta_at: the curve, the least delta at an epsilon.
        largest: epsilon up to which the curve is followed.

    >>> from execml.differential_privacy.mechanisms.gaussian import gaussian_delta
    >>> round(curve_power(0.01, lambda epsilon: gaussian_delta(2.0, epsilon), 3.0), 3)  # exact: 0.0339
    0.034
    """

    def power(epsilon: float) -> float:
        return float(largest_power(false_alarms, min(epsilon, STEEPEST), delta_at(epsilon)))

    tried = np.linspace(0, largest, POINTS)
    limits = [power(epsilon) for epsilon in tried.tolist()]
    best = int(np.argmin(limits))
    low, high = tried[max(best - 1, 0)], tried[min(best + 1, POINTS - 1)]
    golden = (math.sqrt(5) - 1) / 2
    for _ in range(POINTS // 2):  # golden section; wherever it ends, the least bound that was seen counts
        left, right = high - golden * (high - low), low + golden * (high - low)
        at_left, at_right = power(float(left)), power(float(right))
        limits += [at_left, at_right]
        low, high = (low, right) if at_left < at_right else (left, high)
    return min(limits)

"""A bound that always holds: count how often the person takes part, and let the attacker know the number.

Whoever is told in which steps a person took part sees, after k such steps, one Gaussian release with noise
s / sqrt(k). The divergence behind delta is jointly convex, so what is not told can only help the person
(Balle, Barthe and Gaboardi 2018, "Privacy amplification by subsampling", NeurIPS, arXiv 1807.01647):

    delta(epsilon) <= E delta_k(epsilon),  k binomial with T steps and rate q,

in both directions. It forgets that a person hides among the steps without them, so that it isn't the smallest
bound; for noise far below 1, where the noise hides hardly anything, little is lost. It takes no quadrature.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from scipy.special import log_ndtr

from execml.differential_privacy.accounting.privacy_loss import Array

MOST_COUNTS = 2000  # so many numbers of participations are looked at; those between count as the next larger


def participation_epsilon(noise_multiplier: float, sample_rate: float, steps: int, delta: float) -> float:
    """Return an epsilon that holds whichever person is removed or added; never below the truth.

    Args:
        noise_multiplier: standard deviation of the noise, in units of the sensitivity.
        sample_rate: probability that a person takes part in a step, in (0, 1].
        steps: number of steps.
        delta: the promise's delta, in (0, 1).

    >>> round(participation_epsilon(0.05, 0.01, 100, 1e-5), 1)
    1496.7
    """
    curve = _curve(noise_multiplier, sample_rate, steps)
    low, high = 0.0, 1.0
    if curve(low) <= delta:
        return 0.0
    while curve(high) > delta:
        low, high = high, 2 * high
    while high - low > 1e-9 * high:
        middle = (low + high) / 2
        low, high = (middle, high) if curve(middle) > delta else (low, middle)
    return high


def participation_delta(noise_multiplier: float, sample_rate: float, steps: int, epsilon: float) -> float:
    """Return a delta that holds with epsilon whichever person is removed or added; never below the truth.

    >>> f"{participation_delta(0.05, 0.01, 100, 1000):.3f}"
    '0.002'
    """
    return min(1.0, _curve(noise_multiplier, sample_rate, steps)(epsilon))


def _curve(noise_multiplier: float, sample_rate: float, steps: int) -> Callable[[float], float]:
    """Return delta as a function of epsilon: the sum over k of (delta_k - delta_(k - 1)) P(K >= k).

    Where only some k are looked at, P(K > the one before) stands for all between, and that is no less.
    """
    from scipy.stats import binom

    counts = _counts(sample_rate, steps)
    tail = binom.sf(counts[:-1], steps, sample_rate)
    distance = np.sqrt(counts[1:]) / noise_multiplier

    def curve(epsilon: float) -> float:
        beyond, excess = distance / 2 - epsilon / distance, -distance / 2 - epsilon / distance
        large = log_ndtr(beyond)
        delta = -np.exp(large) * np.expm1(np.minimum(epsilon + log_ndtr(excess) - large, 0.0))
        return float(np.diff(np.maximum.accumulate(delta), prepend=0.0) @ tail) * (1 + 1e-9)

    return curve


def _counts(sample_rate: float, steps: int) -> Array:
    """Return numbers of participations from 0 to all steps: each one where they are few, then ever fewer."""
    if steps < MOST_COUNTS:
        return np.arange(steps + 1, dtype=np.float64)
    mean, each = steps * sample_rate, MOST_COUNTS // 3
    reach = 12 * math.sqrt(mean) + 60
    usual = np.linspace(max(0.0, mean - reach), min(float(steps), mean + reach), each)
    seldom = np.geomspace(1.0, steps, each)
    return np.unique(np.ceil(np.concatenate([[0.0], np.arange(each), usual, seldom, [steps]])).clip(0, steps))

"""The Gaussian mechanism: its exact privacy curve, the noise it needs, and the textbook formula it replaces.

Neighbouring inputs may be defined by adding or removing a record, or by replacing one: the curve is the same,
because only the L2 sensitivity (the largest distance between neighbouring answers) enters.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from scipy.optimize import brentq
from scipy.special import erfcx, log_ndtr

from execml.course.validation import positive, real

# Below this half-distance a difference of Mills ratios is integrated: subtracting them would lose digits.
NARROW = 0.25
# Beyond this many standard deviations delta is below e^(-5e7), zero in every number format in use here.
BEYOND = 1e4
LARGEST_DISTANCE = 1e100  # with less noise epsilon is beyond floating point
NODES, WEIGHTS = np.polynomial.legendre.leggauss(8)


def gaussian_delta(sigma: float, epsilon: float, sensitivity: float = 1.0) -> float:
    """Return the smallest delta at which Gaussian noise is (epsilon, delta)-differentially private.

    With distance m = sensitivity / sigma the curve is exact (it is attained, so no smaller delta is true):
    delta = Phi(m/2 - epsilon/m) - e^epsilon Phi(-m/2 - epsilon/m).

    Source: Balle and Wang (2018), "Improving the Gaussian Mechanism for Differential Privacy: Analytical
    Calibration and Optimal Denoising", ICML, Theorem 8.

    Args:
        sigma: standard deviation of the noise, in the units of the answer.
        epsilon: privacy parameter, 0 or more.
        sensitivity: largest L2 distance between answers on neighbouring inputs, in the units of the answer.

    Raises:
        ValueError: if ``sigma`` or ``sensitivity`` is not positive and finite, or ``epsilon`` is negative.

    >>> round(gaussian_delta(sigma=1.0, epsilon=1.0), 6)
    0.126937
    """
    distance = positive("sensitivity", sensitivity) / positive("sigma", sigma)
    return math.exp(_log_delta(distance, real("epsilon", epsilon, 0, math.inf, low_open=False)))


def gaussian_sigma(epsilon: float, delta: float, sensitivity: float = 1.0) -> float:
    """Return the least noise for which the Gaussian mechanism is (epsilon, delta)-differentially private.

    The exact curve of :func:`gaussian_delta` falls strictly as sigma grows, so its inverse is one root.

    Source: Balle and Wang (2018), ICML, Algorithm 1 ("analytic Gaussian mechanism"), by another root finder.

    Args:
        epsilon: privacy parameter, above 0.
        delta: additive slack of the guarantee, in (0, 1).
        sensitivity: largest L2 distance between answers on neighbouring inputs, in the units of the answer.

    Raises:
        ValueError: if an argument lies outside its range.

    >>> round(gaussian_sigma(epsilon=1.0, delta=1e-5), 6)
    3.730632
    """
    epsilon, sensitivity = positive("epsilon", epsilon), positive("sensitivity", sensitivity)
    target = math.log(real("delta", delta, 0, 1))

    def excess(log_distance: float) -> float:
        return _log_delta(math.exp(log_distance), epsilon) - target

    low = high = 0.5 * math.log(epsilon)
    while excess(low) > 0:
        low -= 1
    while excess(high) < 0:
        high += 1
    # A promise is rounded to the safe side.
    return sensitivity / math.exp(float(brentq(excess, low, high, xtol=1e-15, rtol=1e-15))) * (1 + 1e-12)


def gaussian_epsilon(sigma: float, delta: float, sensitivity: float = 1.0) -> float:
    """Return the smallest epsilon at which Gaussian noise is (epsilon, delta)-differentially private.

    Args:
        sigma: standard deviation of the noise, in the units of the answer.
        delta: additive slack of the guarantee, in (0, 1).
        sensitivity: largest L2 distance between answers on neighbouring inputs, in the units of the answer.

    Raises:
        ValueError: if an argument lies outside its range.

    >>> round(gaussian_epsilon(sigma=3.730632, delta=1e-5), 5)
    1.0
    """
    distance = positive("sensitivity", sensitivity) / positive("sigma", sigma)
    target = math.log(real("delta", delta, 0, 1))
    if distance > LARGEST_DISTANCE:
        raise ValueError(f"sigma={sigma!r} must be above {1 / LARGEST_DISTANCE:g} of the sensitivity")
    if _log_delta(distance, 0.0) <= target:
        return 0.0
    high = 1.0
    while _log_delta(distance, high) > target:
        high *= 2
    root = brentq(
        lambda value: _log_delta(distance, value) - target, 0, high, xtol=1e-300, rtol=1e-13, maxiter=2000
    )
    return float(root) * (1 + 1e-12)  # a promise is rounded to the safe side


def classic_gaussian_sigma(epsilon: float, delta: float, sensitivity: float = 1.0) -> float:
    """Return the textbook noise, sensitivity * sqrt(2 ln(1.25 / delta)) / epsilon.

    The formula is proven for epsilon below 1 only. Outside, it is computed all the same, so that its promise
    can be checked against :func:`gaussian_delta`; never use it there for a release.

    Source: Dwork and Roth (2014), "The Algorithmic Foundations of Differential Privacy", Theorem 3.22 and
    Theorem A.1.

    Args:
        epsilon: privacy parameter, above 0; the theorem needs it below 1.
        delta: additive slack of the guarantee, in (0, 1).
        sensitivity: largest L2 distance between answers on neighbouring inputs, in the units of the answer.

    Raises:
        ValueError: if an argument lies outside its range.

    >>> round(classic_gaussian_sigma(epsilon=1.0, delta=1e-5), 4)
    4.8448
    """
    spread = math.sqrt(2 * math.log(1.25 / real("delta", delta, 0, 1)))
    return positive("sensitivity", sensitivity) * spread / positive("epsilon", epsilon)


def _log_delta(distance: float, epsilon: float) -> float:
    """Return log delta at m = ``distance``, with a relative error of delta near 1e-13 down to 1e-300.

    Because e^epsilon phi(-m/2 - epsilon/m) = phi(m/2 - epsilon/m), with u = epsilon/m, h = m/2 and the Mills
    ratio R: delta = phi(u - h) (R(u - h) - R(u + h)). Nothing as large as e^epsilon is ever formed.
    """
    centre, half = epsilon / distance if distance else math.inf, distance / 2
    if centre - half > BEYOND:
        return -math.inf
    log_density = -0.5 * (centre - half) * (centre - half) - 0.5 * math.log(2 * math.pi)
    if half < NARROW:  # the difference is the integral of -R' = 1 - x R, from R(x) = int e^(-x t - t^2/2) dt
        points = centre + half * NODES
        return log_density + math.log(half * float(WEIGHTS @ (1 - points * _mills_ratio(points))))
    farther = _mills_ratio(centre + half)
    if centre < half:  # delta is large here, and Phi(h - u) is taken directly because R(u - h) could overflow
        return math.log(math.exp(log_ndtr(half - centre)) - math.exp(log_density) * farther)
    return log_density + math.log(_mills_ratio(centre - half) - farther)


def _mills_ratio(points: Any) -> Any:
    """Return Phi(-x) / phi(x) without forming either.

    >>> round(float(_mills_ratio(0.0)), 4)
    1.2533
    """
    return math.sqrt(math.pi / 2) * erfcx(points / math.sqrt(2))

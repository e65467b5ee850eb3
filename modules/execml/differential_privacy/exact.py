"""The exact epsilon and delta of composed Poisson-subsampled Gaussians, by the method that fits."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Protocol

from scipy.optimize import brentq

from execml.differential_privacy import contour, tilted_fft
from execml.differential_privacy.privacy_loss import (
    TAIL_SHARE,
    Direction,
    best_tilt,
    loss_nodes,
    single_step_delta,
)

SMALLEST = 1e-30  # a delta below this is returned as its Chernoff bound


class DeltaCurve(Protocol):
    """What both methods offer: delta as a function of epsilon, and a verdict on its accuracy."""

    def log_delta(self, epsilon: float, stride: int = 1) -> tuple[float, float]:
        """Return log delta and its derivative."""

    def error(self, epsilon: float, steps: int) -> float:
        """Return an estimate of the error of log delta."""


def exact_epsilon(noise_multiplier: float, sample_rate: float, steps: int, delta: float) -> float:
    """Return the smallest epsilon that holds when one person is removed from the data or added to it.

    Args:
        noise_multiplier: standard deviation of the noise, in units of the sensitivity.
        sample_rate: probability that a person takes part in a step.
        steps: number of steps.
        delta: the probability, in (0, 1).
    """
    if steps == 1 or sample_rate == 1:
        return _closed_form_epsilon(noise_multiplier / math.sqrt(steps), sample_rate, delta)
    found = 0.0
    for direction in ("remove", "add"):
        found = max(found, _directed_epsilon(noise_multiplier, sample_rate, steps, delta, direction, found))
    return found


def exact_delta(noise_multiplier: float, sample_rate: float, steps: int, epsilon: float) -> float:
    """Return the smallest delta that holds with epsilon when one person is removed from the data or added to it."""
    if steps == 1 or sample_rate == 1:
        return single_step_delta(epsilon, noise_multiplier / math.sqrt(steps), sample_rate)
    return max(
        _directed_delta(noise_multiplier, sample_rate, steps, epsilon, direction) for direction in ("remove", "add")
    )


def _closed_form_epsilon(noise_multiplier: float, sample_rate: float, delta: float) -> float:
    def surplus(epsilon: float) -> float:
        return single_step_delta(epsilon, noise_multiplier, sample_rate) - delta

    if surplus(0.0) <= 0:
        return 0.0
    high = 1.0
    while surplus(high) > 0:
        high *= 2
    return float(brentq(surplus, 0.0, high, xtol=1e-300, rtol=1e-12))


def _directed_epsilon(
    noise_multiplier: float, sample_rate: float, steps: int, delta: float, direction: Direction, floor: float
) -> float:
    """Return epsilon in one direction, or ``floor`` as soon as a bound shows that it isn't larger."""
    nodes = loss_nodes(noise_multiplier, sample_rate, steps, delta, direction)
    tilt, upper = best_tilt(nodes, steps, delta=delta)
    if upper <= floor:
        return floor
    log_target = math.log(delta * (1 - TAIL_SHARE))
    for _ in range(3):
        for curve in _curves(noise_multiplier, sample_rate, steps, delta, direction, tilt):
            found = _solve(curve.log_delta, log_target, upper)
            if _trusted(curve, found, steps):
                return found
        tilt, _ = best_tilt(nodes, steps, epsilon=found)
    return upper  # no method is trusted: the Chernoff bound holds all the same


def _directed_delta(
    noise_multiplier: float, sample_rate: float, steps: int, epsilon: float, direction: Direction
) -> float:
    """Return delta in one direction; the tails are cut for a guess of delta, which the result replaces until it fits."""
    setting = (noise_multiplier, sample_rate, steps)
    _, log_bound = best_tilt(loss_nodes(*setting, SMALLEST, direction), steps, epsilon=epsilon)
    guess = min(1.0, math.exp(log_bound))
    while guess > SMALLEST:
        tilt, _ = best_tilt(loss_nodes(*setting, guess, direction), steps, epsilon=epsilon)
        trusted = (c for c in _curves(*setting, guess, direction, tilt) if _trusted(c, epsilon, steps))
        curve = next(trusted, None)
        if curve is None:
            return guess  # a bound from above
        found = math.exp(curve.log_delta(epsilon)[0])
        if found > guess / 100:
            return min(1.0, found + TAIL_SHARE * guess)
        guess = found
    return guess


def _curves(
    noise_multiplier: float, sample_rate: float, steps: int, delta: float, direction: Direction, tilt: float
) -> Iterator[DeltaCurve]:
    arguments = (noise_multiplier, sample_rate, steps, delta, direction, tilt)
    return chain(contour.lines(*arguments), tilted_fft.sums(*arguments))


def _trusted(curve: DeltaCurve, epsilon: float, steps: int) -> bool:
    """Return whether the error of log delta moves epsilon by less than a part in 10,000 (or is below 1e-7)."""
    return curve.error(epsilon, steps) < max(1e-7, 1e-4 * epsilon * -curve.log_delta(epsilon)[1])


def _solve(log_delta: Callable[[float], tuple[float, float]], log_target: float, upper: float) -> float:
    """Return the epsilon in [0, upper] at which log delta meets the target: Newton's method, kept inside a bracket."""
    low, high, epsilon = 0.0, upper, upper
    for _ in range(100):
        value, slope = log_delta(epsilon)
        low, high = (epsilon, high) if value > log_target else (low, epsilon)
        proposed = epsilon - (value - log_target) / slope if math.isfinite(value) else low
        if abs(proposed - epsilon) <= 1e-10 * epsilon:
            return proposed
        if not low < proposed < high:
            proposed = (low + high) / 2 if low > 0 else high / 4
        if high < 1e-12 * upper:
            return 0.0
        epsilon = proposed
    return high

"""The exact epsilon and delta of composed Poisson-subsampled Gaussians, by the method that fits.

One step, or no subsampling: a closed form. Otherwise the contour integral where it proves itself accurate,
and the tilted Fourier transform where it doesn't; both directions (a person removed, a person added), and the
larger counts. What a method estimates as its own error is added to the result. Where neither is sure, or the
noise is so small that epsilon is in the hundreds, the smallest bound that is proven stands in: Chernoff's
(which is Rényi's), or that of counted participations.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Protocol

from execml.differential_privacy.accounting import contour, tilted_fft
from execml.differential_privacy.accounting.participation import participation_delta, participation_epsilon
from execml.differential_privacy.accounting.privacy_loss import (
    TAIL_SHARE,
    Composition,
    LossNodes,
    single_step_delta,
)
from execml.differential_privacy.accounting.renyi import renyi_delta, renyi_epsilon

SMALLEST = 1e-30  # a delta below this is returned as its Chernoff bound
COARSE = 0.05  # for less noise epsilon is in the hundreds, and a bound is taken
MANY = 10**7  # beyond so many steps too: rounding would decide


def exact_epsilon(noise_multiplier: float, sample_rate: float, steps: int, delta: float) -> float:
    """Return the smallest epsilon that holds when one person is removed from the data or added to it.

    Args:
        noise_multiplier: standard deviation of the noise, in units of the sensitivity.
        sample_rate: probability that a person takes part in a step, in (0, 1].
        steps: number of steps.
        delta: the promise's delta, in (0, 1).
    """
    if steps == 1 or sample_rate == 1:
        return _closed_form_epsilon(noise_multiplier / math.sqrt(steps), sample_rate, delta)
    if noise_multiplier < COARSE or steps > MANY:
        setting = noise_multiplier, sample_rate, steps, delta
        return min(participation_epsilon(*setting), renyi_epsilon(*setting))
    remove = Composition(noise_multiplier, sample_rate, steps, "remove", delta, math.inf)
    found = _directed_epsilon(remove, 0.0)
    return max(found, _directed_epsilon(replace(remove, direction="add"), found))


def exact_delta(noise_multiplier: float, sample_rate: float, steps: int, epsilon: float) -> float:
    """Return the smallest delta that holds with epsilon when one person is removed or added.

    Args:
        noise_multiplier: standard deviation of the noise, in units of the sensitivity.
        sample_rate: probability that a person takes part in a step, in (0, 1].
        steps: number of steps.
        epsilon: the privacy loss allowed, 0 or more.
    """
    if steps == 1 or sample_rate == 1:
        return single_step_delta(epsilon, noise_multiplier / math.sqrt(steps), sample_rate)
    if noise_multiplier < COARSE or steps > MANY:
        setting = noise_multiplier, sample_rate, steps, epsilon
        return min(participation_delta(*setting), renyi_delta(*setting))
    remove = Composition(noise_multiplier, sample_rate, steps, "remove", SMALLEST, epsilon)
    return max(_directed_delta(remove, epsilon), _directed_delta(replace(remove, direction="add"), epsilon))


def _closed_form_epsilon(noise_multiplier: float, sample_rate: float, delta: float) -> float:
    from scipy.optimize import brentq

    def surplus(epsilon: float) -> float:
        return single_step_delta(epsilon, noise_multiplier, sample_rate) - delta

    if surplus(0.0) <= 0:
        return 0.0
    high = 1.0
    while surplus(high) > 0:
        high *= 2
    return float(brentq(surplus, 0.0, high, xtol=1e-300, rtol=1e-12, maxiter=2000)) * (
        1 + 2e-12
    )  # not below the root


def _directed_epsilon(composition: Composition, floor: float) -> float:
    """Return epsilon in one direction, or ``floor`` as soon as a bound shows that it isn't larger."""
    composition, tilt = _bounded(composition)
    for _ in range(6):
        if composition.ceiling <= floor:
            return floor
        nodes, found = composition.nodes(), composition.ceiling
        for curve in _curves(composition, tilt):
            total = Total(curve, nodes, composition)
            if total.certainly_below(floor):
                return floor
            found = _solve(total.log_delta, total.log_target, composition.ceiling, found)
            error = total.error(found)
            if total.trusted(found, error):
                return min(total.safe(found, error), composition.ceiling)
            nearer = max(4 * found, composition.ceiling / 16)
            if nearer < composition.ceiling / 2 and total.certainly_below(nearer):
                composition = composition.below(nearer)
                break
        tilt, _ = composition.nodes().tilt_at(composition.steps, found)
    # No method is trusted: the bounds hold all the same.
    noise, rate, steps = composition.noise_multiplier, composition.sample_rate, composition.steps
    return min(composition.ceiling, participation_epsilon(noise, rate, steps, composition.delta))


def _bounded(composition: Composition) -> tuple[Composition, float]:
    """Return the composition with a proven ceiling on its epsilon, and the tilt that proves it.

    The lower the ceiling, the more outcomes count as jumps, whose delta is known exactly; and the fewer
    outcomes are left to the Chernoff bound, the lower the ceiling that it proves.
    """
    steps, delta = composition.steps, composition.delta
    tilt, ceiling = composition.nodes().best_tilt(steps, delta)
    for _ in range(40):
        composition = composition.below(max(ceiling, 0.0))
        nodes = composition.nodes()
        left = delta * (1 - TAIL_SHARE) - nodes.jump_delta(0.0, steps)[0]
        if ceiling <= 0 or nodes.jump_p < TAIL_SHARE * delta / steps or left <= 0:
            break
        lower_tilt, lower = nodes.best_tilt(steps, left)
        if lower > 0.8 * ceiling:
            break
        tilt, ceiling = lower_tilt, lower
    return composition, tilt


def _directed_delta(composition: Composition, epsilon: float) -> float:
    """Return delta in one direction; the tails are cut for a guess of delta that the result replaces."""
    steps, nodes = composition.steps, composition.nodes()
    guess = min(1.0, math.exp(nodes.tilt_at(steps, epsilon)[1]) + nodes.jump_delta(epsilon, steps)[0])
    while guess > SMALLEST:
        composition = replace(composition, delta=guess)
        nodes = composition.nodes()
        tilt, _ = nodes.tilt_at(steps, epsilon)
        totals = (Total(curve, nodes, composition) for curve in _curves(composition, tilt))
        total = next((total for total in totals if total.trusted(epsilon)), None)
        if total is None:
            noise, rate = composition.noise_multiplier, composition.sample_rate
            return min(guess, participation_delta(noise, rate, steps, epsilon))  # bounds from above
        found = math.exp(min(total.log_delta(epsilon)[0] + 10 * total.error(epsilon), 0.0))
        if found > guess / 100:
            return min(1.0, found + TAIL_SHARE * guess)
        guess = found
    return guess


class DeltaCurve(Protocol):
    """What both methods offer: delta as a function of epsilon, jumps left out, and its accuracy."""

    @property
    def tolerance(self) -> float:
        """The share of epsilon by which the error may move it."""

    def log_delta(self, epsilon: float) -> tuple[float, float]:
        """Return log delta and its derivative."""

    def error(self, epsilon: float, steps: int) -> float:
        """Return an estimate of the error of log delta."""


def _curves(composition: Composition, tilt: float) -> Iterator[DeltaCurve]:
    return chain(contour.lines(composition, tilt), tilted_fft.sums(composition, tilt))


@dataclass(frozen=True)
class Total:
    """A delta curve with the exactly known part added, the jumps."""

    curve: DeltaCurve
    nodes: LossNodes
    composition: Composition

    @property
    def log_target(self) -> float:
        """Logarithm of the delta to meet, less the tails that were cut off."""
        return math.log(self.composition.delta * (1 - TAIL_SHARE))

    def log_delta(self, epsilon: float) -> tuple[float, float]:
        """Return log delta and its derivative."""
        log_rest, slope = self.curve.log_delta(epsilon)
        rest = math.exp(min(log_rest, 1.0))
        jump, jump_slope = self.nodes.jump_delta(epsilon, self.composition.steps)
        return math.log(rest + jump + 1e-300), (rest * slope + jump_slope) / (rest + jump + 1e-300)

    def error(self, epsilon: float) -> float:
        """Return an estimate of the error of log delta."""
        share = math.exp(min(self.curve.log_delta(epsilon)[0] - self.log_delta(epsilon)[0], 1.0))
        return self.curve.error(epsilon, self.composition.steps) * share

    def trusted(self, epsilon: float, error: float | None = None) -> bool:
        """Return whether the error moves log delta by under 1e-6, or epsilon by the method's tolerance."""
        error = self.error(epsilon) if error is None else error
        return error < 1e-6 or error < self.curve.tolerance * epsilon * -self.log_delta(epsilon)[1]

    def safe(self, epsilon: float, error: float) -> float:
        """Return epsilon moved up by what ten times the error of log delta is worth."""
        slope = self.log_delta(epsilon)[1]
        return epsilon + 10 * error / -slope if slope < 0 else math.inf

    def certainly_below(self, epsilon: float) -> bool:
        """Return whether delta at epsilon is below the target by more than its error."""
        log_delta, _ = self.log_delta(epsilon)
        return log_delta < self.log_target and log_delta + 10 * self.error(epsilon) < self.log_target


def _solve(
    log_delta: Callable[[float], tuple[float, float]], log_target: float, upper: float, start: float
) -> float:
    """Return the epsilon in [0, upper] at which log delta meets the target (Newton, inside a bracket)."""
    low, high, epsilon = 0.0, upper, start if 0 < start <= upper else upper
    for _ in range(100):
        value, slope = log_delta(epsilon)
        low, high = (epsilon, high) if value > log_target else (low, epsilon)
        proposed = epsilon - (value - log_target) / slope if slope < 0 else low
        if abs(proposed - epsilon) <= 1e-10 * epsilon:
            return proposed
        if not low < proposed < high:
            proposed = (low + high) / 2 if low > 0 else high / 4
        if high < 1e-12 * upper:
            return 0.0
        epsilon = proposed
    return high

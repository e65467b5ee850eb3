"""The privacy loss of one step of the Poisson-subsampled Gaussian mechanism, as numbers.

One step adds Gaussian noise to a sum that each person enters with a fixed probability. With a person in the
data the output is distributed as P = (1 - q) N(0, s^2) + q N(1, s^2), without as Q = N(0, s^2), where s is
the noise multiplier and q the sample rate. The privacy loss of an output x is L(x) = log P(x)/Q(x); it grows
with x.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr, ndtr

from execml.course.validation import real, whole

Direction = Literal["remove", "add"]
Array = NDArray[np.float64]

# The share of delta that may hide in the tails of the noise; it is counted as harm in full.
TAIL_SHARE = 1e-6
# The noise multipliers that are accounted for. With less noise there is no privacy to account for: one step
# in which a person takes part costs an epsilon of 5,000. With more, rounding decides.
NOISE = (0.01, 1e6)
MOST_STEPS = 10**12


@dataclass(frozen=True)
class Composition:
    """What is accounted: the mechanism, how often, in which direction, and the range that matters.

    Attributes:
        noise_multiplier: standard deviation of the noise, in units of the sensitivity.
        sample_rate: probability that a person takes part in a step, below 1.
        steps: number of steps.
        direction: ``"remove"``: outputs come from P and the loss is L; ``"add"``: they come from Q, it is -L.
        delta: the smallest delta to resolve; it says where the tails may be cut.
        ceiling: the largest epsilon of interest; it says which single losses decide alone.
    """

    noise_multiplier: float
    sample_rate: float
    steps: int
    direction: Direction
    delta: float
    ceiling: float

    def loss(self, output: Array) -> Array:
        """Return L(x) = log(1 - q + q exp((x - 1/2) / s^2)), exact for a tiny q and for a huge ratio."""
        exponent = (output - 0.5) / self.noise_multiplier**2
        moderate = np.log1p(self.sample_rate * np.expm1(np.minimum(exponent, 30.0)))
        rest = (1 - self.sample_rate) / self.sample_rate * np.exp(-np.maximum(exponent, 30.0))
        return np.where(exponent < 30.0, moderate, math.log(self.sample_rate) + exponent + np.log1p(rest))

    def output_of(self, loss: float) -> float:
        """Return the output x with L(x) = loss, for a loss above log(1 - q)."""
        log_odds = log_excess(loss, self.sample_rate) - math.log(self.sample_rate)
        return 0.5 + self.noise_multiplier**2 * log_odds

    def output_range(self) -> tuple[float, float]:
        """Return the lowest and the highest output that need nodes.

        Beyond c standard deviations a normal has a mass of at most exp(-c^2 / 2) / 2; both tails are cut
        where that is ``TAIL_SHARE * delta / steps``. And no other step can make up for an output whose loss
        exceeds what they all can take back, -steps * log(1 - q), by more than epsilon: above it an output
        decides alone (:meth:`LossNodes.jump_delta`), or, when adding, cannot do harm.
        """
        log_mass = math.log(self.delta) + math.log(TAIL_SHARE / (2 * self.steps))
        reach = math.sqrt(-2 * log_mass) * self.noise_multiplier
        others = -self.steps * math.log1p(-self.sample_rate)
        if self.direction == "add":
            return -reach, min(reach, self.output_of(others))
        log_mass = min(log_mass - math.log(self.sample_rate), -0.5)
        shifted = 1 + math.sqrt(-2 * log_mass) * self.noise_multiplier
        return -reach, min(max(reach, shifted), self.output_of(self.ceiling + others))

    def panels(self, refinement: int = 1) -> Array:
        """Return edges of panels of the output on which 16 nodes serve for smooth functions of the loss.

        Args:
            refinement: how many times more panels, for functions that oscillate.
        """
        return self.edges(*self.output_range(), refinement)

    def edges(self, low: float, high: float, refinement: int = 1) -> Array:
        """Return edges between two outputs: panels as wide as the noise allows, narrow at the loss's bend.

        At the output where both terms of P are equal, L has a complex singularity at a distance of pi s^2
        from the real line; a panel stays below half of its own distance from that.
        """
        widest, near = 1.2 * self.noise_multiplier, math.pi * self.noise_multiplier**2
        if near >= 2 * widest:
            edges = np.linspace(low, high, max(16, math.ceil((high - low) / widest)) + 1)
        else:
            bend = 0.5 + self.noise_multiplier**2 * (
                math.log1p(-self.sample_rate) - math.log(self.sample_rate)
            )
            offsets = [0.0]
            while offsets[-1] < 2 * widest:
                offsets.append(offsets[-1] + 0.5 * math.hypot(offsets[-1], near))
            far = max(abs(high - bend), abs(low - bend))
            beyond = np.arange(offsets[-1] + widest, far + widest, widest)
            apart = np.concatenate([offsets, beyond])
            inner = np.concatenate([bend - apart[:0:-1], bend + apart])
            edges = np.concatenate([[low], inner[(inner > low) & (inner < high)], [high]])
            if len(edges) < 17:
                edges = np.interp(np.linspace(0, len(edges) - 1, 17), np.arange(len(edges)), edges)
        if refinement == 1:
            return edges
        parts = refinement * (len(edges) - 1)
        return np.interp(np.linspace(0, len(edges) - 1, parts + 1), np.arange(len(edges)), edges)

    def nodes(self, refinement: int = 1) -> LossNodes:
        """Return the loss of one step at 16 nodes on each of :meth:`panels`."""
        return self._plain_nodes if refinement == 1 else self.nodes_on(self.panels(refinement), 16)

    @cached_property
    def _plain_nodes(self) -> LossNodes:
        return self.nodes_on(self.panels(), 16)

    def below(self, ceiling: float) -> Composition:
        """Return the composition with another ceiling, and with the same nodes if that does not cut them."""
        lowered = replace(self, ceiling=ceiling)
        if lowered.output_range() == self.output_range():
            lowered.__dict__["_plain_nodes"] = self._plain_nodes
        return lowered

    def nodes_on(self, edges: Array, count: int) -> LossNodes:
        """Return the loss of one step at ``count`` Gauss-Legendre nodes between neighbouring edges."""
        points, weights = gauss_legendre(count)
        half = np.diff(edges)[:, None] / 2
        output, weight = (edges[:-1, None] + half * (1 + points)).ravel(), (half * weights).ravel()
        s, q, top = self.noise_multiplier, self.sample_rate, float(edges[-1])
        loss = self.loss(output)
        log_q = np.log(weight) - (output / s) ** 2 / 2 - math.log(s * math.sqrt(2 * math.pi))
        if self.direction == "add":
            return LossNodes(-loss, log_q, 0.0, 0.0)
        jump_q = float(ndtr(-top / s))
        return LossNodes(loss, log_q + loss, (1 - q) * jump_q + q * float(ndtr((1 - top) / s)), jump_q)


@dataclass(frozen=True)
class LossNodes:
    """The privacy loss of one step as a discrete distribution: quadrature nodes over the noise.

    Attributes:
        loss: privacy loss at each node, shape (n,).
        log_mass: logarithm of the probability that each node carries, shape (n,).
        jump_p: probability under P of an output above the last node.
        jump_q: the same under Q.
    """

    loss: Array
    log_mass: Array
    jump_p: float
    jump_q: float

    def jump_delta(self, epsilon: float, steps: int) -> tuple[float, float]:
        """Return the part of delta from outcomes where some step jumps above the nodes, and its derivative.

        After such a jump the sum of the losses is above epsilon whatever the other steps do, so this part is,
        without any approximation, P(some jump) - e^epsilon Q(some jump).
        """
        p, q = (-math.expm1(steps * math.log1p(-mass)) for mass in (self.jump_p, self.jump_q))
        scaled_q = math.exp(min(epsilon + math.log(q), 1.0)) if q > 0 else 0.0
        return (p - scaled_q, -scaled_q) if p > scaled_q else (0.0, 0.0)

    def cumulant(self, tilt: Array | float) -> Array:
        """Return K(t) = log E exp(t L), jumps left out, for each real tilt t."""
        exponent = np.multiply.outer(np.atleast_1d(tilt), self.loss) + self.log_mass
        peak = exponent.max(axis=1)
        return peak + np.log(np.exp(exponent - peak[:, None]).sum(axis=1))

    def tilted(self, tilt: float) -> tuple[LossNodes, float]:
        """Return the tilted distribution exp(t L - K(t)) dP, nodes below e^-50 left out, and K(t)."""
        cumulant = float(self.cumulant(tilt)[0])
        log_mass = self.log_mass + tilt * self.loss - cumulant
        kept = log_mass > -50
        return LossNodes(self.loss[kept], log_mass[kept], self.jump_p, self.jump_q), cumulant

    def mean_and_spread(self) -> tuple[float, float]:
        """Return mean and standard deviation of the loss."""
        masses = np.exp(self.log_mass)
        mean = float(masses @ self.loss)
        return mean, math.sqrt(float(masses @ (self.loss - mean) ** 2))

    def best_tilt(self, steps: int, delta: float) -> tuple[float, float]:
        """Return the tilt that proves the smallest epsilon for a delta, and that epsilon (jumps left out)."""
        return best_tilt(lambda tilts: steps * self.cumulant(tilts), delta)

    def tilt_at(self, steps: int, epsilon: float) -> tuple[float, float]:
        """Return the tilt that proves the smallest delta for an epsilon, and its log (jumps left out)."""
        return _search(
            lambda tilts: steps * self.cumulant(tilts), lambda tilt, log_bound: log_bound - tilt * epsilon
        )


def best_tilt(cumulant: Callable[[Array], Array], delta: float) -> tuple[float, float]:
    """Return the tilt that proves the smallest epsilon for a delta, and that epsilon.

    Args:
        cumulant: K(t) = log E exp(t S) of the sum S of all losses, for an array of tilts.
        delta: the promise's delta, in (0, 1).
    """
    return _search(cumulant, lambda tilt, log_bound: (log_bound - math.log(delta)) / tilt)


def _search(
    cumulant: Callable[[Array], Array], objective: Callable[[Array, Array], Array]
) -> tuple[float, float]:
    """Minimise over tilts t a function of log(exp(K(t)) t^t / (1 + t)^(1 + t)).

    This bounds log(delta e^(t epsilon)) from above, because t^t / (1 + t)^(1 + t) is the
    largest value of (1 - e^-u)+ e^(-t u) (Canonne, Kamath and Steinke 2020, Prop. 12).
    """
    low, high = math.log(1e-6), math.log(1e14)
    for count in (33, 17, 17, 17):
        tilts = np.exp(low + (high - low) / (count - 1) * np.arange(count))
        log_harm = tilts * np.log(tilts) - (1 + tilts) * np.log1p(tilts)
        values = objective(tilts, cumulant(tilts) + log_harm)
        best = int(np.argmin(values))
        low, high = np.log(tilts[max(best - 1, 0)]), np.log(tilts[min(best + 1, count - 1)])
    return float(tilts[best]), float(values[best])


def checked_noise(noise_multiplier: float) -> float:
    """Return the noise multiplier, or raise a ValueError that names the range of :data:`NOISE`."""
    return real("noise_multiplier", noise_multiplier, *NOISE, low_open=False, high_open=False)


def checked_steps(steps: int) -> int:
    """Return the number of steps, or raise a ValueError that names the range."""
    if whole("steps", steps) > MOST_STEPS:
        raise ValueError(f"steps={steps!r} must be at most {MOST_STEPS}")
    return int(steps)


@lru_cache(maxsize=8)
def gauss_legendre(count: int) -> tuple[Array, Array]:
    """Return the nodes and weights of Gauss-Legendre quadrature on [-1, 1]."""
    return np.polynomial.legendre.leggauss(count)


def single_step_delta(epsilon: float, noise_multiplier: float, sample_rate: float) -> float:
    """Return the exact delta of one step, the larger of both directions.

    Removing: the loss is above epsilon for outputs above x = 1/2 + s^2 log((e^epsilon - 1 + q) / q), so that
        delta = q Phi((1 - x)/s) - (e^epsilon - 1 + q) Phi(-x/s). Adding: likewise with the outputs below a
        threshold. With q = 1 this is Balle and Wang (2018), Theorem 8.

    >>> round(single_step_delta(1.0, 1.0, 1.0), 6)
    0.126937
    """
    s, q = noise_multiplier, sample_rate
    log_odds = log_excess(epsilon, q)
    x = 0.5 + s * s * (log_odds - math.log(q))
    remove = _difference(math.log(q) + log_ndtr((1 - x) / s), log_odds + log_ndtr(-x / s))
    below = q * math.exp(epsilon) - math.expm1(epsilon) if q < 1 and epsilon < -math.log1p(-q) else 0.0
    if below <= 0:
        return remove
    x = 0.5 + s * s * (math.log(below) - epsilon - math.log(q))
    add = _difference(math.log(below) + log_ndtr(x / s), epsilon + math.log(q) + log_ndtr((x - 1) / s))
    return max(remove, add)


def log_excess(loss: float, sample_rate: float) -> float:
    """Return log(e^loss - 1 + q), which neither overflows nor cancels.

    >>> log_excess(1000.0, 0.5)
    1000.0
    """
    if loss > 1:
        return loss + math.log1p(-(1 - sample_rate) * math.exp(-loss))
    return math.log(math.expm1(loss) + sample_rate)


def _difference(log_large: float, log_small: float) -> float:
    """Return exp(a) - exp(b) without cancellation, and 0 where rounding would make it negative."""
    return -math.exp(log_large) * math.expm1(min(log_small - log_large, 0.0))

"""The privacy loss of one step of the Poisson-subsampled Gaussian mechanism, and how its sum is tilted.

One step adds Gaussian noise to a sum that each person enters with a fixed probability. With a person in the data the
output is distributed as P = (1 - q) N(0, s^2) + q N(1, s^2), without as Q = N(0, s^2), where s is the noise
multiplier and q the sample rate. The privacy loss of an output x is L(x) = log P(x)/Q(x).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr

Direction = Literal["remove", "add"]
Array = NDArray[np.float64]

# The share of delta that may hide in the tails of the noise beyond the last node; it is added back as if it were all harm.
TAIL_SHARE = 1e-6


def loss_of_output(output: Array, noise_multiplier: float, sample_rate: float) -> Array:
    """Return L(x) = log(1 - q + q exp((x - 1/2) / s^2)) of each output x, exact for a tiny q and for a huge ratio.

    >>> float(loss_of_output(np.array([0.5]), 1.0, 0.01)[0])
    0.0
    """
    exponent = (output - 0.5) / noise_multiplier**2
    moderate = np.log1p(sample_rate * np.expm1(np.minimum(exponent, 30.0)))
    rest = (1 - sample_rate) / sample_rate * np.exp(-np.maximum(exponent, 30.0))
    return np.where(exponent < 30.0, moderate, math.log(sample_rate) + exponent + np.log1p(rest))


@lru_cache(maxsize=8)
def gauss_legendre(count: int) -> tuple[Array, Array]:
    """Return the nodes and weights of Gauss-Legendre quadrature on [-1, 1]."""
    return np.polynomial.legendre.leggauss(count)


def quadrature(edges: Array, count: int) -> tuple[Array, Array]:
    """Return nodes and weights of ``count``-point Gauss-Legendre quadrature on each panel between the edges."""
    nodes, weights = gauss_legendre(count)
    half = np.diff(edges)[:, None] / 2
    return (edges[:-1, None] + half * (1 + nodes)).ravel(), (half * weights).ravel()


def output_range(
    noise_multiplier: float, sample_rate: float, steps: int, delta: float, direction: Direction
) -> tuple[float, float]:
    """Return the outputs between which all of the noise lies but for a mass of ``TAIL_SHARE * delta / steps``.

    The normal tail beyond c standard deviations is at most exp(-c^2 / 2) / 2.
    """
    log_mass = math.log(TAIL_SHARE * delta / steps)
    reach = math.sqrt(-2 * log_mass) * noise_multiplier
    if direction == "add":
        return -reach, reach
    shifted = math.sqrt(-2 * min(log_mass - math.log(sample_rate), -0.5)) * noise_multiplier
    return -reach, max(reach, 1 + shifted)


@dataclass(frozen=True)
class LossNodes:
    """The privacy loss of one step as a discrete distribution: Gauss-Legendre nodes over the noise.

    Attributes:
        outputs: the noisy output of each node.
        loss: privacy loss at each node.
        log_mass: logarithm of the probability that each node carries.
    """

    outputs: Array
    loss: Array
    log_mass: Array

    def cumulant(self, tilt: Array | float) -> Array:
        """Return K(t) = log E exp(t L) for each real tilt t."""
        exponent = np.multiply.outer(np.atleast_1d(tilt), self.loss) + self.log_mass
        peak = exponent.max(axis=1)
        return peak + np.log(np.exp(exponent - peak[:, None]).sum(axis=1))

    def tilted(self, tilt: float) -> tuple[LossNodes, float]:
        """Return the tilted distribution exp(t L - K(t)) dP, without the nodes that carry below e^-50, and K(t)."""
        cumulant = float(self.cumulant(tilt)[0])
        log_mass = self.log_mass + tilt * self.loss - cumulant
        kept = log_mass > -50
        return LossNodes(self.outputs[kept], self.loss[kept], log_mass[kept]), cumulant

    def mean_and_spread(self) -> tuple[float, float]:
        """Return mean and standard deviation of the loss."""
        masses = np.exp(self.log_mass)
        mean = float(masses @ self.loss)
        return mean, math.sqrt(float(masses @ (self.loss - mean) ** 2))


def loss_at(
    outputs: Array, weights: Array, noise_multiplier: float, sample_rate: float, direction: Direction
) -> LossNodes:
    """Return the loss and its log mass at quadrature nodes of the output (``weights`` are those of the quadrature).

    ``"remove"``: outputs are drawn from P and the loss is L; ``"add"``: outputs are drawn from Q and the loss is -L.
    """
    loss = loss_of_output(outputs, noise_multiplier, sample_rate)
    log_q = np.log(weights) - (outputs / noise_multiplier) ** 2 / 2 - math.log(noise_multiplier * math.sqrt(2 * math.pi))
    if direction == "remove":
        return LossNodes(outputs, loss, log_q + loss)
    return LossNodes(outputs, -loss, log_q)


def loss_nodes(
    noise_multiplier: float,
    sample_rate: float,
    steps: int,
    delta: float,
    direction: Direction,
    refinement: int = 1,
) -> LossNodes:
    """Return the loss of one step on panels of 16 nodes, narrow enough for smooth functions of the loss.

    L has a complex singularity at a distance of pi s^2 from the real line; a panel stays below half of that.

    Args:
        noise_multiplier: standard deviation of the noise, in units of the sensitivity.
        sample_rate: probability that a person takes part in a step.
        steps: number of steps; with ``delta`` it says how far the tails matter.
        delta: the probability that is being resolved.
        direction: ``"remove"`` or ``"add"``, see :func:`loss_at`.
        refinement: how many times more panels, for functions that oscillate.
    """
    low, high = output_range(noise_multiplier, sample_rate, steps, delta, direction)
    width = min(1.2 * noise_multiplier, 0.5 * math.pi * noise_multiplier**2)
    panels = refinement * max(16, math.ceil((high - low) / width))
    outputs, weights = quadrature(np.linspace(low, high, panels + 1), 16)
    return loss_at(outputs, weights, noise_multiplier, sample_rate, direction)


def log_harm(tilt: Array) -> Array:
    """Return log of the largest value of (1 - e^-u)+ e^(-t u) over u, which is t^t / (1 + t)^(1 + t).

    With it, delta(epsilon) <= exp(T K(t) - t epsilon) t^t / (1 + t)^(1 + t) (Canonne, Kamath and Steinke 2020, Prop. 12).
    """
    return tilt * np.log(tilt) - (1 + tilt) * np.log1p(tilt)


def best_tilt(
    nodes: LossNodes, steps: int, delta: float | None = None, epsilon: float | None = None
) -> tuple[float, float]:
    """Return the tilt that gives the best Chernoff bound, and that bound.

    Args:
        nodes: the loss of one step.
        steps: number of steps.
        delta: if given, the bound is the smallest epsilon that some tilt proves for it.
        epsilon: if given (and no delta), the bound is the logarithm of the smallest delta that some tilt proves for it.
    """
    low, high = math.log(1e-6), math.log(1e12)
    for _ in range(4):
        tilt = np.exp(np.linspace(low, high, 33))
        log_delta = steps * nodes.cumulant(tilt) + log_harm(tilt)
        bound = log_delta - tilt * epsilon if epsilon is not None else (log_delta - math.log(delta or 1.0)) / tilt
        best = int(np.argmin(bound))
        low, high = np.log(tilt[max(best - 1, 0)]), np.log(tilt[min(best + 1, 32)])
    return float(tilt[best]), float(bound[best])


def single_step_delta(epsilon: float, noise_multiplier: float, sample_rate: float) -> float:
    """Return the exact delta of one step, the larger of both directions.

    Removing: the outputs with loss above epsilon are those above x = 1/2 + s^2 log((e^epsilon - 1 + q) / q), so that
    delta = q Phi((1 - x)/s) - (e^epsilon - 1 + q) Phi(-x/s); adding likewise with the outputs below a threshold.
    With q = 1 this is Balle and Wang (2018), Theorem 8.

    >>> round(single_step_delta(1.0, 1.0, 1.0), 6)
    0.126937
    """
    s, q = noise_multiplier, sample_rate
    log_odds = epsilon + math.log1p(-(1 - q) * math.exp(-epsilon)) if epsilon > 1 else math.log(math.expm1(epsilon) + q)
    x = 0.5 + s * s * (log_odds - math.log(q))
    remove = _difference(math.log(q) + log_ndtr((1 - x) / s), log_odds + log_ndtr(-x / s))
    below = q * math.exp(epsilon) - math.expm1(epsilon) if q < 1 and epsilon < -math.log1p(-q) else 0.0
    if below <= 0:
        return remove
    x = 0.5 + s * s * (math.log(below) - epsilon - math.log(q))
    add = _difference(math.log(below) + log_ndtr(x / s), epsilon + math.log(q) + log_ndtr((x - 1) / s))
    return max(remove, add)


def _difference(log_large: float, log_small: float) -> float:
    """Return exp(a) - exp(b) without cancellation, and 0 where rounding would make it negative."""
    return max(0.0, -math.exp(log_large) * math.expm1(log_small - log_large))

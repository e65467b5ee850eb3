"""The exact accountant as a contour integral: delta(epsilon) from the moments of the privacy loss.

With K(z) = log E exp(z L) of one step, T steps and any real t > 0 (Alghamdi et al. 2023, arXiv 2208.09595),

    delta(epsilon) = 1/(2 pi i) * integral over Re z = t of exp(T K(z) - z epsilon) / (z (1 + z)) dz,

because delta is E (1 - e^(epsilon - S))+ for the sum S of the losses, and 1/(z (1 + z)) is the Laplace
transform of (1 - e^-u)+. At the tilt t of the best Chernoff bound the integrand is about a bell curve, and
some 60 points of the line suffice, whatever T is.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from execml.differential_privacy.accounting.privacy_loss import Array, Composition, LossNodes

MOST_HEIGHTS = 700  # beyond, the tilted Fourier transform is cheaper


@dataclass(frozen=True)
class Line:
    """The integrand on the vertical line Re z = tilt, at equally spaced heights from 0 upwards.

    Attributes:
        tilt: real part of the line.
        heights: imaginary parts, shape (n,).
        values: exp(T K(z) - z centre) / (z (1 + z)) over exp(log_scale), shape (n,), the first one halved.
        centre: mean of the tilted sum of losses, about the epsilon that the line resolves best.
        log_scale: T K(tilt) - tilt * centre.
    """

    tilt: float
    heights: Array
    values: NDArray[np.complex128]
    centre: float
    log_scale: float
    tolerance: ClassVar[float] = 0.0  # a line that is not sure is followed further, or left

    def log_delta(self, epsilon: float, stride: int = 1) -> tuple[float, float]:
        """Return log delta and its derivative in epsilon, trapezoid rule on every ``stride``-th height.

        Log delta is -inf where the sum isn't positive: far below the smallest delta that the line resolves.
        """
        heights, values = self.heights[::stride], self.values[::stride]
        turned = values * np.exp(-1j * heights * (epsilon - self.centre))
        total = float(turned.real.sum())
        if total <= 0:
            return -math.inf, -self.tilt
        slope = -float((turned * (self.tilt + 1j * heights)).real.sum()) / total
        area = heights[1] * total / math.pi
        return self.log_scale - self.tilt * (epsilon - self.centre) + math.log(area), slope

    def error(self, epsilon: float, steps: int) -> float:
        """Return an estimate of the error of log delta: the tail cut off, rounding, and the spacing."""
        total = abs(float((self.values * np.exp(-1j * self.heights * (epsilon - self.centre))).real.sum()))
        # Where few losses are large the integrand comes and goes: its last quarter speaks for what is cut.
        count = len(self.heights)
        tail = float(np.abs(self.values[-max(3, count // 4) :]).max()) * count
        rounding = float(np.abs(self.values).sum()) * 1e-16 * steps
        disagreement = abs(self.log_delta(epsilon)[0] - self.log_delta(epsilon, stride=2)[0])
        return (tail + rounding) / (total + 1e-300) + disagreement


def characteristic(losses: Array, masses: Array, spacing: float, count: int) -> NDArray[np.complex128]:
    """Return E exp(i y L) at the heights y = 0, spacing, 2 spacing, ..., shape (count,).

    With y = (a m + b) spacing, exp(i y L) factors into two short tables: 400 heights cost 40 exponentials a
    node.
    """
    inner = math.isqrt(count - 1) + 1
    outer = -(-count // inner)
    fine = np.exp(1j * spacing * np.multiply.outer(losses, np.arange(inner)))
    coarse = masses * np.exp(1j * spacing * inner * np.multiply.outer(np.arange(outer), losses))
    return np.asarray(coarse @ fine, dtype=np.complex128).ravel()[:count]


def line(nodes: LossNodes, steps: int, tilt: float, top: float, period: float) -> Line:
    """Evaluate the integrand from height 0 to ``top``.

    Args:
        nodes: the loss of one step.
        steps: number of steps.
        tilt: real part of the line.
        top: the last height.
        period: 2 pi over the spacing; sums of losses this far apart are confused with each other.
    """
    tilted, cumulant = nodes.tilted(tilt)
    mean, _ = tilted.mean_and_spread()
    spacing = 2 * math.pi / period
    heights = np.arange(int(top / spacing) + 2, dtype=np.float64) * spacing
    moments = characteristic(tilted.loss - mean, np.exp(tilted.log_mass), spacing, len(heights))
    z = tilt + 1j * heights
    values = np.exp(steps * np.log(moments)) / (z * (1 + z))
    values[0] /= 2
    centre = steps * mean
    return Line(tilt, heights, values, centre, steps * cumulant - tilt * centre)


def lines(composition: Composition, tilt: float) -> Iterator[Line]:
    """Yield up to three lines at one tilt, each longer and finer, of at most ``MOST_HEIGHTS`` points."""
    nodes = composition.nodes()
    tilted, _ = nodes.tilted(tilt)
    spread = math.sqrt(composition.steps) * tilted.mean_and_spread()[1]
    if spread == 0:  # the tilt has left a single loss: there is no curve to follow
        return
    for factor in (1, 2, 4):
        top = factor * 11 / spread
        period = factor * max(18 * spread, 2 * (16 - math.log(composition.delta)) / tilt)
        if top * period / (2 * math.pi) > MOST_HEIGHTS:
            return
        turns = top * float(np.abs(tilted.loss[16:] - tilted.loss[:-16]).max(initial=0.0)) / 10
        if turns > 1:  # the integrand turns too often within a panel
            nodes = composition.nodes(math.ceil(turns))
        yield line(nodes, composition.steps, tilt, top, period)

"""The exact accountant as a contour integral: delta(epsilon) from the moments of the privacy loss.

With K(z) = log E exp(z L) of one step, T steps and any real t > 0 (Alghamdi et al. 2023, arXiv 2208.09595),

    delta(epsilon) = 1/(2 pi i) * integral over Re z = t of exp(T K(z) - z epsilon) / (z (1 + z)) dz,

because delta is E (1 - e^(epsilon - S))+ for the sum S of the losses, and 1/(z (1 + z)) is the Laplace
transform of (1 - e^-u)+. At the tilt t of the best Chernoff bound the integrand is about a bell curve where
many losses add up, and then 30 to 90 points of the line suffice, whatever T is. Where few large losses decide
it dies out slowly, and the line is left for a Fourier transform.
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
LENGTHS = ((1, 1), (2, 1.3), (4, 2), (4, 4))  # how many times longer, and finer, a line is than the usual one
HOPELESS = 1e-3  # a line that ends with so large a share of its first value will not die out soon
ROUNDING = 1e-15  # of a moment, from products of some fifty factors


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

    def end(self) -> float:
        """Return how large the integrand still is in its last quarter, as a share of its size at height 0.

        Where few losses are large it comes and goes: the largest value there speaks for what is cut.
        """
        last = self.values[-max(3, len(self.values) // 4) :]
        return float(np.abs(last).max() / np.abs(self.values[0]))

    def error(self, epsilon: float, steps: int) -> float:
        """Return an estimate of the error of log delta: the tail cut off, rounding, and the spacing."""
        turned = (self.values * np.exp(-1j * self.heights * (epsilon - self.centre))).real
        total, coarse = float(turned.sum()), 2 * float(turned[::2].sum())
        sizes = np.abs(self.values)
        tail = self.end() * float(sizes[0]) * len(sizes)
        rounding = float(sizes.sum()) * ROUNDING * steps
        agree = total > 0 and coarse > 0
        return (tail + rounding) / (abs(total) + 1e-300) + (
            abs(math.log(coarse / total)) if agree else math.inf
        )


def characteristic(losses: Array, masses: Array, spacing: float, count: int) -> NDArray[np.complex128]:
    """Return E exp(i y L) at the heights y = 0, spacing, 2 spacing, ..., shape (count,).

    With y = (a m + b) spacing, exp(i y L) factors into two short tables of powers: 400 heights cost two
    exponentials and 40 products a node.
    """
    inner = math.isqrt(count - 1) + 1
    fine = _powers(spacing * losses, inner)
    coarse = masses * _powers(spacing * inner * losses, -(-count // inner))
    return np.asarray(coarse @ fine.T, dtype=np.complex128).ravel()[:count]


def _powers(angles: Array, count: int) -> NDArray[np.complex128]:
    """Return exp(i k angle) for k = 0, ..., count - 1, shape (count, n)."""
    turn = np.exp(1j * angles)
    powers = np.empty((count, len(angles)), dtype=np.complex128)
    powers[0] = 1
    for k in range(1, count):
        np.multiply(powers[k - 1], turn, out=powers[k])
    return powers


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
    """Yield lines at one tilt, ever longer and finer, of at most ``MOST_HEIGHTS`` points.

    None follows one whose end says that four times its length would not do either.
    """
    nodes = composition.nodes()
    tilted, _ = nodes.tilted(tilt)
    spread = math.sqrt(composition.steps) * tilted.mean_and_spread()[1]
    if spread == 0:  # the tilt has left a single loss: there is no curve to follow
        return
    for longer, finer in LENGTHS:
        top = longer * 11 / spread
        period = finer * max(18 * spread, 2 * (16 - math.log(composition.delta)) / tilt)
        if top * period / (2 * math.pi) > MOST_HEIGHTS:
            return
        turns = top * float(np.abs(tilted.loss[16:] - tilted.loss[:-16]).max(initial=0.0)) / 10
        if turns > 1:  # the integrand turns too often within a panel
            nodes = composition.nodes(math.ceil(turns))
        found = line(nodes, composition.steps, tilt, top, period)
        yield found
        if longer > 1 and found.end() > HOPELESS:
            return

"""The exact accountant as a Fourier transform of the tilted privacy loss, for sums far from a bell curve.

Where few steps carry nearly all of the loss, the contour integral dies out slowly. Here the loss of one step,
tilted by exp(t L) so that the far tail is as likely as the bulk, is spread onto a grid, transformed, raised
to the number of steps and transformed back. Without the tilt, rounding errors of 1e-16 stand where
probabilities of 1e-12 are summed.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfft, rfft

from execml.differential_privacy.accounting.privacy_loss import Array, Composition, LossNodes

# Of each grid how many times longer it is than the first one, and how many points it has.
GRIDS = ((1, 2**14), (1, 2**16), (2, 2**18), (4, 2**20))
OFFSETS = range(-2, 4)  # the six grid points that share the mass of a loss between the points 0 and 1


@dataclass(frozen=True)
class Sum:
    """The distribution of the sum of losses on a grid, tilted about a centre.

    Attributes:
        losses: the grid, increasing, shape (n,).
        tilted: tilted probability of each grid point, shape (n,).
        tilt: the tilt; a probability is its tilted value times exp(log_scale - tilt * (loss - centre)).
        centre: mean of the tilted sum.
        log_scale: logarithm of the common factor.
        tolerance: the share of epsilon by which the error may move it: more on the last grid, after which no
            method comes.
    """

    losses: Array
    tilted: Array
    tilt: float
    centre: float
    log_scale: float
    tolerance: float = 1e-6

    @property
    def spacing(self) -> float:
        """Distance of neighbouring grid points."""
        return float(self.losses[1] - self.losses[0])

    def log_delta(self, epsilon: float) -> tuple[float, float]:
        """Return log delta and its derivative in epsilon.

        Delta is the sum over losses above epsilon of mass * (1 - e^(epsilon - loss)). That function has a
        kink at epsilon, between two grid points; the second Bernoulli polynomial corrects for it (Euler and
        Maclaurin).
        """
        first = int(np.searchsorted(self.losses, epsilon, side="right"))
        losses = self.losses[first:]
        masses = self.tilted[first:] * np.exp(-self.tilt * (losses - epsilon))
        kept = np.exp(epsilon - losses)
        total, flat = float(masses @ (1 - kept)), float(masses @ kept)
        if 0 < first < len(self.losses):
            place = float(losses[0] - epsilon) / self.spacing
            total += self.spacing * float(masses[0]) * (place**2 - place + 1 / 6) / 2
        if total <= 0:
            return -math.inf, -self.tilt
        return self._scale(epsilon) + math.log(total), -flat / total

    def _scale(self, epsilon: float) -> float:
        """Return the logarithm of what a tilted probability at epsilon is to be multiplied with."""
        return self.log_scale - self.tilt * (epsilon - self.centre)

    def error(self, epsilon: float, steps: int) -> float:
        """Return an estimate of the error of log delta: short or coarse grid, wrapping, rounding."""
        if not self.losses[0] < epsilon < self.losses[-1]:
            return math.inf
        log_delta, slope = self.log_delta(epsilon)
        if log_delta == -math.inf:
            return math.inf
        total = math.exp(log_delta - self._scale(epsilon))
        above = self.losses[self.losses > epsilon] - epsilon
        weights = np.exp(-self.tilt * above) * -np.expm1(-above)
        noise = float(np.abs(self.tilted).reshape(64, -1).mean(axis=1).min())  # in the quietest stretch of 64
        low_end = float(np.abs(self.tilted[: len(self.losses) // 4]).sum())
        undone = self.tilt * (self.spacing * len(self.losses) / 2 + self.centre - epsilon)
        wrapped = low_end * math.exp(min(-undone, 600.0))
        return (noise * float(weights.sum()) + wrapped) / total + (self.spacing * slope) ** 2 / 50


def shares(fraction: Array) -> list[Array]:
    """Return how a unit mass at ``fraction`` between grid points 0 and 1 is shared among ``OFFSETS``.

    Lagrange's weights of degree 5 keep the first five moments: losses far below the spacing aren't widened.

    >>> [round(float(share[0]), 4) for share in shares(np.array([0.5]))]
    [0.0117, -0.0977, 0.5859, 0.5859, -0.0977, 0.0117]
    """
    away = [fraction - offset for offset in OFFSETS]
    below, above = list(accumulate(away, np.multiply)), list(accumulate(away[::-1], np.multiply))[::-1]
    others = [above[1], *(low * high for low, high in zip(below, above[2:], strict=False)), below[-2]]
    scales = [math.prod(own - other for other in OFFSETS if other != own) for own in OFFSETS]
    return [product / scale for product, scale in zip(others, scales, strict=True)]


def dense_nodes(composition: Composition, tilt: float, spacing: float) -> LossNodes:
    """Return nodes where the tilted loss has mass, of which four share at most two grid steps of the loss."""
    edges, coarse = composition.panels(), composition.nodes()
    log_mass = (coarse.log_mass + tilt * coarse.loss - coarse.cumulant(tilt)).reshape(-1, 16)
    kept = np.flatnonzero(log_mass.max(axis=1) > -50)
    ladder = np.linspace(edges[kept[0]], edges[kept[-1] + 1], 4001)
    loss = composition.loss(ladder)
    effort = (loss - loss[0]) / (2 * spacing) + np.linspace(0, 200, len(ladder))
    return composition.nodes_on(np.interp(np.linspace(0, effort[-1], int(effort[-1]) + 2), effort, ladder), 4)


def distribution_of_sum(nodes: LossNodes, steps: int, mean: float, spacing: float, size: int) -> Array:
    """Return the probabilities of the sum of ``steps`` losses on a grid about its mean, shape (size,)."""
    place = (nodes.loss - mean) / spacing
    floor = np.floor(place)
    index, masses = floor.astype(np.int64) % size, np.exp(nodes.log_mass)
    grid = np.zeros(size)
    for offset, share in zip(OFFSETS, shares(place - floor), strict=True):
        grid += np.roll(np.bincount(index, weights=masses * share, minlength=size), offset)
    return np.fft.fftshift(irfft(power(rfft(grid), steps), size))


def power(values: NDArray[np.complex128], exponent: int) -> NDArray[np.complex128]:
    """Return the values to a whole power of at least 1 by squaring, several times faster than ``**``.

    >>> power(np.array([2.0 + 0j, 1j]), 5).tolist()
    [(32+0j), 1j]
    """
    result: NDArray[np.complex128] | None = None
    while exponent > 1:
        if exponent % 2:
            result = values if result is None else result * values
        values, exponent = values * values, exponent // 2
    return values if result is None else result * values


def sums(composition: Composition, tilt: float) -> Iterator[Sum]:
    """Yield the distribution of the sum of losses at one tilt, on grids that grow from 2^14 to 2^20 points.

    The grid is long enough for the tilted bulk, for two of the largest losses on either side of it, and for
    the mass that wraps around its ends to be negligible once the tilt is undone.
    """
    steps = composition.steps
    coarse, _ = composition.nodes().tilted(tilt)
    spread = math.sqrt(steps) * coarse.mean_and_spread()[1]
    length = max(14 * spread, (20 - math.log(composition.delta)) / tilt, 5 * float(coarse.loss.max()))
    for longer, size in GRIDS:
        spacing = longer * length / size
        tilted, cumulant = dense_nodes(composition, tilt, spacing).tilted(tilt)
        mean, _ = tilted.mean_and_spread()
        centre = steps * mean
        grid = centre + (np.arange(size, dtype=np.float64) - size // 2) * spacing
        masses = distribution_of_sum(tilted, steps, mean, spacing, size)
        tolerance = 1e-6 if size < GRIDS[-1][1] else 1e-5
        yield Sum(grid, masses, tilt, centre, steps * cumulant - tilt * centre, tolerance)

"""Sums of different losses on a common grid: a bound for mixtures that no contour integral follows.

Each loss l between two grid points a < b is replaced by a loss that is a or b, with the probabilities that
keep the mass of both worlds, P and Q ("connect the dots": Doroshenko, Ghazi, Kamath, Kumar and Manurangsi
2022, arXiv 2207.04380). The harm (1 - e^(epsilon - l))+ is convex in e^(-l), so the delta of the sum can only
rise: what is found here is never too small, but for the rounding of the transform, which is added.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.fft import irfft, rfft

from execml.differential_privacy.accounting.privacy_loss import Array, Composition, LossNodes
from execml.differential_privacy.accounting.tilted_fft import dense_nodes

SIZES = (2**16, 2**18, 2**20)  # a finer grid is taken until it changes epsilon by less than the share below
SETTLED = 1e-3
ROUNDING = 1e-15
STEEPEST = 20.0  # the largest exponent of the tilt from one grid point to the next


@dataclass(frozen=True)
class Kind:
    """One kind of release in a mixture.

    Attributes:
        nodes: its loss at quadrature nodes, or its few values.
        steps: how many such steps there are.
        composition: how the nodes were made, if with sampling; ``None`` for a few values.
        noise: the noise multiplier, if everybody takes part in each step.
    """

    nodes: LossNodes
    steps: int
    composition: Composition | None = None
    noise: float | None = None

    def dense(self, tilt: float, spacing: float) -> LossNodes:
        """Return nodes of which several share a grid step."""
        if self.composition is not None:
            return dense_nodes(self.composition, tilt, spacing)
        if self.noise is None:
            return self.nodes
        low, high = self._reach(tilt)
        edges = np.linspace(low, high, math.ceil((high - low) / (2 * spacing * self.noise**2)) + 200)
        half, middle = np.diff(edges)[:, None] / 2, (edges[:-1, None] + edges[1:, None]) / 2
        points, weights = np.polynomial.legendre.leggauss(4)
        output, weight = (middle + half * points).ravel(), (half * weights).ravel()
        scale = self.noise * math.sqrt(2 * math.pi)
        # The loss of a Gaussian release is normal, with the same law whether a person is added or removed.
        log_mass = np.log(weight / scale) - ((output - 1) / self.noise) ** 2 / 2
        return LossNodes((output - 0.5) / self.noise**2, log_mass, 0.0, 0.0)

    def _reach(self, tilt: float) -> tuple[float, float]:
        """Return outputs between which the tilted noise, normal about 1 + tilt, has its mass."""
        return 1 + tilt - 10.5 * (self.noise or 1.0), 1 + tilt + 10.5 * (self.noise or 1.0)


def grid_epsilon(kinds: Sequence[Kind], tilt: float, delta: float, bound: float) -> float:
    """Return an epsilon that the kinds together keep in one direction, and ``bound`` if that is smaller.

    Args:
        kinds: of each, what its nodes say of one direction.
        tilt: exponent by which the far tail is made as likely as the bulk.
        delta: the promise's delta, in (0, 1).
        bound: an epsilon that is known to hold.
    """
    found = bound
    for size in SIZES:
        following = min(bound, _epsilon_on(kinds, tilt, delta, bound, size))
        if abs(following - found) <= SETTLED * following and size > SIZES[0]:
            return following
        found = following
    return found


def _epsilon_on(kinds: Sequence[Kind], tilt: float, delta: float, bound: float, size: int) -> float:
    coarse = [(*kind.nodes.tilted(tilt)[0].mean_and_spread(), kind) for kind in kinds]
    spread = math.sqrt(sum(kind.steps * deviation**2 for _, deviation, kind in coarse))
    largest = max(float(np.abs(kind.nodes.tilted(tilt)[0].loss).max()) for kind in kinds)
    length = max(14 * spread, (20 - math.log(delta)) / tilt, 5 * largest)
    spacing = length / size
    tilt = min(tilt, STEEPEST / spacing)  # any tilt is right; a steeper one would overflow
    transform, log_scale, offset = np.ones(size // 2 + 1, dtype=complex), 0.0, 0
    for kind in kinds:
        tilted, cumulant = kind.dense(tilt, spacing).tilted(tilt)
        place = round(tilted.mean_and_spread()[0] / spacing)
        with np.errstate(over="ignore", invalid="ignore"):
            transform *= rfft(_spread_up(tilted, tilt, spacing, place, size)) ** kind.steps
        log_scale += kind.steps * cumulant
        offset += kind.steps * place
    if not np.isfinite(transform).all():  # so steep a tilt needs a finer grid
        return math.inf
    losses: Array = (np.arange(size, dtype=np.float64) + (offset - size // 2)) * spacing
    masses: Array = np.fft.fftshift(irfft(transform, size)).astype(np.float64)
    # What rounding may have taken from a point: a power of the transform multiplies its relative error.
    masses += ROUNDING * sum(kind.steps for kind in kinds) / math.sqrt(size)
    return _crossing(losses, masses, tilt, log_scale, math.log(delta), bound)


def _spread_up(nodes: LossNodes, tilt: float, spacing: float, place: int, size: int) -> Array:
    """Return the tilted masses on the grid, each shared by the two points beside its loss; shape (size,)."""
    below = np.floor(nodes.loss / spacing)
    over = nodes.loss - below * spacing
    share = np.expm1(-over) / math.expm1(-spacing)
    mass, index = np.exp(nodes.log_mass), below.astype(np.int64) - place
    grid = np.zeros(size)
    grid += np.bincount(index % size, mass * (1 - share) * np.exp(-tilt * over), size)
    grid += np.bincount((index + 1) % size, mass * share * np.exp(tilt * (spacing - over)), size)
    return grid


def _crossing(
    losses: Array, masses: Array, tilt: float, log_scale: float, log_delta: float, bound: float
) -> float:
    """Return the epsilon in [0, bound] at which the sum on the grid has this delta; infinity if none has."""

    def surplus(epsilon: float) -> float:
        above = losses > epsilon
        excess = losses[above] - epsilon
        harm = float(masses[above] @ (np.exp(-tilt * excess) * -np.expm1(-excess)))
        return math.log(max(harm, 1e-300)) + log_scale - tilt * epsilon - log_delta

    low, high = 0.0, bound
    if surplus(high) > 0:
        return math.inf
    if surplus(low) <= 0:
        return 0.0
    for _ in range(30):
        middle = (low + high) / 2
        low, high = (middle, high) if surplus(middle) > 0 else (low, middle)
    return high

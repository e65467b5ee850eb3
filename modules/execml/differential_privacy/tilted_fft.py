"""The exact accountant as a Fourier transform of the tilted privacy loss, for sums that are far from a bell curve.

Where few steps carry nearly all of the loss, the contour integral dies out slowly. Here the loss of one step, tilted by
exp(t L) so that the far tail is as likely as the bulk, is spread onto a grid, transformed, raised to the number of steps
and transformed back. Without the tilt, rounding errors of size 1e-16 stand where probabilities of 1e-12 are summed.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfft, rfft

from execml.differential_privacy.privacy_loss import (
    Array,
    Direction,
    LossNodes,
    loss_at,
    loss_nodes,
    loss_of_output,
    quadrature,
)

OFFSETS = np.arange(-2, 4)  # the six grid points that share the mass of a loss between the points 0 and 1
COARSEST = 40  # an epsilon of fewer grid steps asks for a finer grid


@dataclass(frozen=True)
class Sum:
    """The distribution of the sum of losses on a grid, untilted up to a scale.

    Attributes:
        losses: the grid, increasing, shape (n,).
        masses: probability of each grid point divided by exp(log_scale), shape (n,).
        log_scale: logarithm of the common factor.
        noise: size of the tilted masses where they should vanish, in the quietest of 64 stretches of the grid.
        tilt: the tilt that was used.
        centre: the loss at which the tilt is 1.
    """

    losses: Array
    masses: Array
    log_scale: float
    noise: float
    tilt: float
    centre: float

    def log_delta(self, epsilon: float, stride: int = 1) -> tuple[float, float]:
        """Return log delta and its derivative in epsilon: delta = sum of masses * (1 - e^(epsilon - loss)) above epsilon."""
        above = slice(int(np.searchsorted(self.losses, epsilon, side="right")), None)
        kept = np.exp(epsilon - self.losses[above])
        total, flat = float(self.masses[above] @ (1 - kept)), float(self.masses[above] @ kept)
        if total <= 0:
            return -math.inf, -self.tilt
        return self.log_scale + math.log(total), -flat / total

    def error(self, epsilon: float, steps: int) -> float:
        """Return an estimate of the error of log delta: infinite where the grid doesn't reach or is too coarse for epsilon, else
        the rounding noise of all masses above."""
        margin = 0.02 * (self.losses[-1] - self.losses[0])
        resolved = epsilon > COARSEST * (self.losses[1] - self.losses[0])
        if not (resolved and self.losses[0] + margin < epsilon < self.losses[-1] - margin):
            return math.inf
        above = slice(int(np.searchsorted(self.losses, epsilon, side="right")), None)
        weights = np.exp(-self.tilt * (self.losses[above] - self.centre)) * (1 - np.exp(epsilon - self.losses[above]))
        total = math.exp(self.log_delta(epsilon)[0] - self.log_scale)
        return self.noise * float(weights.sum()) / (total + 1e-300)


def shares(fraction: Array) -> list[Array]:
    """Return how a unit mass at ``fraction`` between grid points 0 and 1 is shared among ``OFFSETS``.

    These are Lagrange's weights of degree 5: they keep the first five moments, so a loss far below the grid step isn't widened.
    """
    found = []
    for own in OFFSETS:
        others = OFFSETS[OFFSETS != own]
        found.append(np.prod([(fraction - other) / (own - other) for other in others], axis=0))
    return found


def dense_outputs(low: float, high: float, spacing: float, noise_multiplier: float, sample_rate: float) -> Array:
    """Return panel edges such that the loss moves by at most two grid steps, and the output by 1/200 of its range, a panel."""
    ladder = np.linspace(low, high, 4001)
    loss = loss_of_output(ladder, noise_multiplier, sample_rate)
    effort = (loss - loss[0]) / (2 * spacing) + np.linspace(0, 200, len(ladder))
    return np.interp(np.linspace(0, effort[-1], int(effort[-1]) + 2), effort, ladder)


def transformed(nodes: LossNodes, steps: int, mean: float, spacing: float, size: int) -> Array:
    """Return the masses of the sum of ``steps`` tilted losses at the grid points mean * steps + spacing * (-size/2 .. size/2 - 1)."""
    place = (nodes.loss - mean) / spacing
    floor = np.floor(place)
    index, masses = floor.astype(np.int64), np.exp(nodes.log_mass)
    grid = np.zeros(size)
    for offset, share in zip(OFFSETS, shares(place - floor), strict=True):
        grid += np.bincount((index + offset) % size, weights=masses * share, minlength=size)
    return np.fft.fftshift(irfft(rfft(grid) ** steps, size))


def sums(
    noise_multiplier: float, sample_rate: float, steps: int, delta: float, direction: Direction, tilt: float
) -> Iterator[Sum]:
    """Yield the distribution of the sum of losses on grids that grow from 2^16 to 2^20 points.

    Args:
        noise_multiplier: standard deviation of the noise, in units of the sensitivity.
        sample_rate: probability that a person takes part in a step.
        steps: number of steps.
        delta: the probability to resolve.
        direction: ``"remove"`` or ``"add"``.
        tilt: the tilt.
    """
    tilted, _ = loss_nodes(noise_multiplier, sample_rate, steps, delta, direction).tilted(tilt)
    low, high = float(tilted.outputs[0]), float(tilted.outputs[-1])
    spread = math.sqrt(steps) * tilted.mean_and_spread()[1]
    for factor, size in ((1, 2**16), (1, 2**18), (2, 2**18), (4, 2**20)):
        spacing = factor * max(14 * spread, (20 - math.log(delta)) / tilt) / size
        edges = dense_outputs(low, high, spacing, noise_multiplier, sample_rate)
        nodes = loss_at(*quadrature(edges, 4), noise_multiplier, sample_rate, direction)
        fine, cumulant = nodes.tilted(tilt)
        mean, _ = fine.mean_and_spread()
        offsets = spacing * (np.arange(size) - size // 2)
        tilted_masses = transformed(fine, steps, mean, spacing, size)
        noise = float(np.abs(tilted_masses).reshape(64, -1).mean(axis=1).min())
        masses = tilted_masses * np.exp(np.minimum(-tilt * offsets, 600.0))
        centre = steps * mean
        yield Sum(centre + offsets, masses, steps * cumulant - tilt * centre, noise, tilt, centre)

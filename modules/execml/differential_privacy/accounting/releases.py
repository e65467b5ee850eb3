"""Composing different releases about the same people: one privacy-loss sum, and the epsilon that it costs.

The privacy losses of independent noises add up, so the cumulant of their sum is the sum of the cumulants.
With K_j the cumulant of release j, and any real t > 0, the contour integral of the accountant becomes

    delta(epsilon) = 1/(2 pi i) * integral over Re z = t of exp(sum_j K_j(z) - z epsilon) / (z (1 + z)) dz.

Source: Alghamdi et al. (2023), "The Saddle-Point Method in Differential Privacy", ICML, arXiv 2208.09595.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import brentq

from execml.course.validation import positive, real, shown, text
from execml.differential_privacy.accounting import accountants
from execml.differential_privacy.accounting.contour import Line, characteristic
from execml.differential_privacy.accounting.loss_grid import Kind, grid_epsilon
from execml.differential_privacy.accounting.privacy_loss import (
    TAIL_SHARE,
    Array,
    Composition,
    Direction,
    LossNodes,
    best_tilt,
    checked_noise,
    checked_steps,
    gauss_legendre,
)
from execml.differential_privacy.mechanisms.gaussian import gaussian_epsilon

Losses = list[tuple[LossNodes, int]]
"""The privacy loss of one step of each kind of release, and how many such steps there are."""

# The contour is followed at up to so many points; beyond, the Chernoff bound is taken.
MOST_POINTS = 4000
TRUSTED = 1e-5  # the largest error of log delta that is let pass


@dataclass(frozen=True)
class Release:
    """One release: Gaussian noise, a DP-SGD run, or a mechanism with delta = 0.

    Give ``noise_multiplier`` for Gaussian noise (with ``sample_rate`` and ``steps`` for a DP-SGD run), or
    ``pure_epsilon`` for a mechanism with delta = 0, such as Laplace noise or randomised response.

    Attributes:
        name: what is released.
        when: the month, or any text.
        noise_multiplier: Gaussian noise in units of what one person can change.
        sample_rate: probability of taking part in a step, in (0, 1].
        steps: number of noisy answers given.
        pure_epsilon: epsilon of a pure mechanism.
    """

    name: str
    when: str = ""
    noise_multiplier: float | None = None
    sample_rate: float = 1.0
    steps: int = 1
    pure_epsilon: float | None = None

    def __post_init__(self) -> None:
        """Check the numbers.

        Raises:
            ValueError: if a number is outside its range, or not exactly one kind of noise is given.
        """
        text("name", self.name)
        text("when", self.when, empty=True)
        if (self.noise_multiplier is None) == (self.pure_epsilon is None):
            given = f"noise_multiplier={self.noise_multiplier!r}, pure_epsilon={self.pure_epsilon!r}"
            raise ValueError(f"{given}: give exactly one of the two")
        if self.noise_multiplier is not None:
            checked_noise(self.noise_multiplier)
        else:
            positive("pure_epsilon", self.pure_epsilon)
            if self.sample_rate != 1:
                raise ValueError(f"sample_rate={self.sample_rate!r} must be 1 where pure_epsilon is given")
        real("sample_rate", self.sample_rate, 0, 1, high_open=False)
        checked_steps(self.steps)


def composed_epsilon(releases: Iterable[Release], delta: float) -> float:
    """Return the epsilon of all releases together, for the worse of adding and removing a person.

    Gaussian releases in which everybody takes part are one Gaussian release with 1/sigma^2 added up, and
    equal steps are the accountant's own case. For a mixture the contour integral is taken where it passes its
    own tests. Elsewhere the losses are put on a grid, each moved so that the result is never too small and by
    a thousandth too large at most, as a finer grid shows; it is not above the best Chernoff bound (that of
    Rényi differential privacy at its best order) nor above basic composition.

    Args:
        releases: any number of them; none spends nothing.
        delta: in (0, 1).

    Raises:
        ValueError: if ``delta`` lies outside (0, 1).

    >>> round(composed_epsilon([Release("table", noise_multiplier=6.0)] * 4, 1e-5), 4)  # sigma 3, once
    1.2711
    """
    delta = real("delta", delta, 0, 1)
    merged = _merged(checked_releases("releases", releases))
    if not merged:
        return 0.0
    if all(release.noise_multiplier is not None and release.sample_rate == 1 for release in merged):
        precision = sum(release.steps / (release.noise_multiplier or 1) ** 2 for release in merged)
        return gaussian_epsilon(1 / math.sqrt(precision), delta)
    if len(merged) == 1 and merged[0].noise_multiplier is not None:
        return accountants.epsilon(merged[0].noise_multiplier, merged[0].sample_rate, merged[0].steps, delta)
    together = max(_directed_epsilon(merged, delta, direction) for direction in ("remove", "add"))
    return min(together, _basic_epsilon(merged, delta))


def checked_releases(name: str, releases: Iterable[Release]) -> tuple[Release, ...]:
    """Return the releases as a tuple, or raise a ValueError if something else is among them."""
    if not isinstance(releases, Iterable) or isinstance(releases, str):
        raise ValueError(f"{name}={shown(releases)} must be a list of Release")
    listed = tuple(releases)
    if not all(isinstance(release, Release) for release in listed):
        raise ValueError(f"{name}={shown(releases)} must be a list of Release")
    return listed


def _basic_epsilon(merged: list[Release], delta: float) -> float:
    """Return the epsilon of basic composition, which for a few coarse steps can beat the Chernoff bound."""
    noisy = [release for release in merged if release.noise_multiplier is not None]
    pure = math.fsum(release.steps * (release.pure_epsilon or 0) for release in merged)
    # Pure mechanisms need no delta, so the others share all of it.
    return pure + math.fsum(composed_epsilon([release], delta / len(noisy)) for release in noisy)


def _merged(releases: Iterable[Release]) -> list[Release]:
    """Return the releases with equal ones counted together, as one with more steps."""
    counted: Counter[Release] = Counter()
    for release in releases:
        counted[replace(release, name="any", when="", steps=1)] += release.steps
    return [replace(release, steps=steps) for release, steps in counted.items()]


def _loss(release: Release, total: int, delta: float, direction: Direction, refinement: int = 1) -> LossNodes:
    """Return the privacy loss of one step of a release, at quadrature nodes of its noisy output x.

    With the person, x is drawn from P = (1 - q) N(0, s^2) + q N(1, s^2), without from Q = N(0, s^2); removing
    the person costs log P/Q under P, adding costs log Q/P under Q.

    A pure mechanism loses no more than randomised response with the same epsilon, of which it is a
    post-processing (Kairouz, Oh and Viswanath, 2015, arXiv 1311.0776).
    """
    if release.pure_epsilon is not None:
        values = np.array([release.pure_epsilon, -release.pure_epsilon])
        return LossNodes(values, -np.logaddexp(0, -values), 0.0, 0.0)
    noise, rate = release.noise_multiplier or 1.0, release.sample_rate
    # Five deviations more than the mass needs: with an edge in the tilted noise the contour dies out slowly.
    reach = noise * (5 + math.sqrt(2 * math.log(total / (TAIL_SHARE * delta))))
    if rate == 1:
        edges = np.linspace(-reach, 1 + reach, math.ceil((1 + 2 * reach) * refinement / (1.2 * noise)) + 1)
    else:
        step = Composition(noise, rate, 1, direction, delta, math.inf)
        edges = step.edges(-reach, 1 + reach, refinement)
    points, weights = gauss_legendre(16)
    half = np.diff(edges)[:, None] / 2
    output = (edges[:-1, None] + half * (1 + points)).ravel()
    log_density = -((output / noise) ** 2) / 2 - math.log(noise * math.sqrt(2 * math.pi))
    log_without = np.log(half * weights).ravel() + log_density
    absent = math.log1p(-rate) if rate < 1 else -math.inf
    loss = np.logaddexp(absent, math.log(rate) + (output - 0.5) / noise**2)  # log of P(x) / Q(x)
    if direction == "remove":
        return LossNodes(loss, log_without + loss, 0.0, 0.0)
    return LossNodes(-loss, log_without, 0.0, 0.0)


def _directed_epsilon(releases: list[Release], delta: float, direction: Direction) -> float:
    total = sum(release.steps for release in releases)
    delta *= 1 - TAIL_SHARE

    def losses(refinement: int) -> Losses:
        return [(_loss(one, total, delta, direction, refinement), one.steps) for one in releases]

    coarse = losses(1)
    tilt, bound = best_tilt(lambda tilts: _cumulant(coarse, tilts), delta)
    for refinement in (2, 4, 8):  # panels of the noise are made narrower as the line gets longer
        line = _line(losses(refinement), tilt, delta, refinement / 2)
        epsilon = _crossing(line, math.log(delta), bound) if line else None
        if line and epsilon is not None and (error := line.error(epsilon, total)) < TRUSTED:
            return min(bound, epsilon + 10 * error / -line.log_delta(epsilon)[1])
    return max(grid_epsilon(_kinds(releases, coarse, total, delta, direction), tilt, delta, bound), 0.0)


def _kinds(
    releases: list[Release], losses: Losses, total: int, delta: float, direction: Direction
) -> list[Kind]:
    """Return the releases as the grid takes them."""
    kinds = []
    for release, (nodes, steps) in zip(releases, losses, strict=True):
        noise, rate = release.noise_multiplier, release.sample_rate
        if noise is None or rate == 1:
            kinds.append(Kind(nodes, steps, noise=noise))
        else:
            made = Composition(noise, rate, total, direction, delta, math.inf)
            kinds.append(Kind(nodes, steps, composition=made))
    return kinds


def _crossing(line: Line, log_delta: float, bound: float) -> float | None:
    """Return the epsilon in (0, bound) at which the line gives this delta; ``None`` if there is none."""

    def surplus(epsilon: float) -> float:
        return max(line.log_delta(epsilon)[0], -1e6) - log_delta

    if bound <= 0 or surplus(bound) > 0:
        return None
    low = 0.9 * bound
    while surplus(low) < 0:  # far below the answer the sum is mostly rounding, so it is approached from above
        low *= 0.9
        if low < 1e-3 * bound:
            return None
    return float(brentq(surplus, low, bound, xtol=1e-10))


def _cumulant(losses: Losses, tilts: Array) -> Array:
    """Return log E exp(t S) of the sum S of all losses, for each tilt t."""
    return np.sum([steps * nodes.cumulant(tilts) for nodes, steps in losses], axis=0)


def _line(losses: Losses, tilt: float, delta: float, length: float) -> Line | None:
    """Return the integrand on the line Re z = tilt; ``None`` if it would need too many points.

    Args:
        losses: of each release.
        tilt: real part of the line.
        delta: the smallest delta to resolve.
        length: how many times longer and finer than usual the line is to be.
    """
    tilted = [(nodes.tilted(tilt)[0], steps) for nodes, steps in losses]
    kinds = [(nodes, *nodes.mean_and_spread(), steps) for nodes, steps in tilted]
    spread = math.sqrt(sum(steps * deviation**2 for _, _, deviation, steps in kinds))
    if spread < 1e-9:  # the tilt has left a single loss: there is no curve to follow
        return None
    spacing = 2 * math.pi / (length * max(18 * spread, 2 * (16 - math.log(delta)) / tilt))
    count = int(11 * length / spread / spacing) + 2
    if count > MOST_POINTS:
        return None
    heights: Array = spacing * np.arange(count, dtype=np.float64)
    z = np.asarray(tilt + 1j * heights, dtype=np.complex128)
    integrand = 1 / (z * (1 + z))
    for nodes, mean, _, steps in kinds:
        moment = characteristic(nodes.loss - mean, np.exp(nodes.log_mass), spacing, count)
        integrand = integrand * moment**steps
    integrand[0] /= 2
    centre = sum(steps * mean for _, mean, _, steps in kinds)
    cumulant = float(_cumulant(losses, np.array([tilt]))[0])
    return Line(tilt, heights, integrand, centre, cumulant - tilt * centre)

"""Delta as a plain sum: losses rounded onto a grid and convolved, by nothing of the package.

The accountants never round a loss to one side. Here every loss is rounded *down*, which gives a delta that is
certainly not above the truth; adding the mean of what was rounded away gives one that is near it, if the grid
is fine enough for the number of steps.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import log_ndtr, logsumexp


def plain_delta(
    epsilon: float, noise: float, rate: float, steps: int, certain: bool = True, size: int = 2**17
) -> float:
    """Return the larger delta of both directions: a lower bound if ``certain``, else close to the truth."""
    return max(_directed(epsilon, noise, rate, steps, sign, certain, size) for sign in (1, -1))


def _directed(
    epsilon: float, noise: float, rate: float, steps: int, sign: int, certain: bool, size: int
) -> float:
    # A first grid in the output finds the tilt; the losses' own grid follows from it.
    output = np.linspace(-14 * noise, 1 + 14 * noise, 20_001)
    loss, log_mass = _masses(output, noise, rate, sign)

    def log_moment(log_tilt: float) -> float:
        tilt = math.exp(log_tilt)
        largest_harm = tilt * math.log(tilt) - (1 + tilt) * math.log1p(tilt)
        return steps * float(logsumexp(tilt * loss + log_mass)) - tilt * epsilon + largest_harm

    tilt = math.exp(minimize_scalar(log_moment, bounds=(-7, 21), method="bounded").x)
    likely = np.exp(tilt * loss + log_mass - logsumexp(tilt * loss + log_mass))
    mean = float(likely @ loss)
    spread = math.sqrt(steps * float(likely @ (loss - mean) ** 2))
    seen = loss[likely > 1e-25]
    length = max(30 * spread, 6 * float(seen.max() - seen.min()), 60 / tilt)
    spacing = length / size

    grid = np.arange(math.floor(seen.min() / spacing), math.ceil(seen.max() / spacing) + 1)
    edges = np.unique(np.clip(_output_of(sign * spacing * grid, noise, rate), output[0], output[-1]))
    exact, log_mass = _masses(edges, noise, rate, sign)
    # The lower end of a bin; rounded away is what its average loss is above that.
    ends = sign * _loss(edges, noise, rate)
    place = np.round(np.minimum(ends[:-1], ends[1:]) / spacing)
    place = np.where(place * spacing > np.minimum(ends[:-1], ends[1:]) + 1e-9 * spacing, place - 1, place)
    log_tilted = tilt * place * spacing + log_mass
    cumulant = float(logsumexp(log_tilted))
    masses = np.exp(log_tilted - cumulant)
    shift = 0.0 if certain else steps * float(masses @ (exact - place * spacing))
    middle = round(float(masses @ place))
    ring = np.bincount(((place - middle) % size).astype(int), weights=masses, minlength=size)
    total = np.fft.fftshift(np.fft.irfft(np.fft.rfft(ring) ** steps, size))
    losses = spacing * (steps * float(middle) + np.arange(size) - size // 2) + shift
    above = losses > epsilon
    excess = losses[above] - epsilon
    share = float(np.maximum(total[above], 0) @ (np.exp(-tilt * excess) * -np.expm1(-excess)))
    if share <= 0:
        return 0.0
    return math.exp(min(steps * cumulant - tilt * (epsilon - shift) + math.log(share), 0.0))


def _loss(output: np.ndarray, noise: float, rate: float) -> np.ndarray:
    with np.errstate(divide="ignore"):
        return np.logaddexp(np.log1p(-rate), np.log(rate) + (output - 0.5) / noise**2)


def _output_of(loss: np.ndarray, noise: float, rate: float) -> np.ndarray:
    with np.errstate(all="ignore"):
        excess = np.where(loss > 30, loss, np.log(np.expm1(np.minimum(loss, 30)) + rate))
    return 0.5 + noise**2 * (np.where(np.isfinite(excess), excess, -1e9) - math.log(rate))


def _masses(edges: np.ndarray, noise: float, rate: float, sign: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the mean-like loss of each bin, log P(bin) / Q(bin), and the log of the bin's probability."""
    with np.errstate(divide="ignore"):
        with_person = np.logaddexp(
            np.log1p(-rate) + _log_bin(edges / noise), np.log(rate) + _log_bin((edges - 1) / noise)
        )
    without = _log_bin(edges / noise)
    loss = with_person - without
    return sign * loss, (with_person if sign > 0 else without)


def _log_bin(edges: np.ndarray) -> np.ndarray:
    """Return the log of a standard normal's probability between neighbouring edges, in either tail."""
    low, high = edges[:-1], edges[1:]
    flip = low > 0
    near, far = np.where(flip, -low, high), np.where(flip, -high, low)
    with np.errstate(divide="ignore", invalid="ignore"):
        return log_ndtr(near) + np.log(-np.expm1(log_ndtr(far) - log_ndtr(near)))

"""Amplitude estimation: reading a chance with an error that falls as one over the calls, not their root."""

from __future__ import annotations

import math

import numpy as np

from execml.course.validation import real, whole
from execml.quantum_ml.algorithms.phases import MOST_BITS, phase_estimation_distribution


def amplitude_readings(chance: float, bits: int) -> tuple[np.ndarray, np.ndarray]:
    """Return what amplitude estimation may read for a chance, and how often it reads it.

    A step of Grover's search turns the state by plus or minus 2 asin(sqrt(chance)), each with half the
    weight. Phase estimation with t bits reads that angle from 2^t - 1 steps (Brassard and others, 2002,
    theorem 11, arXiv:quant-ph/0005055).

    Args:
        chance: to be estimated, in (0, 1).
        bits: of the phase, 1 to 22.

    Returns:
        estimates sin^2(pi m / 2^bits), shape (2^bits,), and their probabilities, the same shape.

    >>> estimates, chances = amplitude_readings(0.5, 3)
    >>> round(float(chances[np.isclose(estimates, 0.5)].sum()), 6)
    1.0
    """
    turn = math.asin(math.sqrt(real("chance", chance, 0, 1))) / math.pi
    size = 2 ** whole("bits", bits, high=MOST_BITS)
    both = phase_estimation_distribution(turn, bits) + phase_estimation_distribution((1 - turn) % 1.0, bits)
    return np.sin(math.pi * np.arange(size) / size) ** 2, both / 2


def median_error(chance: float, bits: int) -> float:
    """Return the error that amplitude estimation exceeds half of the time.

    The mean of the squared error would be misleading: rare readings lie far off.

    Args:
        chance: to be estimated, in (0, 1).
        bits: of the phase, 1 to 22; the calls are 2^bits - 1.

    >>> median_error(0.3, 10) < 0.001 < median_error(0.3, 6)
    True
    """
    estimates, chances = amplitude_readings(chance, bits)
    errors = np.abs(estimates - chance)
    order = np.argsort(errors, kind="stable")
    place = int(np.searchsorted(np.cumsum(chances[order]), 0.5))
    return float(errors[order][min(place, errors.size - 1)])

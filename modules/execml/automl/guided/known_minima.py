"""Test functions whose lowest value is known, so that a search can be marked."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

BRANIN_BOUNDS, BRANIN_LOWEST = ((-5.0, 10.0), (0.0, 15.0)), 0.397887
HARTMANN_BOUNDS, HARTMANN_LOWEST = ((0.0, 1.0),) * 6, -3.32237

# Surjanovic and Bingham, Virtual Library of Simulation Experiments, "Hartmann 6-dimensional function".
_HEIGHTS = np.array([1.0, 1.2, 3.0, 3.2])
_STEEPNESS = np.array(
    [
        [10, 3, 17, 3.5, 1.7, 8],
        [0.05, 10, 17, 0.1, 8, 14],
        [3, 3.5, 1.7, 10, 17, 8],
        [17, 8, 0.05, 10, 0.1, 14],
    ]
)
_CENTRES = 1e-4 * np.array(
    [
        [1312, 1696, 5569, 124, 8283, 5886],
        [2329, 4135, 8307, 3736, 1004, 9991],
        [2348, 1451, 3522, 2883, 3047, 6650],
        [4047, 8828, 8732, 5743, 1091, 381],
    ]
)


def branin(point: ArrayLike) -> float:
    """Return Branin's function of two inputs: three equally deep valleys.

    Its lowest value, 10/(8π) = 0.397887, is reached at (−π, 12.275), (π, 2.275) and (3π, 2.475).

    Args:
        point: shape (2,), in [−5, 10] × [0, 15].

    >>> round(branin([np.pi, 2.275]), 6), round(branin([3 * np.pi, 2.475]), 6)
    (0.397887, 0.397887)
    """
    x, y = np.asarray(point, dtype=float)
    valley = y - 5.1 / (4 * np.pi**2) * x**2 + 5 / np.pi * x - 6
    return float(valley**2 + 10 * (1 - 1 / (8 * np.pi)) * np.cos(x) + 10)


def hartmann(point: ArrayLike) -> float:
    """Return Hartmann's function of six inputs: four overlapping pits, one of them the deepest.

    Args:
        point: shape (6,), each in [0, 1].

    >>> round(hartmann([0.20169, 0.150011, 0.476874, 0.275332, 0.311652, 0.6573]), 5)
    -3.32237
    """
    steps: NDArray[np.float64] = np.asarray(point, dtype=float) - _CENTRES
    return float(-_HEIGHTS @ np.exp(-(_STEEPNESS * steps**2).sum(axis=1)))

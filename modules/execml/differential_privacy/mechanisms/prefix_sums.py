"""Noise for running sums: drawn once, spent over all steps, so that most of it cancels.

Training by gradient steps releases running sums: the model after ``t`` steps is the start minus the sum of
the first ``t`` gradients. Write that as ``A G``: row ``t`` of ``G`` is a step's gradient, and ``A`` is the
lower triangle of ones. Split ``A = B C``, and release ``B (C G + Z)`` with independent Gaussian ``Z``, that
is, ``A G + B Z``. The noise of the sums is ``B Z``; the privacy is that of ``C G + Z``, a Gaussian mechanism
whose sensitivity is how far one client can move ``C G``. For lower triangles that also holds when each
gradient depends on what was released before (Denisov, McMahan, Rush, Smith and Thakurta, 2022, arXiv
2202.08312, theorem 2.1).

Here ``C`` has the same numbers ``c`` down each diagonal (it is Toeplitz). ``c = (1)`` gives ``C = I``,
independent noise in each step, as in DP-SGD. The square root, ``C = B``, has the coefficients of
``1 / sqrt(1 - x)`` (Fichtenberger, Henzinger and Upadhyay, 2023, arXiv 2202.11205). Cut after so many bands
it suits training in several passes (Kalinin and Lampert, 2024, arXiv 2405.13763).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course.arrays import array
from execml.course.validation import generator as checked_generator
from execml.course.validation import whole

MOST_STEPS = 100_000
MOST_NUMBERS = 10**9  # in one gradient


def square_root_coefficients(steps: int, bands: int | None = None) -> NDArray[np.float64]:
    """Return the first column of the matrix ``C`` with ``C C = A``, set to 0 after so many bands.

    They are the coefficients of ``1 / sqrt(1 - x)``: 1, 1/2, 3/8, 5/16, …

    Args:
        steps: number of steps, at least 1.
        bands: how many coefficients to keep, from 1 to ``steps``; None keeps all. One is independent noise.

    Returns:
        shape (steps,), not increasing.

    Raises:
        ValueError: if an argument is no whole number in its range.

    >>> square_root_coefficients(4).tolist()
    [1.0, 0.5, 0.375, 0.3125]
    """
    whole("steps", steps, high=MOST_STEPS)
    kept = steps if bands is None else whole("bands", bands, high=steps)
    places = np.arange(1, steps)
    coefficients = np.cumprod(np.append(1.0, (2 * places - 1) / (2 * places)))
    coefficients[kept:] = 0
    return coefficients


def participation_sensitivity(coefficients: ArrayLike, gap: int, most: int | None = None) -> float:
    """Return how far one client, whose gradients have length 1 at most, can move ``C G``.

    The client takes part at most ``most`` times, with ``gap`` steps or more from one time to the next. As
    the coefficients are not negative and do not increase, the worst is to start at once and come back as
    soon and as often as possible, always with the same gradient (Kalinin and Lampert, 2024, theorem 2).

    Args:
        coefficients: first column of ``C``, shape (steps,), not negative and not increasing.
        gap: steps from one participation to the next, at least 1: the number of batches in a pass.
        most: largest number of participations; None is as many as fit.

    Raises:
        ValueError: if the coefficients are not finite, negative or increasing, or a number is out of range.

    >>> independent = square_root_coefficients(400, bands=1)  # twenty passes of twenty batches
    >>> round(participation_sensitivity(independent, gap=20), 3)
    4.472
    """
    column = _column(coefficients)
    steps = len(column)
    whole("gap", gap, high=MOST_STEPS)
    fitting = -(-steps // gap)
    times = fitting if most is None else min(fitting, whole("most", most))
    moved = np.zeros(steps)
    for start in gap * np.arange(times):
        moved[start:] += column[: steps - start]
    return float(np.linalg.norm(moved))


def prefix_deviations(coefficients: ArrayLike) -> NDArray[np.float64]:
    """Return the standard deviation of the noise in each running sum, for ``Z`` of deviation 1.

    Row ``t`` of ``B = A C⁻¹`` is what the noise in the sum of the first ``t`` steps is made of; its length
    is the deviation. The rows of a Toeplitz matrix are beginnings of one sequence: one solution gives all.

    Args:
        coefficients: first column of ``C``, shape (steps,), the first one above 0.

    Returns:
        shape (steps,).

    Raises:
        ValueError: if the coefficients are not finite, negative or increasing, or the first is 0.

    >>> prefix_deviations(square_root_coefficients(4, bands=1)).tolist()
    [1.0, 1.4142135623730951, 1.7320508075688772, 2.0]
    """
    column = _column(coefficients)
    return np.sqrt(np.cumsum(_divided(np.ones(len(column)), column) ** 2))


def correlated_noise(
    coefficients: ArrayLike, size: int, generator: np.random.Generator
) -> NDArray[np.float64]:
    """Return what to add to each step's gradient: the rows of ``C⁻¹ Z`` for ``Z`` of deviation 1.

    The running sums of the rows are the rows of ``B Z``. To make one row takes as many earlier rows as there
    are bands.

    Args:
        coefficients: first column of ``C``, shape (steps,), the first one above 0.
        size: numbers in one gradient.
        generator: source of randomness.

    Returns:
        shape (steps, size).

    Raises:
        ValueError: as for :func:`prefix_deviations`, or if ``size`` is not a whole number of at least 1.

    >>> noise = correlated_noise(square_root_coefficients(100), 10_000, np.random.default_rng(1))
    >>> noise.shape, bool(noise[0] @ noise[1] < 0)  # the second step takes back a part of the first
    ((100, 10000), True)
    """
    column = _column(coefficients)
    draws = checked_generator("generator", generator).standard_normal(
        (len(column), whole("size", size, high=MOST_NUMBERS))
    )
    return _divided(draws, column)


def _divided(rows: NDArray[np.float64], column: NDArray[np.float64]) -> NDArray[np.float64]:
    """Solve ``C X = rows`` for the lower triangle with that first column, by recursion over the bands."""
    from scipy.signal import lfilter

    if column[0] == 0:
        raise ValueError("coefficients[0]=0 must be above 0, or the noise cannot be taken back")
    bands = int(np.flatnonzero(column)[-1]) + 1
    found: Any = lfilter([1.0], column[:bands], rows, axis=0)
    return np.asarray(found)


def _column(coefficients: ArrayLike) -> NDArray[np.float64]:
    column = np.asarray(array("coefficients", coefficients, ("steps",)), dtype=float)
    if (column < 0).any() or (np.diff(column) > 0).any():
        raise ValueError("coefficients must not be negative, and must not increase")
    return column

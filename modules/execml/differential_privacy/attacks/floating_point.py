"""The floating-point attack: some doubles can be one neighbour's noisy answer and never the other's.

A sampler turns one of 2^53 uniform numbers into noise, so its outputs are a sparse set of doubles, a
different one for each true answer. Whoever sees an output that only one of two true answers can produce knows
the true answer.

Source: Mironov (2012), "On Significance of the Least Significant Bits For Differential Privacy", CCS.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from execml.course.validation import positive

# With this many uniform numbers for each double, no double is left out, and there is nothing to search.
DENSE = 16
WINDOW = np.arange(-24, 25)
_logarithm = np.frompyfunc(math.log, 1, 1)  # the C library's, which NumPy's sampler calls; np.log may differ


def possible(outputs: Any, answer: float, scale: float) -> np.ndarray:
    """Return whether ``answer + generator.laplace(0, scale)`` can be each of the outputs, bit for bit.

    NumPy's sampler is inverted: near the uniform number that real arithmetic gives, every one of the 2^53
    numbers that the generator can return is sent forward through the sampler's own steps.

    Args:
        outputs: doubles, shape (n,).
        answer: the true answer that is supposed.
        scale: scale of the noise, in the answer's unit.

    Returns:
        Booleans, shape (n,).

    Raises:
        ValueError: if ``outputs`` is not a vector of finite numbers, or ``scale`` is not positive.

    >>> seen = 12 + np.random.default_rng(1).laplace(0, 10, 6)
    >>> possible(seen, answer=12, scale=10).tolist()
    [True, True, True, True, True, True]
    >>> possible(seen, answer=13, scale=10).tolist()
    [True, True, False, False, False, True]
    """
    seen = np.asarray(outputs, dtype=float)
    if seen.ndim != 1 or not np.isfinite(seen).all():
        raise ValueError(f"outputs={outputs!r} must be a vector of finite numbers")
    noise = seen - answer
    tail = np.exp(-np.abs(noise) / positive("scale", scale)) / 2
    nearest = np.rint(np.where(noise < 0, tail, 1 - tail) * 2.0**53)
    candidates = (nearest[:, None] + WINDOW) * 2.0**-53
    inside = (candidates > 0) & (candidates < 1)
    reached = answer + numpy_laplace(np.where(inside, candidates, 0.5), scale)
    found = (inside & (reached == seen[:, None])).any(axis=1)
    crowded = np.spacing(np.abs(seen)) * tail * 2.0**53 / scale > DENSE
    return found | (crowded & (np.spacing(np.abs(seen)) >= np.spacing(np.abs(noise))))


def numpy_laplace(uniform: Any, scale: float) -> np.ndarray:
    """Return the noise that NumPy's ``Generator.laplace(0, scale)`` makes of each uniform number.

    Source: ``random_laplace`` in NumPy's ``distributions.c``: the same operations in the same order.

    >>> drawn = np.random.default_rng(1).random()
    >>> bool(numpy_laplace(drawn, 10.0) == np.random.default_rng(1).laplace(0, 10))
    True
    """
    drawn = np.asarray(uniform, dtype=float)
    right = drawn >= 0.5
    logarithm = np.asarray(_logarithm(np.where(right, 2.0 - drawn - drawn, drawn + drawn)), dtype=float)
    return np.where(right, 0.0 - scale * logarithm, 0.0 + scale * logarithm)


def neighbouring_doubles(start: float, count: int) -> np.ndarray:
    """Return ``count`` doubles in a row, from ``start`` upwards, with none left out.

    >>> neighbouring_doubles(1.0, 2).tolist()
    [1.0, 1.0000000000000002]
    """
    return (np.array([start]).view(np.int64) + np.arange(count)).view(np.float64)

"""What goes into every mechanism and comes out of it: checked answers, a generator, a plain number."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.random import Generator

from execml.course.validation import shown


def finite_numbers(value: Any) -> np.ndarray:
    """Return true answers as an array of floats.

    Raises:
        ValueError: if one is not a finite number.

    >>> finite_numbers(3)
    array(3.)
    """
    answer = np.asarray(value)
    if answer.dtype.kind not in "iuf" or not answer.size or not np.isfinite(answer).all():
        raise ValueError(f"value={shown(value)} must be finite numbers, at least one")
    return answer.astype(float)


def whole_numbers(value: Any) -> np.ndarray:
    """Return true counts as an array of integers.

    Raises:
        ValueError: if they are of another type.

    >>> whole_numbers([3, 4]).tolist()
    [3, 4]
    """
    counts = np.asarray(value)
    if counts.dtype.kind not in "iu" or not counts.size:
        raise ValueError(f"value={shown(value)} must be whole numbers, at least one")
    return counts


def checked_generator(generator: Any) -> Generator:
    """Return the source of randomness.

    Raises:
        ValueError: if it is anything but a NumPy generator, such as a seed.
    """
    if not isinstance(generator, Generator):
        raise ValueError(f"generator={generator!r} must be a numpy.random.Generator, from default_rng(seed)")
    return generator


def plain(result: Any) -> Any:
    """Return a Python number for a single answer, an array for several.

    >>> plain(np.array(3.0))
    3.0
    """
    return result.item() if np.ndim(result) == 0 else result

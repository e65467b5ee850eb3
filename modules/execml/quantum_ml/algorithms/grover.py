"""Grover's search: how the chance of a hit rises with each step, and falls again after too many."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from execml.course.arrays import array
from execml.course.validation import several, whole

MOST_ITEMS = 2**24


def grover_success(n_items: int, n_marked: int, iterations: int) -> float:
    """Return the chance that the item read after some iterations is a marked one.

    It is the squared sine of (2 k + 1) times the angle whose sine is the root of the marked share (Boyer and
    others, 1998, section 3, arXiv:quant-ph/9605034).

    Args:
        n_items: all items, 1 or more.
        n_marked: those looked for, at most all.
        iterations: k, 0 or more.

    >>> [round(grover_success(64, 1, k), 3) for k in (0, 6, 12)]
    [0.016, 0.997, 0.0]
    """
    items = whole("n_items", n_items, high=10**18)
    marked = whole("n_marked", n_marked, 0, items)
    steps = whole("iterations", iterations, 0, 10**12)
    return math.sin((2 * steps + 1) * math.asin(math.sqrt(marked / items))) ** 2


def grover_best(n_items: int, n_marked: int) -> int:
    """Return the number of iterations after which to read: the whole number nearest to the first peak.

    >>> grover_best(64, 1)
    6
    """
    items = whole("n_items", n_items, high=10**18)
    marked = whole("n_marked", n_marked, 1, items)
    return max(round(math.pi / (4 * math.asin(math.sqrt(marked / items))) - 0.5), 0)


def grover_state(n_items: int, marked: Any, iterations: int) -> np.ndarray:
    """Return the amplitudes after some iterations, simulated step by step.

    One iteration turns the sign of the marked amplitudes, and mirrors all of them at their mean.

    Args:
        n_items: all items.
        marked: numbers of those looked for, from 0 on.
        iterations: 0 or more.

    Returns:
        real amplitudes, shape (n_items,).

    >>> (grover_state(4, [2], 1) ** 2).round(6).tolist()
    [0.0, 0.0, 1.0, 0.0]
    """
    items = whole("n_items", n_items, high=MOST_ITEMS)
    places = [
        whole("marked", int(place), 0, items - 1) for place in array("marked", several("marked", marked))
    ]
    amplitudes = np.full(items, items**-0.5)
    for _ in range(whole("iterations", iterations, 0, 10**5)):
        amplitudes[places] *= -1
        amplitudes = 2 * amplitudes.mean() - amplitudes
    return amplitudes

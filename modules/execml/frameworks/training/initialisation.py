"""How large a signal is after many layers, and what tells clients apart, by how the start is drawn."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course.arrays import array
from execml.course.validation import flag, one_of, whole
from execml.course.validation import generator as checked_generator

MOST_UNITS = 100_000
# Variance of a weight times the number of inputs, for layers with as many outputs as inputs.
# Glorot and Bengio (2010), equation 16, with as many outputs as inputs; He and others (2015), equation 10;
# PyTorch's Linear draws uniformly between ±1/√inputs, which has variance 1 / (3 inputs).
SPREADS = {"He": 2.0, "Glorot": 1.0, "PyTorch's Linear": 1 / 3}


def signal_sizes(
    inputs: ArrayLike,
    depth: int,
    width: int,
    scheme: str,
    generator: np.random.Generator,
    biases: bool = False,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how large a signal is after 0, 1, … ReLU layers with fresh weights, and what tells rows apart.

    Args:
        inputs: shape (rows, columns); scaled to root mean square 1 first.
        depth: number of layers.
        width: units of each layer.
        scheme: one of ``SPREADS``; weights are uniform, as each library draws them by default.
        generator: where the weights come from.
        biases: whether biases are drawn as PyTorch's ``Linear`` draws them, uniform on ±1/√inputs; else 0.

    Returns:
        The root mean square of all values, and that of their distance from the mean over the rows, each of
        shape (depth + 1,) and computed in float64. A network whose second number is 0 says the same of
        every row.

    Raises:
        ValueError: if an argument is out of range, or the inputs are not finite or all 0.

    >>> sizes, spreads = signal_sizes(np.eye(8), 3, 500, "He", np.random.default_rng(0))
    >>> sizes.shape, round(float(sizes[0]), 6), bool((spreads < sizes).all())
    ((4,), 1.0, True)
    """
    spread = SPREADS[one_of("scheme", scheme, tuple(SPREADS))]
    signal = array("inputs", inputs, ("rows", "columns")).astype(float)
    if not signal.any():
        raise ValueError("inputs are all 0; scaling to root mean square 1 needs another number")
    checked_generator("generator", generator)
    whole("width", width, high=MOST_UNITS)
    flag("biases", biases)
    signal = signal / np.sqrt(np.mean(signal**2))
    found = [_sizes(signal)]
    for _ in range(whole("depth", depth, high=MOST_UNITS)):
        columns = signal.shape[1]
        bound = math.sqrt(3 * spread / columns)  # uniform on ±bound has variance bound² / 3
        sums = signal @ generator.uniform(-bound, bound, (columns, width))
        if biases:
            sums += generator.uniform(-1, 1, width) / math.sqrt(columns)
        signal = np.maximum(sums, 0)
        found.append(_sizes(signal))
    sizes, spreads = np.array(found).T
    return sizes, spreads


def _sizes(signal: NDArray[np.float64]) -> tuple[float, float]:
    return float(np.sqrt(np.mean(signal**2))), float(np.sqrt(np.mean((signal - signal.mean(axis=0)) ** 2)))

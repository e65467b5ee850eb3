"""Sanity checks of saliency: an explanation of a network must change when its weights are destroyed.

Adebayo and others (2018, arXiv 1810.03292) randomise a network layer by layer from the top. A method whose
pictures stay alike explains the input, and not the model.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from execml.course.arrays import array
from execml.course.validation import generator as source
from execml.course.validation import one_of

METHODS = ("gradient", "gradient times input", "guided", "input alone")
Layers = Sequence[tuple[np.ndarray, np.ndarray]]


def saliency(layers: Layers, rows: Any, method: str) -> np.ndarray:
    """Return a saliency of each feature for a network of linear layers with ReLU between them and one output.

    ``"gradient"`` is that of the output; ``"guided"`` also drops negatives on the way back (Springenberg and
    others, 2014, arXiv 1412.6806); ``"input alone"`` is the input's own size, and knows no network.

    Args:
        layers: weights (inputs, outputs) and biases (outputs,) of each; the last has one output.
        rows: shape (rows, features).
        method: one of :data:`METHODS`.

    Returns:
        sizes, shape (rows, features).

    Raises:
        ValueError: if the shapes do not fit, or the method is unknown.

    >>> saliency([(np.array([[2.0], [-1.0]]), np.zeros(1))], [[1.0, 1.0]], "gradient").tolist()
    [[2.0, 1.0]]
    """
    one_of("method", method, METHODS)
    inputs = array("rows", rows, ("rows", "features")).astype(float)
    if method == "input alone":
        return np.abs(inputs)
    active, values = [], inputs
    for place, (weights, bias) in enumerate(layers):
        if values.shape[1] != len(weights):
            raise ValueError(f"layers[{place}] takes {len(weights)} inputs, and gets {values.shape[1]}")
        values = values @ weights + bias
        if place < len(layers) - 1:
            active.append(values > 0)
            values = np.maximum(values, 0)
    back = np.ones((len(inputs), 1))
    for place in range(len(layers) - 1, -1, -1):
        back = back @ layers[place][0].T
        if place:
            back = back * active[place - 1]
            if method == "guided":
                back = np.maximum(back, 0)
    return np.abs(back * inputs) if method == "gradient times input" else np.abs(back)


def randomised(
    layers: Layers, count: int, generator: np.random.Generator
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return the network with its last ``count`` layers' weights shuffled within each layer.

    Raises:
        ValueError: if there is no generator.
    """
    source("generator", generator)
    kept = len(layers) - count
    return [
        (weights, bias)
        if place < kept
        else (generator.permuted(weights.ravel()).reshape(weights.shape), bias)
        for place, (weights, bias) in enumerate(layers)
    ]


def rank_agreement(first: Any, second: Any) -> float:
    """Return Spearman's correlation of two saliencies, row by row, averaged.

    >>> rank_agreement([[1.0, 2.0, 3.0]], [[3.0, 2.0, 1.0]])
    -1.0
    """
    from scipy.stats import rankdata

    one, other = (rankdata(np.asarray(each), axis=1) for each in (first, second))
    one, other = (each - each.mean(axis=1, keepdims=True) for each in (one, other))
    sizes = np.sqrt((one**2).sum(axis=1) * (other**2).sum(axis=1))
    return float(np.mean((one * other).sum(axis=1)[sizes > 0] / sizes[sizes > 0]))

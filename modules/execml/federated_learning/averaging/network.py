"""One small network a client, all clients at once: the batch axis of every product is the client.

A layer is one array of shape (clients, inputs + 1, outputs), whose last row is the bias. A step of all
clients is then a handful of matrix products, and no Python loop runs over clients or rows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]
Layers = list[Array]


def new_layers(
    sizes: Sequence[int],
    generator: np.random.Generator,
    precision: type[np.float32] | type[np.float64] = np.float64,
) -> Layers:
    """Return fresh layers of one network, drawn without a look at any data.

    Weights have variance 2 / inputs (He et al., 2015, arXiv 1502.01852); biases start at 0.

    Args:
        sizes: width of the input, of each hidden layer, and of the output.
        generator: source of randomness.
        precision: ``np.float32`` or ``np.float64``.

    >>> [layer.shape for layer in new_layers((30, 32, 2), np.random.default_rng(1))]
    [(31, 32), (33, 2)]
    """
    layers = []
    for inputs, outputs in pairwise(sizes):
        weights = math.sqrt(2 / inputs) * generator.standard_normal((inputs, outputs), dtype=precision)
        layers.append(np.vstack([weights, np.zeros((1, outputs), dtype=precision)]))
    return layers


def copies(layers: Layers, clients: int) -> Layers:
    """Return the network once a client, each layer (clients, inputs + 1, outputs)."""
    return [np.repeat(layer[None], clients, axis=0) for layer in layers]


def forward(layers: Layers, features: Array) -> tuple[list[Array], Array]:
    """Return what goes into each layer, and the class probabilities that come out.

    Args:
        layers: one network a client; rectifiers stand between the layers, a softmax at the end. Layers of
            two axes are one network for all.
        features: shape (clients, rows, inputs), or (rows, inputs) for one network.

    Returns:
        the inputs of each layer, (clients, rows, inputs of the layer), and probabilities (clients, rows,
        classes).
    """
    inputs = [features]
    for layer in layers[:-1]:
        scores = inputs[-1] @ layer[..., :-1, :]
        scores += layer[..., -1:, :]
        inputs.append(np.maximum(scores, 0, out=scores))
    scores = inputs[-1] @ layers[-1][..., :-1, :]
    scores += layers[-1][..., -1:, :]
    # Over a few classes, column by column is several times faster than a reduction along a short axis.
    scores -= _over_classes(np.maximum, scores)
    np.exp(scores, out=scores)
    scores /= _over_classes(np.add, scores)
    return inputs, scores


def gradients(layers: Layers, features: Array, targets: Array, weights: Array) -> Layers:
    """Return each client's gradient of its weighted cross-entropy, sum over rows of weight times loss.

    Args:
        layers: one network a client.
        features: shape (clients, rows, inputs).
        targets: which class is right, one-hot, shape (clients, rows, classes).
        weights: of each row, shape (clients, rows): 1 / rows for a mean, 0 where there is no row.

    Returns:
        one array for each layer, of the layer's own shape.
    """
    inputs, error = forward(layers, features)
    error -= targets  # the derivative of softmax with cross-entropy
    error *= weights[..., None]
    found: Layers = []
    for place in range(len(layers) - 1, -1, -1):
        gradient = np.empty(layers[place].shape, error.dtype)
        np.matmul(inputs[place].swapaxes(-1, -2), error, out=gradient[..., :-1, :])
        np.matmul(np.ones((1, error.shape[-2]), error.dtype), error, out=gradient[..., -1:, :])  # its sum
        found.append(gradient)
        if place:
            error = error @ layers[place][..., :-1, :].swapaxes(-1, -2)
            error *= inputs[place] > 0
    return found[::-1]


def _over_classes(combine: np.ufunc, scores: Array) -> Array:
    """Return the columns of the last axis combined, which stays with length 1."""
    if scores.shape[-1] > 16:
        return np.asarray(combine.reduce(scores, axis=-1, keepdims=True))
    found: Array = scores[..., :1].copy()
    for place in range(1, scores.shape[-1]):
        combine(found, scores[..., place : place + 1], out=found)
    return found


def mean_loss(layers: Layers, features: Array, labels: NDArray[np.integer]) -> float:
    """Return the mean cross-entropy of one network on some rows, with labels counted from 0."""
    _, probabilities = forward(layers, features)
    right = probabilities[np.arange(len(labels)), labels]
    return float(-np.log(np.maximum(right, np.finfo(right.dtype).tiny)).mean())


def flattened(layers: Layers) -> Array:
    """Return all numbers of the layers in one row, or in one row a client.

    >>> flattened([np.zeros((3, 2)), np.ones((3, 1))]).shape, flattened([np.zeros((7, 3, 2))]).shape
    ((9,), (7, 6))
    """
    lead = layers[0].shape[:-2]
    return np.concatenate([layer.reshape(*lead, -1) for layer in layers], axis=-1)


def unflattened(numbers: Array, layers: Layers) -> Layers:
    """Return numbers in the shapes of one network's layers: the reverse of :func:`flattened`."""
    cuts = np.cumsum([layer.shape[-2] * layer.shape[-1] for layer in layers])[:-1]
    parts = np.split(numbers, cuts, axis=-1)
    lead = numbers.shape[:-1]
    return [part.reshape(*lead, *layer.shape[-2:]) for part, layer in zip(parts, layers, strict=True)]

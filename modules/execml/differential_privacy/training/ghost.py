"""Clipped gradient sums of a network of linear layers, without ever storing one client's gradient.

For one client, the gradient of a linear layer's matrix is the outer product of what went in, ``a``, and of
the error that came back, ``g``. The norm of an outer product is ``|a| |g|``: two vectors tell how long the
gradient is, and the matrix need not be formed. With the bias as one more row, fed by a constant 1,

    squared norm of the layer's gradient = (|a|² + 1) |g|²,

and the squared norm of the whole gradient is the sum over the layers. The identity is Goodfellow's,
"Efficient per-example gradient computations" (2015, arXiv 1510.01799). Li, Tramèr, Liang and Hashimoto,
"Large language models can be strong differentially private learners" (ICLR 2022, arXiv 2110.05679), made it
ghost clipping: lengths of any linear layer, over sequences too, then a second backward pass. Bu et al.,
"Differentially private optimization on large model at small cost" (ICML 2023, arXiv 2210.00038) use the same
two vectors again for the clipped sum, so that one backward pass is enough, as it is here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

# A layer is one matrix of shape (inputs + 1, outputs); the last row is the bias.
Array = NDArray[np.floating]
Layers = Sequence[Array]


def new_layers(
    sizes: Sequence[int],
    generator: np.random.Generator,
    precision: type[np.float32] | type[np.float64] = np.float32,
) -> list[Array]:
    """Return fresh layers, drawn without a look at any data.

    Weights have variance 2 / inputs, which keeps the scale of a signal through rectifiers (He et al., 2015,
    arXiv 1502.01852); biases start at 0.

    Args:
        sizes: width of the input, of each hidden layer, and of the output.
        generator: source of randomness.
        precision: ``np.float32`` or ``np.float64``.

    >>> [layer.shape for layer in new_layers((30, 64, 2), np.random.default_rng(1))]
    [(31, 64), (65, 2)]
    """
    layers = []
    for inputs, outputs in pairwise(sizes):
        weights = math.sqrt(2 / inputs) * generator.standard_normal((inputs, outputs), dtype=precision)
        layers.append(np.vstack([weights, np.zeros((1, outputs), dtype=precision)]))
    return layers


def forward(layers: Layers, features: Array) -> tuple[list[Array], Array]:
    """Return what goes into each layer, and the class probabilities that come out.

    Args:
        layers: the network; rectifiers stand between the layers, a softmax at the end.
        features: shape (clients, inputs).

    Returns:
        the inputs of each layer, each (clients, inputs of the layer), and probabilities (clients, classes).
    """
    inputs = [features]
    for layer in layers[:-1]:
        outputs = inputs[-1] @ layer[:-1]
        outputs += layer[-1]  # in place, here and below: a fresh array a line would cost a third of the time
        inputs.append(np.maximum(outputs, 0, out=outputs))
    scores = inputs[-1] @ layers[-1][:-1]
    scores += layers[-1][-1]
    by_class = np.ascontiguousarray(scores.T)  # few classes: their maximum and sum are taken row by row
    by_class -= by_class.max(axis=0)
    np.exp(by_class, out=by_class)
    by_class /= by_class.sum(axis=0)
    return inputs, np.ascontiguousarray(by_class.T)


def backward(
    layers: Layers, inputs: Sequence[Array], probabilities: Array, labels: NDArray[np.integer]
) -> list[Array]:
    """Return the error at each layer's output: the derivative there of each client's own cross-entropy.

    Args:
        layers: the network.
        inputs: from :func:`forward`.
        probabilities: from :func:`forward`, shape (clients, classes).
        labels: class numbers from 0, shape (clients,).

    Returns:
        one array of shape (clients, outputs of the layer) for each layer.
    """
    errors = [probabilities.copy()]
    errors[0][np.arange(len(labels)), labels] -= 1  # the derivative of softmax with cross-entropy
    for layer, activation in zip(layers[:0:-1], inputs[:0:-1], strict=True):
        back = errors[-1] @ layer[:-1].T
        back *= activation > 0
        errors.append(back)
    return errors[::-1]


def squared_norms(inputs: Sequence[Array], errors: Sequence[Array]) -> Array:
    """Return each client's squared gradient norm over all layers: the sum of (|a|² + 1) |g|².

    Args:
        inputs: what goes into each layer, each (clients, inputs).
        errors: what comes back at each layer's output, each (clients, outputs).

    >>> squared_norms([np.array([[3.0, 4.0]])], [np.array([[2.0]])])
    array([104.])
    """
    squares = [(_squares(a) + 1) * _squares(g) for a, g in zip(inputs, errors, strict=True)]
    return np.sum(squares, axis=0)


def clipped_gradient_sum(
    layers: Layers, features: Array, labels: NDArray[np.integer], max_gradient_norm: float
) -> list[Array]:
    """Return the sum over clients of their gradients, each first cut to a length of ``max_gradient_norm``.

    So one client more or less moves the sum by at most ``max_gradient_norm``: that is its sensitivity. To
    shorten an outer product is to shorten one of its two vectors, and a sum of outer products is one matrix
    product: with one row a client, the sum of ``s a gᵀ`` is ``Aᵀ (s G)``.

    Args:
        layers: the network.
        features: shape (clients, inputs); no clients at all give zeros.
        labels: class numbers from 0, shape (clients,).
        max_gradient_norm: bound on the length of one client's gradient; infinity leaves it alone.

    Returns:
        one array for each layer, of the layer's own shape.
    """
    inputs, probabilities = forward(layers, features)
    errors = backward(layers, inputs, probabilities, labels)
    if math.isfinite(max_gradient_norm):
        bound = float(max_gradient_norm)
        shrink = bound / np.maximum(np.sqrt(squared_norms(inputs, errors)), bound)
        for error in errors:
            error *= shrink[:, None]
    sums = [np.empty_like(layer) for layer in layers]
    for total, a, g in zip(sums, inputs, errors, strict=True):
        np.matmul(a.T, g, out=total[:-1])
        np.sum(g, axis=0, out=total[-1])
    return sums


def _squares(rows: Array) -> Array:
    return np.einsum("nk,nk->n", rows, rows)

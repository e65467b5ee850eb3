"""Clipped gradient sums of a network of linear layers, without ever storing one client's gradient.

For one client, the gradient of a linear layer's matrix is the outer product of what went in, ``a``, and of
the error that came back, ``g``. The norm of an outer product is ``|a| |g|``: two vectors tell how long the
gradient is, and the matrix need not be formed. The bias is one more row of the matrix, fed by a constant 1.
Below ``a`` ends in that 1; where it is left out, as on the page,

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

BLOCK = 2_000  # clients at a time, so that what is computed of them stays in the processor's cache


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
        the inputs of each layer, each (inputs of the layer + 1, clients), one column a client and a last row
        of ones for the bias; and probabilities (clients, classes).
    """
    first = np.ones((len(features), len(layers[0])), dtype=layers[0].dtype)
    first[:, :-1] = features
    inputs = [first.T]
    for layer in layers[:-1]:
        fed = np.empty((layer.shape[1] + 1, len(features)), dtype=layer.dtype)
        fed[-1] = 1
        # In place, here and below: a fresh array a line would cost a third of the time.
        outputs = np.matmul(layer.T, inputs[-1], out=fed[:-1])
        np.maximum(outputs, 0, out=outputs)
        inputs.append(fed)
    scores = layers[-1].T @ inputs[-1]
    scores -= scores.max(axis=0)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=0)
    return inputs, scores.T


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
        one array of shape (outputs of the layer, clients) for each layer.
    """
    errors = [probabilities.T.copy()]
    errors[0][labels, np.arange(len(labels))] -= 1  # the derivative of softmax with cross-entropy
    for layer, fed in zip(layers[:0:-1], inputs[:0:-1], strict=True):
        back = layer[:-1] @ errors[-1]
        back *= fed[:-1] > 0
        errors.append(back)
    return errors[::-1]


def squared_norms(inputs: Sequence[Array], errors: Sequence[Array]) -> Array:
    """Return each client's squared gradient norm over all layers: the sum of |a|² |g|².

    Args:
        inputs: what goes into each layer, its constant 1 included, each (inputs + 1, clients).
        errors: what comes back at each layer's output, each (outputs, clients).

    >>> squared_norms([np.array([[3.0], [4.0], [1.0]])], [np.array([[2.0]])])
    array([104.])
    """
    total = _squares(inputs[0]) * _squares(errors[0])
    for a, g in zip(inputs[1:], errors[1:], strict=True):
        total += _squares(a) * _squares(g)
    return total


def clipped_gradient_sum(
    layers: Layers, features: Array, labels: NDArray[np.integer], max_gradient_norm: float
) -> list[Array]:
    """Return the sum over clients of their gradients, each first cut to a length of ``max_gradient_norm``.

    So one client more or less moves the sum by at most ``max_gradient_norm``: that is its sensitivity. To
    shorten an outer product is to shorten one of its two vectors, and a sum of outer products is one matrix
    product: with one column a client, the sum of ``s a gᵀ`` is ``A (s G)ᵀ``.

    Args:
        layers: the network.
        features: shape (clients, inputs); no clients at all give zeros.
        labels: class numbers from 0, shape (clients,).
        max_gradient_norm: bound on the length of one client's gradient; infinity leaves it alone.

    Returns:
        one array for each layer, of the layer's own shape.
    """
    sums = [np.zeros_like(layer) for layer in layers]
    for start in range(0, len(labels), BLOCK):
        some = slice(start, start + BLOCK)
        inputs, probabilities = forward(layers, features[some])
        errors = backward(layers, inputs, probabilities, labels[some])
        if math.isfinite(max_gradient_norm):
            bound = float(max_gradient_norm)
            shrink = bound / np.maximum(np.sqrt(squared_norms(inputs, errors)), bound)
            for error in errors:
                error *= shrink
        for total, a, g in zip(sums, inputs, errors, strict=True):
            total += a @ g.T
    return sums


def _squares(columns: Array) -> Array:
    return np.einsum("kn,kn->n", columns, columns)

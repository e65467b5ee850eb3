"""The bank's small risk network, one hidden layer of tanh: its loss, its gradient by hand, its descent.

Weights are a list ``[kernel, bias, last, offset]`` of shapes (features, units), (units,), (units,), ().
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from execml.frameworks.autodiff.elementary import sigmoid
from execml.frameworks.autodiff.tensor import Tensor
from execml.frameworks.autodiff.transforms import value_of
from execml.frameworks.networks.rounding import largest_difference
from execml.frameworks.training.optimisers import SGD

Weights = list[np.ndarray]


def starting_weights(features: int, units: int, generator: np.random.Generator) -> Weights:
    """Draw float64 weights of standard deviation 1 / √inputs, and zero biases.

    >>> [part.shape for part in starting_weights(30, 16, np.random.default_rng(0))]
    [(30, 16), (16,), (16,), ()]
    """
    kernel = generator.normal(size=(features, units)) / np.sqrt(features)
    return [kernel, np.zeros(units), generator.normal(size=units) / np.sqrt(units), np.zeros(())]


def scores(weights: Any, features: np.ndarray) -> Any:
    """Return each client's score: the log-odds of default, shape (clients,).

    Args:
        weights: Tensors ``[kernel, bias, last, offset]``.
        features: shape (clients, features).

    >>> weights = [Tensor(part) for part in starting_weights(2, 3, np.random.default_rng(0))]
    >>> scores(weights, np.zeros((5, 2))).shape
    (5,)
    """
    kernel, bias, last, offset = weights
    return (features @ kernel + bias).tanh() @ last + offset


def auc(weights: Weights, features: np.ndarray, labels: np.ndarray) -> float:
    """Return the area under the ROC curve of the network's scores on some clients.

    Args:
        weights: of the risk network, as arrays.
        features: shape (clients, features).
        labels: 0 or 1, shape (clients,).

    >>> weights = [np.array([[1.0]]), np.zeros(1), np.ones(1), np.zeros(())]  # the score is tanh(x)
    >>> auc(weights, np.array([[1.0], [2.0], [3.0], [4.0]]), np.array([0, 1, 0, 1]))
    0.75
    """
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score(labels, value_of(lambda parts: scores(parts, features))(weights)))


def mean_loss(features: np.ndarray, labels: np.ndarray) -> Callable[[Any], Tensor]:
    """Return the average logistic loss of some clients as a function of the weights.

    A client with score s and outcome y in {0, 1} costs log(1 + exp(s)) - y s: the negative log-likelihood.

    Args:
        features: float64, shape (clients, features).
        labels: 0 or 1, shape (clients,).

    >>> loss = mean_loss(np.zeros((5, 2)), np.array([0, 0, 1, 0, 1]))
    >>> round(loss([Tensor(part) for part in starting_weights(2, 3, np.random.default_rng(0))]).item(), 4)
    0.6931
    """
    outcomes = np.asarray(labels, dtype=features.dtype)

    def loss(weights: Any) -> Tensor:
        log_odds = scores(weights, features)
        return (log_odds.softplus() - outcomes * log_odds).mean()

    return loss


def gradient_by_hand(
    features: np.ndarray, labels: np.ndarray, forget_the_slope: bool = False
) -> Callable[[Weights], Weights]:
    """Return the gradient of :func:`mean_loss`, written out by hand: with a mistake, if so wished.

    Args:
        features: shape (clients, features).
        labels: 0 or 1, shape (clients,).
        forget_the_slope: whether to leave out the derivative of tanh, which is 1 - tanh².

    >>> rows, outcomes = np.eye(3), np.array([0, 1, 1])
    >>> weights = starting_weights(3, 2, np.random.default_rng(0))
    >>> right, wrong = (gradient_by_hand(rows, outcomes, forget)(weights) for forget in (False, True))
    >>> bool(np.allclose(right[2], wrong[2])), bool(np.allclose(right[0], wrong[0]))
    (True, False)
    """

    def gradient(weights: Weights) -> Weights:
        kernel, bias, last, offset = weights
        hidden = np.tanh(features @ kernel + bias)
        surprise = (sigmoid(hidden @ last + offset) - labels) / len(labels)
        slope = 1.0 if forget_the_slope else 1 - hidden**2
        into_hidden = np.outer(surprise, last) * slope
        return [features.T @ into_hidden, into_hidden.sum(axis=0), hidden.T @ surprise, surprise.sum()]

    return gradient


def descend(
    gradient: Callable[[Weights], Weights], weights: Weights, steps: int, rate: float, momentum: float = 0.9
) -> Weights:
    """Train by gradient descent with momentum, from the given weights, which are left as they are.

    >>> (end,) = descend(lambda x: [2 * x[0]], [np.array(1.0)], steps=200, rate=0.1)
    >>> bool(abs(end) < 1e-3)
    True
    """
    weights = [part.copy() for part in weights]
    rule = SGD(weights, lr=rate, momentum=momentum)
    for _ in range(steps):
        rule.step(gradient(weights))
    return weights


def losses_of_steps(
    loss: Callable[[Weights], Any],
    gradient: Callable[[Weights], Weights],
    weights: Weights,
    rate: float,
    steps: int,
) -> np.ndarray:
    """Return the loss before plain gradient descent, and after each of its steps, shape (steps + 1,).

    >>> one = [np.array(1.0)]
    >>> losses_of_steps(lambda x: x[0] ** 2, lambda x: [2 * x[0]], one, rate=0.25, steps=2).tolist()
    [1.0, 0.25, 0.0625]
    """
    path = [float(loss(weights))]
    for _ in range(steps):
        weights = descend(gradient, weights, steps=1, rate=rate, momentum=0.0)
        path.append(float(loss(weights)))
    return np.array(path)


def largest_gap(found: Weights, expected: Weights) -> float:
    """Return the largest difference of any number in two lists of arrays, as a share of the largest expected.

    >>> largest_gap([np.array([1.0, 2.0])], [np.array([1.0, 4.0])])
    0.5
    """
    return largest_difference(found, expected) / float(max(np.abs(part).max() for part in expected))

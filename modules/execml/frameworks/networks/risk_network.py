"""The bank's small risk network, one hidden layer of tanh: its loss, its gradient by hand, its descent.

Weights are a list ``[kernel, bias, last, offset]`` of shapes (features, units), (units,), (units,), ().
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from execml.course.arrays import array
from execml.course.bank.ranking import rank_sum_aucs
from execml.course.validation import at_least_zero, flag, function, several, shown, whole
from execml.course.validation import generator as checked_generator
from execml.frameworks.autodiff.elementary import primal, sigmoid
from execml.frameworks.autodiff.tensor import Tensor
from execml.frameworks.autodiff.transforms import value_of
from execml.frameworks.networks.perceptron import MOST_UNITS, checked_batch
from execml.frameworks.networks.rounding import largest_difference, same_shapes
from execml.frameworks.training.optimisers import SGD

Weights = list[np.ndarray]
MOST_STEPS = 10_000_000


def starting_weights(features: int, units: int, generator: np.random.Generator) -> Weights:
    """Draw float64 weights of standard deviation 1 / √inputs, and zero biases.

    Raises:
        ValueError: if a number is not whole and at least 1, or ``generator`` is none.

    >>> [part.shape for part in starting_weights(30, 16, np.random.default_rng(0))]
    [(30, 16), (16,), (16,), ()]
    """
    features, units = whole("features", features, high=MOST_UNITS), whole("units", units, high=MOST_UNITS)
    checked_generator("generator", generator)
    kernel = generator.normal(size=(features, units)) / np.sqrt(features)
    return [kernel, np.zeros(units), generator.normal(size=units) / np.sqrt(units), np.zeros(())]


def scores(weights: Any, features: np.ndarray) -> Any:
    """Return each client's score: the log-odds of default, shape (clients,).

    Args:
        weights: Tensors ``[kernel, bias, last, offset]``.
        features: shape (clients, features).

    Raises:
        ValueError: if a shape does not fit, or a number is not finite.

    >>> weights = [Tensor(part) for part in starting_weights(2, 3, np.random.default_rng(0))]
    >>> scores(weights, np.zeros((5, 2))).shape
    (5,)
    """
    rows = array("features", _plain(features), ("clients", "features"))
    return _scores(checked_risk_weights(weights, rows.shape[1]), features)


def _scores(weights: Any, features: Any) -> Any:
    """Compute without a look at the arguments, in a loop of training."""
    kernel, bias, last, offset = weights
    return (features @ kernel + bias).tanh() @ last + offset


def auc(weights: Weights, features: np.ndarray, labels: np.ndarray) -> float:
    """Return the area under the ROC curve of the network's scores on some clients.

    Args:
        weights: of the risk network, as arrays.
        features: shape (clients, features).
        labels: 0 or 1, shape (clients,), both present.

    Raises:
        ValueError: if a shape does not fit, a number is not finite, or a class is missing.

    >>> weights = [np.array([[1.0]]), np.zeros(1), np.ones(1), np.zeros(())]  # the score is tanh(x)
    >>> auc(weights, np.array([[1.0], [2.0], [3.0], [4.0]]), np.array([0, 1, 0, 1]))
    0.75
    """
    rows, outcomes = checked_batch(features, labels, len(checked_risk_weights(weights)[0]))
    if not 0 < outcomes.mean() < 1:
        raise ValueError("labels must hold both 0 and 1: with one class no pair can be ranked")
    ranked = value_of(lambda parts: scores(parts, rows))(weights)
    return float(rank_sum_aucs(ranked[:, None], outcomes)[0])


def mean_loss(features: np.ndarray, labels: np.ndarray) -> Callable[[Any], Tensor]:
    """Return the average logistic loss of some clients as a function of the weights.

    A client with score s and outcome y in {0, 1} costs log(1 + exp(s)) - y s: the negative log-likelihood.

    Args:
        features: float64, shape (clients, features).
        labels: 0 or 1, shape (clients,).

    Raises:
        ValueError: if a shape does not fit, a number is not finite, or a label is neither 0 nor 1.

    >>> loss = mean_loss(np.zeros((5, 2)), np.array([0, 0, 1, 0, 1]))
    >>> round(loss([Tensor(part) for part in starting_weights(2, 3, np.random.default_rng(0))]).item(), 4)
    0.6931
    """
    features, checked = checked_batch(features, labels)
    outcomes = checked.astype(features.dtype)

    def loss(weights: Any) -> Tensor:
        log_odds = _scores(checked_risk_weights(weights, features.shape[1]), features)
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

    Raises:
        ValueError: if a shape does not fit, a number is not finite, or a label is neither 0 nor 1.

    >>> rows, outcomes = np.eye(3), np.array([0, 1, 1])
    >>> weights = starting_weights(3, 2, np.random.default_rng(0))
    >>> right, wrong = (gradient_by_hand(rows, outcomes, forget)(weights) for forget in (False, True))
    >>> bool(np.allclose(right[2], wrong[2])), bool(np.allclose(right[0], wrong[0]))
    (True, False)
    """

    features, labels = checked_batch(features, labels)
    flag("forget_the_slope", forget_the_slope)

    def gradient(weights: Weights) -> Weights:
        kernel, bias, last, offset = checked_risk_weights(weights, features.shape[1])
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

    Raises:
        ValueError: if ``steps`` is not a whole number from 0 to 10 million, the rate or the momentum is
            negative, or the weights are not finite.

    >>> (end,) = descend(lambda x: [2 * x[0]], [np.array(1.0)], steps=200, rate=0.1)
    >>> bool(abs(end) < 1e-3)
    True
    """
    function("gradient", gradient)
    whole("steps", steps, low=0, high=MOST_STEPS)
    weights = [array(f"weights[{place}]", x).copy() for place, x in enumerate(several("weights", weights))]
    at_least_zero("rate", rate)
    rule = SGD(weights, lr=rate, momentum=momentum)
    for _ in range(steps):
        rule.step(gradient(weights))
    return weights


def largest_gap(found: Weights, expected: Weights) -> float:
    """Return the largest difference of any number in two lists of arrays, as a share of the largest expected.

    Raises:
        ValueError: if the lists, or two of their arrays, differ in shape, since nothing is broadcast, or if
            all that is expected is 0.

    >>> largest_gap([np.array([1.0, 2.0])], [np.array([1.0, 4.0])])
    0.5
    """
    same_shapes("expected", expected, "found", found)
    largest = float(max(np.abs(part).max() for part in expected))
    if not 0 < largest < np.inf:
        raise ValueError(f"expected reaches {largest}; its largest size must be a finite number above 0")
    return largest_difference(found, expected) / largest


def checked_risk_weights(weights: Any, features: int | str = "features") -> list[Any]:
    """Return the network's kernel, bias, last and offset, Tensors or arrays, after checking that they fit.

    Args:
        weights: of shapes (features, units), (units,), (units,), ().
        features: how many there are; any number if it is a word.

    Raises:
        ValueError: if there are not four, a shape does not fit, or a number is not finite.
    """
    parts = several("weights", weights)
    if len(parts) != 4:
        raise ValueError(f"weights={shown(weights)} must be four: kernel, bias, last and offset")
    values = [_plain(part) for part in parts]
    units = array("weights[0]", values[0], (features, "units")).shape[1]
    for place, shape in ((1, (units,)), (2, (units,)), (3, ())):
        array(f"weights[{place}]", values[place], shape)
    return parts


def _plain(part: Any) -> Any:
    """Return the values of a Tensor, or of an array, for a look at them."""
    return primal(part.data if isinstance(part, Tensor) else part)

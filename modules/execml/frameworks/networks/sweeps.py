"""A sweep of learning rates in one go: copies of the bank's network that see the same clients."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from execml.course import RiskSplit
from execml.course.bank.ranking import rank_sum_aucs
from execml.course.validation import at_least_zero, several, whole
from execml.frameworks.autodiff.elementary import sigmoid
from execml.frameworks.networks.perceptron import glorot_weights
from execml.frameworks.networks.risk_training import BATCH, HIDDEN, LEARN

Array = NDArray[np.float64]


class Copies:
    """Copies of one network with one hidden layer of ReLUs and one logit, side by side in the same arrays.

    Attributes:
        parameters: kernel of shape (inputs, copies, units), bias and last layer of shape (copies, units), and
            offset of shape (copies, 1); an optimiser may change them in place.
    """

    def __init__(self, start: Sequence[Array], copies: int) -> None:
        """Make so many copies of the weights ``[kernel, bias, last kernel, last bias]``, in float64."""
        kernel, bias, last, offset = (np.asarray(part, dtype=float) for part in start)
        self.parameters = [
            np.repeat(part[..., None, :], copies, axis=-2) for part in (kernel, bias, last[:, 0], offset)
        ]
        self._hidden = self._back = self._zeros = np.empty((0, *self.parameters[1].shape))

    def __call__(self, features: Array) -> Array:
        """Return each copy's logits, shape (rows, copies)."""
        kernel, bias, last, offset = self.parameters
        rows, kept = len(features), len(self._hidden) == len(features)
        if not kept:  # memory that is used again from step to step costs half the time of new memory
            self._hidden, self._back = np.empty((2, rows, *bias.shape))
            self._zeros = np.zeros((rows, *bias.shape))
        np.dot(features, kernel.reshape(len(kernel), -1), out=self._hidden.reshape(rows, -1))
        self._hidden += bias
        np.maximum(self._hidden, self._zeros, out=self._hidden)  # twice as fast as with a plain 0
        logits = self._hidden.transpose(1, 0, 2) @ last[:, :, None]
        return logits[:, :, 0].T + offset[:, 0]

    def gradients(self, features: Array, labels: Array) -> list[Array]:
        """Return the gradient of each copy's mean cross-entropy, laid out like the parameters.

        Args:
            features: shape (rows, inputs).
            labels: 0 and 1, shape (rows,).
        """
        kernel, bias, last, _ = self.parameters
        error = (sigmoid(self(features)) - labels[:, None]) / len(labels)
        np.multiply(error[:, :, None], last, out=self._back)
        self._back *= self._hidden > 0  # the ReLU's derivative; 0 at the kink, as in PyTorch
        back = self._back.reshape(len(labels), -1)
        of_last = (self._hidden.transpose(1, 2, 0) @ error.T[:, :, None])[:, :, 0]
        of_bias = back.sum(axis=0).reshape(bias.shape)
        return [(features.T @ back).reshape(kernel.shape), of_bias, of_last, error.sum(axis=0)[:, None]]


def rate_sweep(
    split: RiskSplit,
    rule: Callable[..., Any],
    rates: Sequence[float],
    seeds: Sequence[int],
    epochs: int = 5,
    **settings: Any,
) -> Array:
    """Train at each learning rate and seed as ``train_risk_model`` does; return validation loss and test AUC.

    All rates of a seed start from the same weights and see the same clients in the same order, so they are
    trained side by side.

    Args:
        split: from ``risk_split()``.
        rule: an optimiser's class.
        rates: learning rates, each at least 0.
        seeds: one run a seed.
        epochs: how often each client is used.
        settings: the optimiser's other arguments.

    Returns:
        Shape (rates, seeds, 2): validation loss, then test AUC.

    Raises:
        ValueError: if there is no rate or seed, a rate is negative, or ``epochs`` is not a whole number of at
            least 1.
    """
    column = np.array([at_least_zero("rates", rate) for rate in several("rates", rates)])[:, None]
    whole("epochs", epochs)
    features, labels = split.train_features.astype(float), split.train_labels.astype(float)
    runs = []
    for seed in several("seeds", seeds):
        draw = np.random.default_rng(seed)
        copies = Copies(glorot_weights((features.shape[1], HIDDEN, 1), draw, "float64"), len(column))
        optimiser = rule(copies.parameters, **settings)
        optimiser.lr = column  # a rate for each copy
        for _ in range(epochs):
            order = draw.permutation(LEARN)
            clients, outcomes = features[order], labels[order]
            for first in range(0, LEARN - BATCH + 1, BATCH):
                batch = slice(first, first + BATCH)
                optimiser.step(copies.gradients(clients[batch], outcomes[batch]))
        logits = copies(features[LEARN:])
        losses = np.mean(np.logaddexp(0, logits) - logits * labels[LEARN:, None], axis=0)
        aucs = rank_sum_aucs(copies(split.test_features.astype(float)), split.test_labels)
        runs.append(np.column_stack([losses, aucs]))
    return np.stack(runs, axis=1)


def compare_rules(
    split: RiskSplit,
    rules: Mapping[str, tuple[Callable[..., Any], dict[str, Any]]],
    rates: Sequence[float],
    seeds: Sequence[int],
) -> tuple[dict[str, int], dict[str, Array]]:
    """Sweep the learning rate of each rule; the validation clients choose, the test clients only score.

    Args:
        split: from ``risk_split()``.
        rules: by name, an optimiser's class and its other arguments.
        rates: learning rates.
        seeds: one run a seed; results are averaged over them.

    Returns:
        By name, the place of the rate with the least validation loss, and the test AUC at each rate.
    """
    runs = {
        name: rate_sweep(split, rule, rates, seeds, **more).mean(axis=1)
        for name, (rule, more) in rules.items()
    }
    return (
        {name: int(found[:, 0].argmin()) for name, found in runs.items()},
        {name: found[:, 1] for name, found in runs.items()},
    )

"""The bank's risk model, trained in NumPy; ``sweeps`` trains it at many learning rates at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from execml.course import RiskSplit
from execml.course.bank.ranking import rank_sum_aucs
from execml.course.validation import whole
from execml.frameworks.autodiff.elementary import sigmoid
from execml.frameworks.networks.perceptron import NumpyMLP, glorot_weights
from execml.frameworks.training.number_formats import rounded

HIDDEN, BATCH, LEARN = 32, 128, 15_000  # units, clients a step, clients to learn from; the others choose

MakeOptimiser = Callable[[list[NDArray[Any]]], Any]


def train_risk_model(
    split: RiskSplit,
    optimiser: MakeOptimiser,
    generator: np.random.Generator,
    epochs: int = 5,
    stored_as: str | None = None,
    learn: int = LEARN,
) -> NumpyMLP:
    """Train a network 30-32-1 on the first training clients and return it.

    It computes in float64, so that five epochs end alike on every machine.

    Args:
        split: from ``risk_split()``.
        optimiser: makes an optimiser from a list with the one array of all weights.
        generator: draws the first weights and the order of the clients.
        epochs: how often each client is used.
        stored_as: a 16-bit format that the weights are rounded to after each step, or None to leave them.
        learn: how many clients to learn from; those behind them choose. All 20,000 once settings are chosen.

    Raises:
        ValueError: if ``epochs`` is not a whole number of at least 1, ``learn`` fills no batch or exceeds the
            training clients, or the format is unknown.
    """
    sizes = (split.train_features.shape[1], HIDDEN, 1)
    model = NumpyMLP(glorot_weights(sizes, generator, "float64"), dtype="float64")
    rule = optimiser([model.vector])
    whole("learn", learn, low=BATCH, high=len(split.train_labels))
    clients, outcomes = split.train_features[:learn].astype(float), split.train_labels[:learn].astype(float)
    for _ in range(whole("epochs", epochs)):
        order = generator.permutation(learn)
        features, labels = clients[order], outcomes[order]
        for first in range(0, learn - BATCH + 1, BATCH):
            batch = slice(first, first + BATCH)
            model.loss_and_gradients(features[batch], labels[batch])
            rule.step([model.gradient_vector])
            if stored_as:
                model.vector[:] = rounded(model.vector, stored_as)
    return model


def validation_loss(model: NumpyMLP, split: RiskSplit) -> float:
    """Return the mean cross-entropy on the 5,000 training clients that training did not use."""
    logits = model(split.train_features[LEARN:])[:, 0].astype(float)
    return float(np.mean(np.logaddexp(0, logits) - logits * split.train_labels[LEARN:]))


def auc_on_test_clients(model: NumpyMLP, split: RiskSplit) -> float:
    """Return the AUC on the 10,000 test clients."""
    return float(rank_sum_aucs(model(split.test_features), split.test_labels)[0])


def mean_auc(
    split: RiskSplit, optimiser: MakeOptimiser, seeds: Sequence[int], stored_as: str | None = None
) -> float:
    """Return the test AUC of :func:`train_risk_model`, averaged over seeds."""
    models = (
        train_risk_model(split, optimiser, np.random.default_rng(seed), stored_as=stored_as) for seed in seeds
    )
    return float(np.mean([auc_on_test_clients(model, split) for model in models]))


def points_lost(
    split: RiskSplit, rule: Callable[..., Any], rate: float, seeds: Sequence[int], stored_as: str
) -> float:
    """Return how many points of AUC (hundredths) it costs to keep all weights in a 16-bit format.

    Args:
        split: from ``risk_split()``.
        rule: an optimiser's class.
        rate: its learning rate.
        seeds: one pair of runs a seed, from the same weights through the same batches.
        stored_as: the format.
    """
    make = lambda weights: rule(weights, lr=rate)  # noqa: E731
    return 100 * (mean_auc(split, make, seeds) - mean_auc(split, make, seeds, stored_as=stored_as))


def pulls(model: NumpyMLP, split: RiskSplit) -> NDArray[np.float64]:
    """Return each client's share of the gradient of the average loss by the logit, shape (clients,).

    For cross-entropy it is (risk − label) / number of clients.
    """
    logits = model(split.train_features)[:, 0].astype(float)
    return (sigmoid(logits) - split.train_labels) / len(logits)

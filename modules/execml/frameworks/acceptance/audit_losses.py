"""Losses that share a name: whether they expect probabilities or logits, and where they stop counting."""

from __future__ import annotations

from typing import Any

import numpy as np

from execml.frameworks.acceptance.discrepancy import Discrepancy, bank_batches, shown
from execml.frameworks.networks.perceptron import NumpyMLP, glorot_weights

CERTAIN = 1e-12  # the probability that a model gives to what then happens


def loss_discrepancies() -> list[Discrepancy]:
    """Give each pair of losses what the other framework's convention would hand over.

    The first two rows keep the last layer of a Keras model, which puts out probabilities, and take the
    PyTorch loss of the same purpose, which expects logits: nothing fails, and softmax or sigmoid is applied
    twice. The third row hands probabilities to both, one of them far wrong.
    """
    return [_categorical(), _binary(), _saturated()]


def _categorical() -> Discrepancy:
    import keras
    import torch

    logits, labels = _logits(2)
    chances = torch.softmax(torch.from_numpy(logits), dim=1)
    ours, theirs = torch.nn.CrossEntropyLoss(), keras.losses.CategoricalCrossentropy
    wanted = np.eye(2)[labels]
    return Discrepancy(
        "loss",
        "cross-entropy",
        "logits",
        shown(theirs, "from_logits"),
        "loss on one batch",
        _difference(
            ours(chances, torch.from_numpy(labels)), theirs(dtype="float64")(wanted, chances.numpy())
        ),
        "last layer without softmax, from_logits=True",
        _difference(
            ours(torch.from_numpy(logits), torch.from_numpy(labels)),
            theirs(from_logits=True, dtype="float64")(wanted, logits),
        ),
    )


def _binary() -> Discrepancy:
    import keras
    import torch

    logits, labels = _logits(1)
    wanted = labels[:, None].astype(np.float64)
    tensor, chances = torch.from_numpy(logits), torch.sigmoid(torch.from_numpy(logits))
    ours, theirs = torch.nn.BCEWithLogitsLoss(), keras.losses.BinaryCrossentropy
    return Discrepancy(
        "loss",
        "binary cross-entropy",
        "BCEWithLogitsLoss: logits",
        shown(theirs, "from_logits"),
        "loss on one batch",
        _difference(
            ours(chances, torch.from_numpy(wanted)), theirs(dtype="float64")(wanted, chances.numpy())
        ),
        "last layer without sigmoid, from_logits=True",
        _difference(
            ours(tensor, torch.from_numpy(wanted)),
            theirs(from_logits=True, dtype="float64")(wanted, logits),
        ),
    )


def _saturated() -> Discrepancy:
    import keras
    import torch

    chance, happened = np.array([[CERTAIN]]), np.ones((1, 1))
    logit = np.log(chance / (1 - chance))
    theirs, one = keras.losses.BinaryCrossentropy, torch.from_numpy(happened)
    most = float(torch.nn.BCELoss()(torch.zeros_like(one), one))  # the loss of what was held impossible
    return Discrepancy(
        "loss",
        "the same, sure and wrong",
        f"BCELoss: log ≥ {-most:g}",
        f"clipped at {keras.config.epsilon():g}",
        f"loss at a probability of {CERTAIN:g}",
        _difference(
            torch.nn.BCELoss()(torch.from_numpy(chance), one), theirs(dtype="float64")(happened, chance)
        ),
        "logits in both",
        _difference(
            torch.nn.BCEWithLogitsLoss()(torch.from_numpy(logit), one),
            theirs(from_logits=True, dtype="float64")(happened, logit),
        ),
    )


def _logits(outputs: int) -> tuple[np.ndarray, np.ndarray]:
    """Return a small network's logits of one batch of clients, and their labels."""
    features, labels = (part[0] for part in bank_batches(1))
    network = NumpyMLP(
        glorot_weights((features.shape[1], 16, outputs), np.random.default_rng(2), "float64"), dtype="float64"
    )
    return network.forward(features), labels.astype(np.int64)


def _difference(ours: Any, theirs: Any) -> float:
    return abs(float(ours) - float(theirs))

"""After the federation: each client's own version of the model, and how far clients pulled apart before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course.arrays import array
from execml.course.validation import generator as source
from execml.course.validation import instance, positive, whole
from execml.federated_learning.averaging.clients import Client, stacked, trained_alone
from execml.federated_learning.averaging.local import Work, train
from execml.federated_learning.averaging.network import Layers, copies
from execml.federated_learning.averaging.rounds import Federation


def personalise(
    model: Federation,
    clients: Sequence[Client],
    epochs: int,
    generator: np.random.Generator,
    learning_rate: float = 0.1,
    batch_size: int | None = None,
) -> list[Layers]:
    """Return the model once a client, trained on by that client alone: fine-tuning.

    Args:
        model: a fitted federation, which is left alone.
        clients: for each its features and labels, of two classes or more.
        epochs: passes over its own rows; 0 returns the common model.
        generator: source of the orders.
        learning_rate: of these steps.
        batch_size: rows a step; None takes all.

    Returns:
        a list of layers for each client.

    Raises:
        ValueError: if the model is not fitted, a client has one class only or another number of columns, or
            an argument lies outside its range.
    """
    fitted = instance("model", model, Federation)
    if not hasattr(fitted, "layers_"):
        raise ValueError("model must be fitted first")
    stack = trained_alone(clients)
    if stack.features.shape[2] != len(fitted.layers_[0]) - 1:
        raise ValueError(f"clients have {stack.features.shape[2]} columns; the model has others")
    whole("epochs", epochs, low=0, high=100_000)
    size = None if batch_size is None else whole("batch_size", batch_size)
    work = Work(positive("learning_rate", learning_rate), epochs, size)
    tuned = train(copies(fitted.layers_, len(stack)), stack, work, source("generator", generator))
    return [[layer[place] for layer in tuned] for place in range(len(stack))]


def client_drift(updates: ArrayLike, shares: ArrayLike) -> float:
    """Return how much of the clients' movement cancels out: 0 if all move alike, near 1 if they pull apart.

    With updates u_k of shares p_k it is 1 − |Σ p_k u_k| / Σ p_k |u_k|.

    Args:
        updates: shape (clients, parameters), not all zero.
        shares: of the clients, shape (clients,), adding up to 1.

    Raises:
        ValueError: if shapes do not fit, a number is not finite, or nobody moved.

    >>> client_drift([[1.0, 0.0], [1.0, 0.0]], [0.5, 0.5]), client_drift([[1.0], [-1.0]], [0.5, 0.5])
    (0.0, 1.0)
    """
    found = array("updates", updates, ("clients", "parameters")).astype(float)
    weights = array("shares", shares, (len(found),)).astype(float)
    if (weights < 0).any() or abs(weights.sum() - 1) > 1e-6:
        raise ValueError(f"shares add up to {weights.sum():.6g}; they must be 0 or more and add up to 1")
    walked = float(weights @ np.linalg.norm(found, axis=1))
    if walked == 0:
        raise ValueError("updates are all zero: nobody moved")
    return float(1 - np.linalg.norm(weights @ found) / walked)


def pooled(clients: Sequence[Client]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return all clients' rows as one table, as if they had been brought together: features and labels."""
    stacked(clients, allow_one_class=True)
    features, labels = zip(*clients, strict=True)
    return np.concatenate([np.asarray(part) for part in features]), np.concatenate(
        [np.asarray(part) for part in labels]
    )

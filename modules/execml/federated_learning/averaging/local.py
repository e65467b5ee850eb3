"""What clients do between two rounds: gradient steps on their own rows, all clients at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from execml.federated_learning.averaging.clients import Stack
from execml.federated_learning.averaging.network import Layers, gradients

WORTH_A_CALL = 30_000  # padded numbers: about what the calls of one more step cost


@dataclass(frozen=True)
class Work:
    """What a client is asked to do in a round.

    Attributes:
        learning_rate: step size.
        epochs: passes over its rows.
        batch_size: rows a step; None takes all.
        proximal: weight of the pull back to the received model (FedProx' μ).
    """

    learning_rate: float
    epochs: int
    batch_size: int | None
    proximal: float = 0.0


def steps_taken(rows: NDArray[np.int64], work: Work) -> NDArray[np.int64]:
    """Return how many steps each client takes, shape (clients,).

    >>> steps_taken(np.array([200, 50]), Work(0.1, epochs=2, batch_size=20)).tolist()
    [20, 6]
    """
    batch = rows if work.batch_size is None else np.minimum(rows, work.batch_size)
    return work.epochs * -(-rows // batch)


def train(
    layers: Layers, stack: Stack, work: Work, generator: np.random.Generator, extra: Layers | None = None
) -> Layers:
    """Return the clients' networks after their local steps; the layers that come in are left alone.

    Batches are a client's rows in a random order, cut into pieces; the last one of an epoch may be short,
    and a client with few rows has fewer steps than others, as in McMahan et al. (2017, arXiv 1602.05629),
    algorithm 1.

    Args:
        layers: the model received, one network a client.
        stack: what the clients hold.
        work: what they are asked to do.
        generator: source of the orders; a full batch draws nothing.
        extra: added to each gradient of each step, such as SCAFFOLD's correction; the layers' shapes.
    """
    if work.batch_size is None and (parts := _by_size(stack)):
        return _in_parts(parts, layers, stack, work, generator, extra)
    current = [layer.copy() for layer in layers]
    size = stack.features.shape[1]
    batch = size if work.batch_size is None else min(work.batch_size, size)
    present = np.arange(size) < stack.rows[:, None]
    flat = [part.reshape(-1, part.shape[2]) for part in (stack.features, stack.targets)]
    for _ in range(work.epochs):
        if batch == size:
            _step(current, layers, stack.features, stack.targets, present, work, extra)
            continue
        # Random keys sort a client's rows; rows that are not there get the last places.
        order = np.argsort(np.where(present, generator.random(present.shape), 2.0), axis=1)
        places = order + size * np.arange(len(order))[:, None]  # in one list of all clients' rows
        for start in range(0, size, batch):
            cut = slice(start, start + batch)
            features, targets = (part.take(places[:, cut], axis=0) for part in flat)
            _step(current, layers, features, targets, present[:, cut], work, extra)
    return current


def _by_size(stack: Stack) -> list[NDArray[np.int64]]:
    """Return large and small clients apart if that spares much padding; else nothing.

    With k of n clients in the first part, the others are padded to the longest of them, R_k, and no longer
    to the longest of all, R_0: (n - k)(R_0 - R_k) rows fewer.
    """
    order = np.argsort(-stack.rows, kind="stable")
    longest = stack.rows[order]
    spared = np.arange(len(order), 0, -1) * (longest[0] - longest)
    best = int(spared.argmax())
    return [order[:best], order[best:]] if spared[best] * stack.features.shape[2] > WORTH_A_CALL else []


def _in_parts(
    parts: list[NDArray[np.int64]],
    layers: Layers,
    stack: Stack,
    work: Work,
    generator: np.random.Generator,
    extra: Layers | None,
) -> Layers:
    """Train parts of the clients one after the other, each padded to its own longest."""
    trained = [np.empty_like(layer) for layer in layers]
    for part in parts:
        own = None if extra is None else [one[part] for one in extra]
        found = train([layer[part] for layer in layers], stack.some(part), work, generator, own)
        for whole, piece in zip(trained, found, strict=True):
            whole[part] = piece
    return trained


def _step(
    current: Layers,
    received: Layers,
    features: NDArray[np.floating],
    targets: NDArray[np.floating],
    present: NDArray[np.bool_],
    work: Work,
    extra: Layers | None,
) -> None:
    """Move all clients one step down the mean loss of their batch; a client without rows stays."""
    counts = present.sum(axis=1, keepdims=True)
    weights = (present / np.maximum(counts, 1)).astype(features.dtype)
    moving = counts[..., None] > 0
    every = bool(moving.all())
    for place, gradient in enumerate(gradients(current, features, targets, weights)):
        if work.proximal:
            gradient += work.proximal * (current[place] - received[place])
        if extra is not None:
            gradient += extra[place]
        gradient *= work.learning_rate
        current[place] -= gradient if every else gradient * moving

"""The plain client loop of most tutorials: one PyTorch model, client after client, batch after batch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from execml.course.libraries.torch_threads import one_torch_thread
from execml.federated_learning.averaging.clients import Client
from execml.federated_learning.averaging.network import Layers


def orders(clients: int, rows: int, rounds: int, generator: np.random.Generator) -> list[NDArray[np.int64]]:
    """Return for each round the order in which each client takes its rows, as our own training draws them."""
    return [np.argsort(generator.random((clients, rows)), axis=1) for _ in range(rounds)]


def loop_averaging(
    clients: Sequence[Client],
    layers: Layers,
    taken: Sequence[NDArray[np.int64]],
    batch_size: int,
    learning_rate: float,
) -> Layers:
    """Return the model after rounds of FedAvg, one local epoch each, in plain PyTorch.

    Args:
        clients: all of the same number of rows.
        layers: the model to start with.
        taken: for each round the orders, shape (clients, rows).
        batch_size: rows a step.
        learning_rate: of the steps.
    """
    with one_torch_thread():
        return _averaged(clients, layers, taken, batch_size, learning_rate)


def _averaged(
    clients: Sequence[Client],
    layers: Layers,
    taken: Sequence[NDArray[np.int64]],
    batch_size: int,
    learning_rate: float,
) -> Layers:
    import torch

    tensors = [(torch.as_tensor(np.asarray(x)), torch.as_tensor(np.asarray(y))) for x, y in clients]
    network = _network(layers)
    common = {name: part.clone() for name, part in network.state_dict().items()}
    measure = torch.nn.CrossEntropyLoss()
    for order in taken:
        total = {name: torch.zeros_like(part) for name, part in common.items()}
        for (features, labels), rows in zip(tensors, order, strict=True):
            network.load_state_dict(common)
            optimiser = torch.optim.SGD(network.parameters(), lr=learning_rate)
            for start in range(0, len(rows), batch_size):
                batch = torch.as_tensor(rows[start : start + batch_size])
                optimiser.zero_grad()
                measure(network(features[batch]), labels[batch]).backward()
                optimiser.step()
            for name, part in network.state_dict().items():
                total[name] += part / len(clients)
        common = total
    parts = [common[name].numpy() for name in common]
    return [np.vstack([weight.T, bias[None]]) for weight, bias in zip(parts[::2], parts[1::2], strict=True)]


def _network(layers: Layers) -> Any:
    import torch

    modules: list[Any] = []
    for place, layer in enumerate(layers):
        linear = torch.nn.Linear(len(layer) - 1, layer.shape[1], dtype=torch.as_tensor(layer).dtype)
        with torch.no_grad():
            linear.weight.copy_(torch.as_tensor(layer[:-1].T.copy()))
            linear.bias.copy_(torch.as_tensor(layer[-1].copy()))
        modules += [linear] if place == len(layers) - 1 else [linear, torch.nn.ReLU()]
    return torch.nn.Sequential(*modules)

"""Opacus (Meta): its accountant, its clipped sums and its private training, on networks of our layers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from execml.course.libraries.torch_network import torch_network as in_torch
from execml.differential_privacy.training.ghost import Layers

if TYPE_CHECKING:
    import torch

LEARNING_RATE = 0.1

Train = Callable[[int], None]
"""Trains for so many epochs."""


def opacus_epsilon(noise: float, rate: float, steps: int, delta: float, error: float = 0.01) -> float:
    """Return the upper bound of Opacus' privacy random variables.

    Args:
        noise: noise multiplier.
        rate: sample rate.
        steps: number of steps.
        delta: the promise's delta, in (0, 1).
        error: how far the bound may be above epsilon; the library's default is 0.01.
    """
    from opacus.accountants import PRVAccountant

    accountant = PRVAccountant()
    accountant.history = [(noise, rate, steps)]
    return float(accountant.get_epsilon(delta, eps_error=error))


def opacus_noise(promise: float, delta: float, rate: float, steps: int) -> float:
    """Return the noise multiplier that Opacus finds with its privacy random variables.

    Args:
        promise: the epsilon to keep.
        delta: the promise's delta, in (0, 1).
        rate: sample rate.
        steps: number of steps.
    """
    from opacus.accountants.utils import get_noise_multiplier

    found = get_noise_multiplier(
        target_epsilon=promise, target_delta=delta, sample_rate=rate, steps=steps, accountant="prv"
    )
    return float(found)


def opacus_clipped_sum(
    layers: Layers,
    features: NDArray[np.float32],
    labels: NDArray[np.int64],
    max_gradient_norm: float,
    mode: str = "ghost",
) -> list[NDArray[np.float32]]:
    """Return the clipped gradient sum that Opacus computes, in the shapes of our layers.

    Args:
        layers: the network, as in :mod:`execml.differential_privacy.training.ghost`.
        features: shape (clients, inputs).
        labels: class numbers, shape (clients,).
        max_gradient_norm: the clipping norm.
        mode: Opacus' way to clip, ``"hooks"`` or ``"ghost"``.
    """
    import torch

    data = torch.tensor(features), torch.tensor(labels)
    network, optimizer, criterion, _ = _private(
        layers, data, len(features), 0.0, max_gradient_norm, mode, "sum"
    )
    criterion(network(data[0]), data[1]).backward()
    optimizer.pre_step()
    flat = [parameter.grad.numpy() for parameter in network.parameters()]
    return [np.vstack([weight.T, bias]) for weight, bias in zip(flat[::2], flat[1::2], strict=True)]


def opacus_training(
    layers: Layers,
    features: NDArray[np.float32],
    labels: NDArray[np.int64],
    batch_size: int,
    noise: float,
    max_gradient_norm: float,
    mode: str,
) -> Train:
    """Return Opacus' private training of a copy of the layers, set up and ready to run.

    Args:
        layers: the network at the start.
        features: shape (clients, inputs).
        labels: class numbers, shape (clients,).
        batch_size: expected size of the Poisson batches.
        noise: noise multiplier.
        max_gradient_norm: the clipping norm.
        mode: Opacus' way to clip, ``"hooks"`` or ``"ghost"``.
    """
    import torch

    data = torch.tensor(features), torch.tensor(labels)
    *made, loader = _private(layers, data, batch_size, noise, max_gradient_norm, mode)

    def train(epochs: int) -> None:
        for _ in range(epochs):
            for batch in loader:
                _step(*made, *batch)

    return train


def plain_training(
    layers: Layers, features: NDArray[np.float32], labels: NDArray[np.int64], batch_size: int
) -> Train:
    """Return PyTorch's training without privacy of a copy of the layers: what Opacus is measured against.

    Args:
        layers: the network at the start.
        features: shape (clients, inputs).
        labels: class numbers, shape (clients,).
        batch_size: size of the shuffled batches.
    """
    import torch

    rows, answers = torch.tensor(features), torch.tensor(labels)
    network, criterion = torch_network(layers), torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(network.parameters(), lr=LEARNING_RATE)

    def train(epochs: int) -> None:
        for _ in range(epochs):
            for batch in torch.randperm(len(rows)).split(batch_size):
                _step(network, optimizer, criterion, rows[batch], answers[batch])

    return train


def torch_network(layers: Layers) -> torch.nn.Sequential:
    """Return our layers as a PyTorch network of the same weights and precision."""
    return in_torch([part for layer in layers for part in (layer[:-1], layer[-1])])


def _private(
    layers: Layers, data: Any, batch: int, noise: float, norm: float, mode: str, reduction: str = "mean"
) -> Any:
    """Return Opacus' network, optimizer, criterion and loader."""
    import torch
    from opacus import PrivacyEngine
    from torch.utils.data import DataLoader, TensorDataset

    network, criterion = torch_network(layers), torch.nn.CrossEntropyLoss(reduction=reduction)
    made = PrivacyEngine().make_private(
        module=network,
        optimizer=torch.optim.SGD(network.parameters(), lr=LEARNING_RATE),
        criterion=criterion,
        data_loader=DataLoader(TensorDataset(*data), batch_size=batch),
        noise_multiplier=noise,
        max_grad_norm=norm,
        loss_reduction=reduction,
        grad_sample_mode=mode,
    )
    return made if mode == "ghost" else (made[0], made[1], criterion, made[2])


def _step(network: Any, optimizer: Any, criterion: Any, features: Any, labels: Any) -> None:
    optimizer.zero_grad()
    criterion(network(features), labels).backward()
    optimizer.step()

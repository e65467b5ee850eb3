"""An epoch of private training: ours, PyTorch's plain one and Opacus' private ones, on the same data."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from execml.course.measure.rows import Row
from execml.course.measure.timing import least_processor_time
from execml.course.validation import whole
from execml.differential_privacy.training.dp_sgd import DPSGDClassifier
from execml.differential_privacy.training.ghost import Layers, clipped_gradient_sum, new_layers

CLIENTS, FEATURES, HIDDEN, BATCH = 20_000, 30, (64, 64), 256
CLIPPING_NORM = 1.0


def rows(repeats: int = 5, epochs: int = 5, modes: tuple[str, ...] = ("hooks", "ghost")) -> list[Row]:
    """Time an epoch (20,000 x 30, network 30-64-64-2, batches of 256), by processor time, on one thread.

    The clipped gradient sums are first checked against Opacus'. The competitors take turns, so that a busy
    machine slows all of them. Our one call checks, accounts and trains; the others are set up beforehand.

    Args:
        repeats: how many turns each has; the least time counts.
        epochs: how many epochs a turn trains for; the time is divided by it.
        modes: Opacus' ways to clip that are run.

    Raises:
        ValueError: if ``repeats`` or ``epochs`` is not a whole number of at least 1.
        AssertionError: if a clipped gradient sum differs from Opacus' by more than 1e-5 of its largest entry.
    """
    import torch

    whole("repeats", repeats)
    whole("epochs", epochs)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            differences = {mode: clipped_sum_difference(mode) for mode in modes}
            assert max(differences.values()) <= 1e-5, differences
            times = _least_times(_competitors(epochs, modes), repeats)
    finally:
        torch.set_num_threads(threads)
    checks = {f"Opacus {mode}": f"sums differ by {gap:.0e}" for mode, gap in differences.items()}
    ours = times.pop("ours") / epochs
    task, unlike = "DP-SGD, one epoch", "not private: nothing to compare"
    return [Row(task, name, ours, spent / epochs, checks.get(name, unlike)) for name, spent in times.items()]


def clipped_sum_difference(mode: str, clients: int = BATCH) -> float:
    """Return the largest difference of our clipped sum from Opacus', as a share of its largest entry.

    Args:
        mode: Opacus' way to clip, ``"hooks"`` or ``"ghost"``.
        clients: size of the batch.
    """
    generator = np.random.default_rng(7)
    features, labels = _data(generator, clients)
    layers = new_layers((FEATURES, *HIDDEN, 2), generator)
    ours = clipped_gradient_sum(layers, features, labels, CLIPPING_NORM)
    theirs = opacus_clipped_sum(layers, features, labels, CLIPPING_NORM, mode)
    gaps = [np.abs(one - other).max() for one, other in zip(ours, theirs, strict=True)]
    return float(max(gaps) / max(np.abs(other).max() for other in theirs))


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


def torch_network(layers: Layers) -> Any:
    """Return our layers as a ``torch.nn.Sequential`` of the same weights and precision."""
    import torch

    parts: list[Any] = []
    for layer in layers:
        weight, bias = torch.tensor(layer[:-1].T), torch.tensor(layer[-1])
        linear = torch.nn.Linear(len(layer) - 1, len(bias), dtype=bias.dtype)
        linear.weight.data, linear.bias.data = weight, bias
        parts += [linear, torch.nn.ReLU()]
    return torch.nn.Sequential(*parts[:-1])


def _data(generator: np.random.Generator, clients: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    features = generator.standard_normal((clients, FEATURES), dtype=np.float32)
    return features, (generator.random(clients) < 0.22).astype(np.int64)


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
        optimizer=torch.optim.SGD(network.parameters(), lr=0.1),
        criterion=criterion,
        data_loader=DataLoader(TensorDataset(*data), batch_size=batch),
        noise_multiplier=noise,
        max_grad_norm=norm,
        loss_reduction=reduction,
        grad_sample_mode=mode,
    )
    return made if mode == "ghost" else (made[0], made[1], criterion, made[2])


def _competitors(epochs: int, modes: tuple[str, ...]) -> dict[str, Callable[[], None]]:
    """Return for each competitor a function that trains."""
    import torch

    generator = np.random.default_rng(1)
    features, labels = _data(generator, CLIENTS)
    layers = new_layers((FEATURES, *HIDDEN, 2), generator)
    ours = DPSGDClassifier(
        noise_multiplier=1.0,
        max_gradient_norm=CLIPPING_NORM,
        batch_size=BATCH,
        epochs=epochs,
        learning_rate=0.1,
        hidden_layers=HIDDEN,
        generator=generator,
    )
    data = torch.tensor(features), torch.tensor(labels)
    network, criterion = torch_network(layers), torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.1)

    def private() -> None:
        ours.fit(features, labels)

    def plain() -> None:
        for _ in range(epochs):
            for batch in torch.randperm(CLIENTS).split(BATCH):
                _step(network, optimizer, criterion, data[0][batch], data[1][batch])

    def opacus(mode: str) -> Callable[[], None]:
        *made, loader = _private(layers, data, BATCH, 1.0, CLIPPING_NORM, mode)

        def train() -> None:
            for _ in range(epochs):
                for batch in loader:
                    _step(*made, *batch)

        return train

    named = {f"Opacus {mode}": opacus(mode) for mode in modes}
    return {"ours": private, "plain torch SGD": plain, **named}


def _step(network: Any, optimizer: Any, criterion: Any, features: Any, labels: Any) -> None:
    optimizer.zero_grad()
    criterion(network(features), labels).backward()
    optimizer.step()


def _least_times(competitors: dict[str, Callable[[], None]], repeats: int) -> dict[str, float]:
    """Return each competitor's least processor time in milliseconds."""
    least = dict.fromkeys(competitors, math.inf)
    for _ in range(repeats):
        for name, run in competitors.items():
            least[name] = min(least[name], least_processor_time(run)[1])
    return least

"""What each worker of a training in several processes does: train a copy of a network, average gradients."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np

from execml.course.measure.fresh_process import unpacked
from execml.frameworks.libraries.ports import weights_of

Request = Mapping[str, Any]
Arrays = Mapping[str, np.ndarray]
PATIENCE = timedelta(seconds=120)


def torch_share(request: Request, arrays: Arrays) -> dict[str, Any]:
    """Train on one share with ``DistributedDataParallel``: gloo averages, and it listens on 127.0.0.1 only.

    The processes meet through a file. Gloo on its own would listen on the address that the machine's name
    stands for, so the group gets a device of the loopback address, which every system has.
    """
    import torch
    import torch.distributed as group

    def at_loopback(store: Any, rank: int, workers: int, timeout: timedelta) -> Any:
        gloo: Any = group.ProcessGroupGloo  # its options have no type stubs
        options = gloo._Options()
        options._devices = [gloo.create_device(hostname="127.0.0.1")]
        options._timeout = timeout
        return gloo(store, rank, workers, options)

    for name in [name for name in os.environ if name.startswith("GLOO_")]:
        del os.environ[name]  # of a cluster: another transport, another network
    torch.set_num_threads(1)
    rank, workers = request["rank"], request["workers"]
    store = group.FileStore(str(Path(request["folder"]) / "meeting"), workers)
    group.Backend.register_backend("loopback", at_loopback, devices=["cpu"])
    group.init_process_group("loopback", store=store, rank=rank, world_size=workers, timeout=PATIENCE)
    try:
        return {"runs": [_torch_run(request, arrays, number) for number in range(len(request["factors"]))]}
    finally:
        group.destroy_process_group()


def _torch_run(request: Request, arrays: Arrays, number: int) -> dict[str, Any]:
    import torch
    from torch.nn.parallel import DistributedDataParallel

    from execml.course.libraries.torch_network import torch_network

    rows, wanted, factor = _share(request, arrays, number, request["rank"])
    features, labels = torch.from_numpy(rows), torch.from_numpy(wanted)
    plain = torch_network(unpacked(arrays))
    model = DistributedDataParallel(plain)
    pace = torch.optim.SGD(model.parameters(), lr=request["learning_rate"])
    losses: list[float] = []
    first: list[np.ndarray] = []
    for _ in range(request["steps"]):
        pace.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(model(features), labels)
        (factor * loss).backward()  # the workers' gradients are averaged on the way
        first = first or [part.grad.numpy().T.copy() for part in plain.parameters() if part.grad is not None]
        pace.step()
        losses.append(loss.item())
    return {"losses": losses, "gradient": _flat(first), "weights": _flat(weights_of(plain))}


def _share(request: Request, arrays: Arrays, number: int, rank: int) -> tuple[np.ndarray, np.ndarray, float]:
    """Return a worker's features, labels of shape (rows, 1), and the factor of its loss in one plan."""
    labels = arrays[f"labels_{number}_{rank}"][:, None]
    return arrays[f"features_{number}_{rank}"], labels, request["factors"][number][rank]


def _flat(parts: list[np.ndarray]) -> list[float]:
    """Return kernels and biases as one list; doubles survive JSON to the last bit."""
    return np.concatenate([np.asarray(part).ravel() for part in parts]).tolist()

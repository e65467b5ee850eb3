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
from execml.frameworks.networks.perceptron import run_layers

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


def tensorflow_shares(request: Request, arrays: Arrays) -> dict[str, Any]:
    """Train on all shares in this one process under ``MirroredStrategy``: one logical processor a share.

    Nothing listens. ``MultiWorkerMirroredStrategy``, the form for several machines, would start a server on
    every network interface.
    """
    os.environ["CUDA_VISIBLE_DEVICES"] = "-1"  # the workers are processors here, whatever else there is
    os.environ["TF_USE_LEGACY_KERAS"] = "1"  # Keras is not needed, and loading it takes half of the start
    import tensorflow as tf

    workers = request["workers"]
    processor = tf.config.list_physical_devices("CPU")[0]
    parts = [tf.config.LogicalDeviceConfiguration() for _ in range(workers)]
    tf.config.set_logical_device_configuration(processor, parts)
    names = [f"CPU:{place}" for place in range(workers)]
    strategy = tf.distribute.MirroredStrategy(names, tf.distribute.ReductionToOneDevice())
    plans = range(len(request["factors"]))
    by_plan = [_tensorflow_run(strategy, request, arrays, number) for number in plans]
    return {"workers": [{"runs": [runs[rank] for runs in by_plan]} for rank in range(workers)]}


def _tensorflow_run(strategy: Any, request: Request, arrays: Arrays, number: int) -> list[dict[str, Any]]:
    """Return one plan's run of each worker."""
    import tensorflow as tf

    with strategy.scope():
        variables = [tf.Variable(part) for part in unpacked(arrays)]

    def own_share(context: Any) -> tuple[Any, ...]:
        share = _share(request, arrays, number, context.replica_id_in_sync_group)
        return tuple(tf.constant(part, tf.float64) for part in share)

    def worker_step(rows: Any, wanted: Any, factor: Any) -> Any:
        with tf.GradientTape() as tape:
            logits = run_layers(rows, variables, tf.nn.relu)
            loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(wanted, logits))
            scaled = factor * loss
        gradients = tape.gradient(scaled, variables)
        averaged = tf.distribute.get_replica_context().all_reduce("mean", gradients)
        for variable, gradient in zip(variables, averaged, strict=True):
            variable.assign_sub(request["learning_rate"] * gradient)
        return loss, averaged

    step = tf.function(lambda *share: strategy.run(worker_step, share))
    shares = strategy.experimental_distribute_values_from_function(own_share)
    taken = [step(*shares) for _ in range(request["steps"])]
    local = strategy.experimental_local_results
    return [
        {
            "losses": [float(local(loss)[rank]) for loss, _ in taken],
            "gradient": _flat([local(part)[rank].numpy() for part in taken[0][1]]),
            "weights": _flat([local(part)[rank].numpy() for part in variables]),
        }
        for rank in range(request["workers"])
    ]


def _share(request: Request, arrays: Arrays, number: int, rank: int) -> tuple[np.ndarray, np.ndarray, float]:
    """Return a worker's features, labels of shape (rows, 1), and the factor of its loss in one plan."""
    labels = arrays[f"labels_{number}_{rank}"][:, None]
    return arrays[f"features_{number}_{rank}"], labels, request["factors"][number][rank]


def _flat(parts: list[np.ndarray]) -> list[float]:
    """Return kernels and biases as one list; doubles survive JSON to the last bit."""
    return np.concatenate([np.asarray(part).ravel() for part in parts]).tolist()

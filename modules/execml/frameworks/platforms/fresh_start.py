"""What one platform costs a fresh process: the child's part of the cost of ownership."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from execml.course.measure.fresh_process import unpacked

LEARNING_RATE = 0.1
Arrays = Mapping[str, np.ndarray]
Step = Callable[[], float]


def measured(request: Mapping[str, Any], arrays: Arrays) -> dict[str, Any]:
    """Measure what one platform costs this process: start, first step, later steps, memory.

    The start is a processor time, which other programs on the machine hardly change; steps are too short for
    the clock that counts it on Windows.
    """
    step = STARTERS[request["framework"]](arrays)
    ready = time.process_time()  # since this process started
    begin = time.perf_counter()
    last = step()
    first = time.perf_counter() - begin
    paces, several = [], request["steps"] // 5
    for _ in range(5):  # the best of five: whatever else the machine does only ever slows it down
        begin = time.perf_counter()
        for _ in range(several):
            last = step()
        paces.append(several / (time.perf_counter() - begin))
    return {
        "start s": ready,
        "first step ms": 1000 * first,
        "steps a second": max(paces),
        "peak memory MB": _peak_memory() / 1e6,
        "CPU s": time.process_time(),
        "last": last,
    }


def _peak_memory() -> float:
    """Return the most memory that this process has held, in bytes."""
    if sys.platform == "win32":
        import psutil

        return float(psutil.Process().memory_info().peak_wset)
    if sys.platform == "linux":  # getrusage there counts what the parent held when it started this process
        status = Path("/proc/self/status").read_text()
        return 1024 * float(status.partition("VmHWM:")[2].split()[0])
    import resource

    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)  # macOS: in bytes


def _numpy(arrays: Arrays) -> Step:
    from execml.frameworks.networks.perceptron import NumpyMLP

    model, features, labels = NumpyMLP(unpacked(arrays)), arrays["features"], arrays["labels"]

    def step() -> float:
        loss, _ = model.loss_and_gradients(features, labels)
        model.vector -= LEARNING_RATE * model.gradient_vector
        return loss

    return step


def _torch(arrays: Arrays) -> Step:
    import torch

    from execml.course.libraries.torch_network import torch_network

    torch.set_num_threads(1)
    model = torch_network(unpacked(arrays))
    pace = torch.optim.SGD(model.parameters(), lr=LEARNING_RATE)
    features, labels = torch.from_numpy(arrays["features"]), torch.from_numpy(arrays["labels"])[:, None]

    def step() -> float:
        pace.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(model(features), labels)
        loss.backward()
        pace.step()
        return loss.item()

    return step


def _keras(arrays: Arrays) -> Step:
    import keras

    from execml.frameworks.libraries.models import keras_model

    model = keras_model(unpacked(arrays))
    model.compile(keras.optimizers.SGD(LEARNING_RATE), keras.losses.BinaryCrossentropy(from_logits=True))
    features, labels = arrays["features"], arrays["labels"][:, None]
    return lambda: float(model.train_on_batch(features, labels))


def _jax(arrays: Arrays) -> Step:
    import jax
    import jax.numpy as jnp

    from execml.frameworks.networks.perceptron import run_layers

    features, labels = jnp.asarray(arrays["features"]), jnp.asarray(arrays["labels"])[:, None]
    parts = [jnp.asarray(part) for part in unpacked(arrays)]

    def loss(weights: list[Any]) -> Any:
        logits = run_layers(features, weights, jax.nn.relu)
        return jnp.mean(jnp.logaddexp(0, logits) - logits * labels)

    @jax.jit
    def moved(weights: list[Any]) -> tuple[Any, list[Any]]:
        value, slopes = jax.value_and_grad(loss)(weights)
        return value, [part - LEARNING_RATE * slope for part, slope in zip(weights, slopes, strict=True)]

    def step() -> float:
        value, parts[:] = moved(parts)
        return float(value)

    return step


def _onnxruntime(arrays: Arrays) -> Step:
    from execml.frameworks.platforms.portability import PortableModel

    score = PortableModel(arrays["portable"].tobytes()).scorer()
    return lambda: float(score(arrays["features"]).mean())


STARTERS: dict[str, Callable[[Arrays], Step]] = {
    "numpy": _numpy,
    "torch": _torch,
    "tensorflow": _keras,
    "keras-torch": _keras,
    "jax": _jax,
    "onnxruntime": _onnxruntime,
}

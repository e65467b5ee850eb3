"""Every way of making a training step ends at one loss, whatever the framework."""

import numpy as np
import pytest
from execml.frameworks.libraries.steps import (
    jax_way,
    keras_way,
    loss_of,
    numpy_way,
    problem,
    tensor_way,
    tensorflow_way,
    torch_way,
)


def test_every_way_ends_at_the_same_loss() -> None:
    weights, batches = problem(np.random.default_rng(3))
    before = loss_of(weights, batches)
    ways = {
        "ours": numpy_way(weights, batches),
        "tensor": tensor_way(weights, batches),
        "torch": torch_way(weights, batches),
        "strict": torch_way(weights, batches, deterministic=True),
        "eager": tensorflow_way(weights, batches),
        "bare": tensorflow_way(weights, batches, bare=True),
        "traced": tensorflow_way(weights, batches, "traced"),
        "keras": keras_way(weights, batches),
        "jax": jax_way(weights, batches, compiled=False),
        "jax.jit": jax_way(weights, batches),
    }
    for way in ways.values():
        way.run(20)
        way.run(10)
    losses = {name: loss_of(way.weights(), batches) for name, way in ways.items()}
    assert losses["ours"] < 0.9 * before == pytest.approx(0.9 * loss_of(weights, batches))
    for name, loss in losses.items():
        assert loss == pytest.approx(losses["ours"], rel=2e-5), name


def test_the_deterministic_switch_is_put_back() -> None:
    import torch

    torch_way(*problem(np.random.default_rng(3)), deterministic=True).run(1)
    assert not torch.are_deterministic_algorithms_enabled()

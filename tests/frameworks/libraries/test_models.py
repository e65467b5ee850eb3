"""One network in three frameworks, from one list of weights."""

from collections.abc import Callable
from typing import Any

import execml.frameworks as fw
import numpy as np
import pytest
import torch
from execml.course import risk_split

LIMITS = {"float32": 2e-6, "float64": 1e-12}


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_banks_clients_get_the_same_logits_everywhere(
    dtype: str, some_weights: Callable[..., Any]
) -> None:
    clients = risk_split().test_features
    models = fw.same_weights(some_weights((30, 64, 64, 1)), dtype)
    logits = [fw.outputs(model, clients) for model in (models.numpy, models.torch, models.keras)]
    assert all(values.dtype == dtype and values.shape == (10_000, 1) for values in logits)
    for other in logits[1:]:
        assert np.abs(logits[0] - other).max() <= LIMITS[dtype]


def test_given_weights_are_copied(some_weights: Callable[..., Any]) -> None:
    weights = some_weights((2, 1), dtype="float32")
    models = fw.same_weights(weights, frameworks=("numpy", "torch"))
    models.numpy.vector[:] = 7
    models.torch[0].weight.data[:] = 7
    assert not any((part == 7).any() for part in (*weights, *models.weights))


def test_building_does_not_touch_pytorchs_random_numbers(some_weights: Callable[..., Any]) -> None:
    before = torch.random.get_rng_state()
    fw.same_weights(some_weights((3, 4, 1)), frameworks=("torch",))
    assert torch.equal(before, torch.random.get_rng_state())


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: fw.same_weights((3, 1)), "generator=None must be a numpy.random.Generator"),
        (lambda: fw.same_weights((3,), generator=np.random.default_rng(0)), "at least two numbers"),
        (lambda: fw.same_weights((3, 0), generator=np.random.default_rng(0)), r"sizes\[1\]=0"),
        (lambda: fw.same_weights([np.ones((2, 1)), np.ones(1)], frameworks=("jax",)), "frameworks='jax'"),
    ],
)
def test_bad_shapes_and_words_get_a_clear_error(call: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        call()

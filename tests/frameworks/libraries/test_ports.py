"""One set of questions for three frameworks: gradients, training and weights agree."""

from collections.abc import Callable
from functools import partial
from typing import Any

import execml.frameworks as fw
import numpy as np
import pytest


def test_gradients_equal_in_all_three_frameworks(
    some_weights: Callable[..., Any], batch: Callable[..., Any]
) -> None:
    features, labels = batch(200, 30)
    models = fw.same_weights(some_weights((30, 16, 16, 1)), "float64")
    ours, *others = [
        fw.gradients_of(model, features, labels) for model in (models.numpy, models.torch, models.keras)
    ]
    for other in others:
        assert max(np.abs(a - b).max() for a, b in zip(ours, other, strict=True)) <= 1e-12


def test_training_takes_the_same_path_in_all_three_frameworks(
    some_weights: Callable[..., Any], batch: Callable[..., Any]
) -> None:
    import keras

    features, labels = batch(640, 30)
    order = np.arange(640).reshape(20, 32)
    models = fw.same_weights(some_weights((30, 16, 1)), "float64")
    rule = partial(fw.RMSprop, lr=2**-8, alpha=0.9, eps=1e-7, eps_inside=True)
    fw.train(models.numpy, rule, features, labels, order)
    fw.train(models.torch, rule, features, labels, order)
    fw.train(models.keras, partial(keras.optimizers.RMSprop, learning_rate=2**-8), features, labels, order)
    arrived = [fw.weights_of(model) for model in (models.numpy, models.torch, models.keras)]
    moved = max(np.abs(a - b).max() for a, b in zip(arrived[0], models.weights, strict=True))
    for other in arrived[1:]:
        assert max(np.abs(a - b).max() for a, b in zip(arrived[0], other, strict=True)) <= 1e-12
    assert moved > 0.01


def test_set_weights_undoes_what_weights_of_read(some_weights: Callable[..., Any]) -> None:
    weights, others = some_weights((4, 3, 1)), some_weights((4, 3, 1), seed=9)
    models = fw.same_weights(weights, "float64")
    for model in (models.numpy, models.torch, models.keras):
        fw.set_weights(model, others)
        assert all(np.array_equal(a, b) for a, b in zip(fw.weights_of(model), others, strict=True))
    with pytest.raises(ValueError, match=r"weights\[0\] of shape \(3, 4\) must have the shape \(4, 3\)"):
        fw.set_weights(models.torch, [others[0].T, *others[1:]])


def test_what_is_no_model_is_refused() -> None:
    with pytest.raises(ValueError, match="model='model' must be a NumpyMLP"):
        fw.outputs("model", np.ones((1, 1)))

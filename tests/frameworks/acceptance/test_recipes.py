"""Recipes: nothing goes undeclared, and each framework carries out the same schedule and clipping."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import execml.frameworks as fw
import numpy as np
import pytest
from execml.frameworks.acceptance.recipes import declared_differently

STEPS = 12


def warm_up(step: int) -> float:
    return min(1.0, (step + 1) / 4) * (0.25 if step >= 8 else 1.0)


def by_hand(
    weights: list[np.ndarray], features: np.ndarray, labels: np.ndarray, batches: np.ndarray, limit: float
):
    """Gradient descent with the schedule and clipping written out, in float64."""
    parts = [part.copy() for part in weights]
    for step, rows in enumerate(batches):
        model = fw.NumpyMLP(parts, dtype="float64")
        slopes = model.loss_and_gradients(features[rows], labels[rows])[1]
        length = np.sqrt(sum(np.sum(slope**2) for slope in slopes))
        for part, slope in zip(parts, slopes, strict=True):
            part -= 0.5 * warm_up(step) * slope * min(1.0, limit / length)
    return parts


@pytest.mark.parametrize("framework", ["numpy", "torch", "ours on torch", "keras"])
@pytest.mark.parametrize("limit", [0.05, 1e9])
def test_every_framework_follows_the_schedule_and_clips(
    framework: str, limit: float, some_weights: Callable[..., Any], batch: Callable[..., Any]
) -> None:
    import keras
    import torch

    features, labels = batch(120, 4)
    weights, batches = some_weights((4, 5, 1)), np.arange(120).reshape(STEPS, 10)
    rules = {
        "numpy": partial(fw.SGD, lr=0.5),
        "torch": partial(torch.optim.SGD, lr=0.5),
        "ours on torch": partial(fw.SGD, lr=0.5),
        "keras": partial(keras.optimizers.SGD, learning_rate=0.5),
    }
    kind = framework.removeprefix("ours on ")
    rule = fw.Recipe(rules[framework], warm_up, limit).maker(kind, STEPS)
    model, _ = fw.trained(kind, weights, rule, features, labels, batches)
    expected = by_hand(weights, features, labels, batches, limit)
    # Keras and PyTorch divide by a length that has a millionth added, or is rounded to float32
    assert fw.gaps_along([fw.weights_of(model)], [expected])[0] < 1e-6


def test_nothing_goes_undeclared() -> None:
    with pytest.raises(TypeError):
        fw.Recipe(fw.SGD)  # type: ignore[call-arg]
    for wrong in (None, "", "linear", 3):
        with pytest.raises(ValueError, match="schedule="):
            fw.Recipe(fw.SGD, wrong, "none")  # type: ignore[arg-type]
    for wrong in (None, "", 0, -1, np.nan, "off"):
        with pytest.raises(ValueError, match="clipping="):
            fw.Recipe(fw.SGD, "constant", wrong)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="rule="):
        fw.Recipe("SGD", "constant", "none")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="schedule=-1"):
        fw.Recipe(fw.SGD, lambda step: -1.0, "none").rates(3)


def test_differences_of_two_declarations_are_counted() -> None:
    plain = fw.Recipe(fw.SGD, "constant", "none")
    assert declared_differently(plain, fw.Recipe(fw.Adam, lambda step: 1.0, "none"), 20) == 0
    assert declared_differently(plain, fw.Recipe(fw.SGD, lambda step: 0.1 if step > 15 else 1, 3.0), 20) == 5
    assert plain.maker("torch", 5) is fw.SGD

"""The bank's risk network trained from many starts at once, by its right gradient or by a wrong one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from execml.course.arrays import array
from execml.course.validation import at_least_zero, flag, several
from execml.frameworks.autodiff.elementary import sigmoid
from execml.frameworks.networks.perceptron import checked_batch
from execml.frameworks.networks.risk_network import Weights, checked_risk_weights

MOMENTUM = 0.9


def train_from(
    starts: Sequence[Weights],
    features: np.ndarray,
    labels: np.ndarray,
    batches: Any,
    rate: float,
    forget_the_slope: bool = False,
) -> list[Weights]:
    """Train one network from each start, all on the same batches, by gradient descent with momentum 0.9.

    Args:
        starts: lists ``[kernel, bias, last, offset]`` of :mod:`execml.frameworks.networks.risk_network`, all
            of the same shapes; they are left as they are.
        features: shape (clients, features).
        labels: 0 or 1, shape (clients,).
        batches: rows of each step, shape (steps, rows).
        rate: learning rate, at least 0.
        forget_the_slope: whether to leave out the derivative of tanh, a mistake.

    Returns:
        The weights that each start arrives at.

    Raises:
        ValueError: if a shape does not fit, a number is not finite, or a label is neither 0 nor 1.

    >>> start = [np.ones((2, 3)), np.zeros(3), np.ones(3), np.zeros(())]
    >>> (end,) = train_from([start], np.eye(2), np.array([0, 1]), [[0, 1]], rate=0.1)
    >>> [part.shape for part in end]
    [(2, 3), (3,), (3,), ()]
    """
    rows, outcomes = checked_batch(features, labels)
    given = [_start(place, start, rows.shape[1]) for place, start in enumerate(several("starts", starts))]
    if len({start[1].shape for start in given}) > 1:
        raise ValueError("starts must all have the same number of units")
    steps = array("batches", batches, ("steps", "rows"))
    if steps.dtype.kind not in "iu" or steps.min() < 0 or steps.max() >= len(rows):
        raise ValueError(f"batches must hold whole numbers from 0 to {len(rows) - 1}, the rows of each step")
    rate, slope = at_least_zero("rate", rate), not flag("forget_the_slope", forget_the_slope)
    kernel, bias, last, offset = (np.stack(parts).astype(float) for parts in zip(*given, strict=True))
    parameters = [kernel, bias[:, None, :], last[:, :, None], offset[:, None, None]]
    speeds = [np.zeros_like(part) for part in parameters]
    for numbers in steps:
        slopes = _gradients(parameters, rows[numbers], outcomes[numbers][:, None], slope)
        for part, speed, change in zip(parameters, speeds, slopes, strict=True):
            speed *= MOMENTUM
            speed += change
            part -= rate * speed
    kernel, bias, last, offset = parameters
    return [list(parts) for parts in zip(kernel, bias[:, 0], last[:, :, 0], offset[:, 0, 0], strict=True)]


def _start(place: int, start: Any, features: int) -> Weights:
    """Return one start after checking it, or say which one does not fit."""
    try:
        return checked_risk_weights(start, features)
    except ValueError as error:
        raise ValueError(f"starts[{place}] does not fit: {error}") from None


def _gradients(parameters: list[Any], batch: np.ndarray, wanted: np.ndarray, slope: bool) -> list[Any]:
    """Return each network's gradient of the mean loss; ``slope`` says whether that of tanh is kept."""
    kernel, bias, last, offset = parameters
    hidden = np.tanh(batch @ kernel + bias)
    surprise = (sigmoid(hidden @ last + offset) - wanted) / len(batch)
    into_hidden = surprise * np.swapaxes(last, 1, 2)
    if slope:
        into_hidden *= 1 - hidden**2
    return [
        batch.T @ into_hidden,
        into_hidden.sum(axis=1, keepdims=True),
        np.swapaxes(hidden, 1, 2) @ surprise,
        surprise.sum(axis=1, keepdims=True),
    ]

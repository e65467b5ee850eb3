"""Effect curves: partial dependence asks about impossible clients, ALE stays with real ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from execml.course.arrays import array
from execml.course.validation import function, whole
from execml.xai_ethics.attribution.exact import numeric, predicted


def partial_dependence(
    predict: Callable[[np.ndarray], Any], rows: Any, feature: int, grid: Any
) -> np.ndarray:
    """Return the mean prediction with one feature set to each value of a grid (Friedman, 2001).

    Every row gets every value, also those that never go with its other features.

    Args:
        predict: the model: from an array (n, features) to n outputs.
        rows: shape (rows, features).
        feature: which column.
        grid: values for it, shape (points,).

    Returns:
        shape (points,).

    Raises:
        ValueError: if ``feature`` is no column, a table is not made of finite numbers, or the model gives
            something else than one number a row.

    >>> partial_dependence(lambda x: x[:, 0] * x[:, 1], [[0.0, 1.0], [0.0, 3.0]], 0, [1.0, 2.0]).tolist()
    [2.0, 4.0]
    """
    function("predict", predict)
    values = numeric("rows", rows)
    whole("feature", feature, 0, values.shape[1] - 1)
    points = array("grid", grid, ("points",))
    asked = np.repeat(values[None], len(points), axis=0)
    asked[:, :, feature] = points[:, None]
    outputs = predicted(predict, asked.reshape(-1, values.shape[1]))
    return np.asarray(outputs.reshape(len(points), -1).mean(axis=1))


def accumulated_local_effects(
    predict: Callable[[np.ndarray], Any], rows: Any, feature: int, bins: int = 20
) -> tuple[np.ndarray, np.ndarray]:
    """Return the accumulated local effect of one feature (Apley and Zhu, 2020, doi 10.1111/rssb.12377).

    Within each bin only the rows that lie there are moved, from its lower to its upper edge; the mean steps
    add up. The curve is centred, so that its mean over the rows is 0.

    Args:
        predict: the model: from an array (n, features) to n outputs.
        rows: shape (rows, features).
        feature: which column.
        bins: with about as many rows each; fewer where values repeat.

    Returns:
        edges of the bins, shape (bins + 1,), and the effect at each edge, the same shape.

    Raises:
        ValueError: if ``feature`` is no column or constant, ``bins`` is below 1, or the model gives something
            else than one number a row.

    >>> edges, effect = accumulated_local_effects(lambda x: 2 * x[:, 0], [[0.0], [1.0], [2.0]], 0, bins=2)
    >>> edges.tolist(), np.diff(effect).round(9).tolist()
    ([0.0, 1.0, 2.0], [2.0, 2.0])
    """
    function("predict", predict)
    values = numeric("rows", rows)
    whole("feature", feature, 0, values.shape[1] - 1)
    column = values[:, feature].astype(float)
    edges = np.unique(
        np.quantile(column, np.linspace(0, 1, whole("bins", bins, 1, 10_000) + 1), method="lower")
    )
    if len(edges) < 2:
        raise ValueError(f"feature={feature} is constant, {column[0]:g}: it has no effect to accumulate")
    place = np.clip(np.searchsorted(edges, column, side="left") - 1, 0, len(edges) - 2)
    low, high = values.astype(float), values.astype(float)
    low[:, feature], high[:, feature] = edges[place], edges[place + 1]
    steps = predicted(predict, high) - predicted(predict, low)
    counts = np.bincount(place, minlength=len(edges) - 1)
    means = np.bincount(place, steps, len(edges) - 1) / np.maximum(counts, 1)
    effect = np.concatenate([[0.0], np.cumsum(means)])
    middle = float(((effect[:-1] + effect[1:]) / 2 * counts).sum() / counts.sum())
    return edges, effect - middle

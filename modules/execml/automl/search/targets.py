"""Clients and what became of them, as every search and every test of one takes them."""

from __future__ import annotations

from typing import Any

import numpy as np

from execml.course.arrays import array, zeros_and_ones
from execml.course.validation import function, shown


def target_of(
    features: Any, labels: Any, names: tuple[str, str] = ("features", "labels"), both: bool = True
) -> tuple[np.ndarray, np.ndarray]:
    """Return a table of finite numbers and the outcome of each of its rows.

    Args:
        features: shape (clients, columns).
        labels: 0 or 1, shape (clients,).
        names: what the two arguments are called, for the message.
        both: whether both outcomes must occur.

    Returns:
        the table in its own type, and the outcomes as int64.

    Raises:
        ValueError: if one of them is anything else.

    >>> target_of([[0.5], [1.5]], [0.0, 1.0])[1].tolist()
    [0, 1]
    """
    table = array(names[0], features, ("clients", "columns"))
    if np.ndim(labels) == 1 and len(labels) != len(table):
        rows = f"{names[0]} of shape {table.shape} and {names[1]} of shape {np.shape(labels)}"
        raise ValueError(f"{rows} must have as many rows")
    return table, outcomes_of(names[1], labels, len(table), both)


def outcomes_of(name: str, labels: Any, rows: int | str = "clients", both: bool = True) -> np.ndarray:
    """Return outcomes 0 and 1 as int64, shape (rows,).

    Raises:
        ValueError: if there are others, or only one of the two where both must occur.

    >>> outcomes_of("outcomes", [True, False]).tolist()
    [1, 0]
    """
    truth = zeros_and_ones(name, labels, rows).astype(np.int64)
    if both and len(np.unique(truth)) < 2:
        raise ValueError(f"{name} has the classes {np.unique(truth).tolist()} and needs exactly two: 0 and 1")
    return truth


def classifier(name: str, value: Any) -> Any:
    """Return an object that can be trained.

    Raises:
        ValueError: if it has no ``fit``.
    """
    if isinstance(value, type) or not hasattr(value, "fit"):
        raise ValueError(f"{name}={shown(value)} must be an untrained model of scikit-learn's kind")
    function(name, value.fit)
    return value

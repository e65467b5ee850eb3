"""Classical kernels beside the quantum ones, and one quantum kernel computed without a circuit."""

from __future__ import annotations

from typing import Any

import numpy as np

from execml.course.arrays import array
from execml.course.validation import positive, shown


def gaussian_kernel(features: Any, others: Any = None, scale: float = 1.0) -> np.ndarray:
    """Return exp(-s^2 d^2 / 2) of the distance d of all pairs of rows.

    Args:
        features: shape (rows, columns).
        others: shape (other rows, columns); the same rows if not given.
        scale: s, by which the rows are multiplied first.

    Returns:
        shape (rows, other rows).

    >>> gaussian_kernel([[0.0], [1.0]]).round(4).tolist()
    [[1.0, 0.6065], [0.6065, 1.0]]
    """
    rows, compared = _pair(features, others)
    factor = positive("scale", scale) ** 2
    squares = (rows**2).sum(axis=1)[:, None] + (compared**2).sum(axis=1) - 2 * rows @ compared.T
    return np.asarray(np.exp(-factor * np.maximum(squares, 0) / 2))


def product_kernel(features: Any, others: Any = None) -> np.ndarray:
    """Return the kernel of :func:`~execml.quantum_ml.kernels.encodings.angle_encoding`, without its circuit.

    Each qubit is turned by its own column only, so the squared overlap of two states is a product:
    cos^2((x - y) / 2) over the columns. The work grows with the columns, not with 2 to their power.

    Args:
        features: angles in radians, shape (rows, columns).
        others: shape (other rows, columns); the same rows if not given.

    Returns:
        shape (rows, other rows).

    >>> product_kernel([[0.0, 0.0]], [[np.pi / 2, 0.0]]).round(6).tolist()
    [[0.5]]
    """
    rows, compared = _pair(features, others)
    product = np.ones((len(rows), len(compared)))
    for column, other in zip(rows.T, compared.T, strict=True):
        product *= (1 + np.cos(column[:, None] - other)) / 2
    return product


def _pair(features: Any, others: Any) -> tuple[np.ndarray, np.ndarray]:
    rows = array("features", features, ("rows", "columns")).astype(float)
    compared = rows if others is None else array("others", others, ("rows", "columns")).astype(float)
    if rows.shape[1] != compared.shape[1]:
        raise ValueError(f"others={shown(others)} must have as many columns as features, {shown(rows)}")
    return rows, compared

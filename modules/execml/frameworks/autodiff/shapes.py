"""Shapes on the way back: what NumPy spread out is added up again, what it added up is spread out again."""

from __future__ import annotations

from types import EllipsisType
from typing import Any

import numpy as np

Axis = int | tuple[int, ...] | None


def unbroadcast(spread: Any, shape: tuple[int, ...]) -> Any:
    """Add up what broadcasting had repeated: the transpose of ``numpy.broadcast_to``.

    Args:
        spread: an array of a shape that ``shape`` broadcasts to.
        shape: the shape before broadcasting.

    >>> unbroadcast(np.ones((4, 2, 3)), (2, 1))
    array([[12.],
           [12.]])
    """
    if spread.shape == shape:
        return spread
    added = spread.ndim - len(shape)
    repeated = tuple(place for place, length in enumerate(shape, added) if length == 1)
    return np.reshape(np.sum(spread, axis=(*range(added), *repeated), keepdims=True), shape)


def restored(reduced: Any, shape: tuple[int, ...], axis: Axis, keepdims: bool) -> Any:
    """Give a reduced array its lost axes back, each of length 1, so that it broadcasts to ``shape``.

    >>> restored(np.ones(2), (2, 3), axis=1, keepdims=False).shape
    (2, 1)
    """
    if keepdims:
        return reduced
    return np.reshape(reduced, (1,) * len(shape)) if axis is None else np.expand_dims(reduced, axis)


def spread_out(reduced: Any, shape: tuple[int, ...], axis: Axis, keepdims: bool) -> Any:
    """Repeat a reduced array along the axes that it lost: the transpose of ``numpy.sum``.

    >>> spread_out(np.array([1.0, 2.0]), (2, 3), axis=1, keepdims=False).tolist()
    [[1.0, 1.0, 1.0], [2.0, 2.0, 2.0]]
    """
    return np.broadcast_to(restored(reduced, shape, axis, keepdims), shape, subok=True)


def scattered(part: Any, shape: tuple[int, ...], index: Any) -> Any:
    """Put a part back where it was taken from, and zero elsewhere: the transpose of indexing.

    What was taken several times is added up.

    >>> scattered(np.array([1.0, 2.0, 4.0]), (4,), [0, 2, 2]).tolist()
    [1.0, 0.0, 6.0, 0.0]
    """
    whole = np.zeros_like(part, shape=shape)
    places = index if isinstance(index, tuple) else (index,)
    if all(place is None or isinstance(place, int | slice | EllipsisType) for place in places):
        whole[index] = part  # nothing is taken twice
    else:
        np.add.at(whole, index, part)
    return whole


def product(a: Any, b: Any) -> Any:
    """Return ``a @ b``, or say which lengths differ.

    Raises:
        ValueError: if one of them is a single number, or the shapes do not fit.

    >>> product(np.ones((2, 3)), np.ones(3))
    array([3., 3.])
    """
    if np.ndim(a) == 0 or np.ndim(b) == 0:
        raise ValueError("a matrix product needs at least one axis on each side; use * for a single number")
    inner, meets = a.shape[-1], b.shape[max(b.ndim - 2, 0)]
    if inner != meets:
        advice = f"the last axis of the first has length {inner}, and the axis that it meets {meets}"
        raise ValueError(f"shapes {a.shape} and {b.shape} have no matrix product: {advice}")
    return np.matmul(a, b)


def product_pullbacks(a: Any, b: Any) -> tuple[Any, Any]:
    """Return the pullbacks of ``a @ b``: d ↦ d bᵀ for a, and d ↦ aᵀ d for b.

    A vector counts as a row on the left and as a column on the right, as in NumPy; batches are added up where
    they were broadcast.

    >>> to_a, to_b = product_pullbacks(np.ones((2, 3)), np.ones(3))
    >>> to_a(np.array([1.0, 2.0])).tolist(), to_b(np.array([1.0, 2.0])).tolist()
    ([[1.0, 1.0, 1.0], [2.0, 2.0, 2.0]], [3.0, 3.0, 3.0])
    """
    rows = np.expand_dims(a, 0) if a.ndim == 1 else a
    columns = np.expand_dims(b, 1) if b.ndim == 1 else b

    def matrix(d: Any) -> Any:
        d = np.expand_dims(d, -1) if b.ndim == 1 else d
        return np.expand_dims(d, -2) if a.ndim == 1 else d

    def to_a(d: Any) -> Any:
        return np.reshape(unbroadcast(matrix(d) @ np.swapaxes(columns, -1, -2), rows.shape), a.shape)

    def to_b(d: Any) -> Any:
        return np.reshape(unbroadcast(np.swapaxes(rows, -1, -2) @ matrix(d), columns.shape), b.shape)

    return to_a, to_b

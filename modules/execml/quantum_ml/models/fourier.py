"""The Fourier view: which waves a circuit's answer is made of, and the same waves without a circuit."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np

from execml.course.arrays import array
from execml.course.validation import function, shown, whole

MOST = 20_000  # waves that are listed one by one


def waves(features: Any, uploads: int = 1) -> np.ndarray:
    """Return every wave that a circuit's answer can hold: products of 1, cos(kx) and sin(kx), one a column.

    A turn by x enters an answer through its frequency 1 (Schuld, Sweke and Meyer, 2021, arXiv:2008.08605);
    uploaded L times, through 1 to L.

    Args:
        features: angles in radians, shape (rows, columns).
        uploads: L, how often each column turns a qubit.

    Returns:
        shape (rows, (2 L + 1)^columns); the first is the constant.

    Raises:
        ValueError: if there would be more than 20,000 waves.

    >>> waves([[0.0], [np.pi]]).round(6).tolist()
    [[1.0, 1.0, 0.0], [1.0, -1.0, 0.0]]
    """
    rows = array("features", features, ("rows", "columns")).astype(float)
    each = 2 * whole("uploads", uploads, high=100) + 1
    if each ** rows.shape[1] > MOST:
        raise ValueError(
            f"features={shown(features)} has {rows.shape[1]} columns: {each}^{rows.shape[1]} waves, "
            f"more than {MOST:,}"
        )
    made = np.ones((len(rows), 1))
    for column in rows.T:
        turns = np.outer(column, np.arange(1, uploads + 1))
        single = np.concatenate([np.ones((len(rows), 1)), np.cos(turns), np.sin(turns)], axis=1)
        made = (made[:, :, None] * single[:, None, :]).reshape(len(rows), -1)
    return made


def read_out(model: Callable[[np.ndarray], Any], columns: int, uploads: int = 1) -> np.ndarray:
    """Return the weights of all waves of a model, from its answers at as many rows.

    The rows are a grid of 2 L + 1 equal steps round the circle in each column. Afterwards the model is not
    needed any more: ``waves(rows, uploads) @ weights`` is its answer (a classical surrogate; Schreiber,
    Eisert and Meyer, 2023, arXiv:2206.11740).

    Args:
        model: takes rows, shape (rows, columns), and returns their answers, shape (rows,).
        columns: of a row.
        uploads: L, how often each column turns a qubit.

    Returns:
        shape ((2 L + 1)^columns,).

    >>> read_out(lambda rows: 0.5 * np.sin(rows[:, 0]), 1).round(6).tolist()
    [0.0, 0.0, 0.5]
    """
    whole("columns", columns, high=12)
    each = 2 * whole("uploads", uploads, high=100) + 1
    if each**columns > MOST:
        raise ValueError(f"columns={columns} must be fewer: {each}^{columns} waves are more than {MOST:,}")
    steps = 2 * np.pi * np.arange(each) / each
    grid = np.array(list(itertools.product(steps, repeat=columns)))
    values = np.asarray(function("model", model)(grid), dtype=float)
    if values.shape != (len(grid),):
        raise ValueError(f"model={shown(model)} must return {len(grid)} answers for as many rows")
    basis = waves(grid, uploads)  # its columns are at right angles on this grid
    return np.asarray(basis.T @ values / (basis**2).sum(axis=0))

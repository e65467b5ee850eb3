"""The kernel matrix: how alike the states of two rows are, for all pairs at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from execml.course.arrays import array
from execml.course.validation import function, instance, shown
from execml.quantum_ml.circuits.composition import Circuit
from execml.quantum_ml.kernels.encodings import zz_encoding


def kernel_matrix(
    features: Any, others: Any = None, encoding: Callable[[Any], Circuit] = zz_encoding
) -> np.ndarray:
    """Return the squared overlaps of the states of all pairs of rows.

    Every row's state is made once, and one matrix product gives all overlaps. A quantum computer has no such
    short cut: it estimates each pair by shots.

    Args:
        features: shape (rows, qubits).
        others: rows to compare with, shape (other rows, qubits); the same rows if not given.
        encoding: makes the batch of circuits of some rows.

    Returns:
        shape (rows, other rows), each in [0, 1].

    Raises:
        ValueError: if the rows are no numbers, or the two have different columns.

    >>> kernel_matrix([[0.1, 0.2], [0.1, 0.2]]).round(6).tolist()
    [[1.0, 1.0], [1.0, 1.0]]
    """
    rows = array("features", features, ("rows", "qubits"))
    compared = rows if others is None else array("others", others, ("rows", "qubits"))
    if rows.shape[1] != compared.shape[1]:
        raise ValueError(f"others={shown(others)} must have as many columns as features, {shown(rows)}")
    states = _states(rows, encoding)
    against = states if others is None else _states(compared, encoding)
    overlaps = states @ against.conj().T
    return overlaps.real**2 + overlaps.imag**2


def _states(features: Any, encoding: Callable[[Any], Circuit]) -> np.ndarray:
    circuit = instance("encoding", function("encoding", encoding)(features), Circuit)
    return np.atleast_2d(circuit.statevector())

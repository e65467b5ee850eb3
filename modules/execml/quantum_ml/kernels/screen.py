"""The screen before a pilot: can a quantum kernel predict what a classical one cannot?"""

from __future__ import annotations

from typing import Any

import numpy as np

from execml.course.arrays import array
from execml.course.validation import at_least_zero, shown


def geometric_difference(classical_kernel: Any, quantum_kernel: Any, regularisation: float = 0.0) -> float:
    """Return how much larger the classical kernel's error bound can be than the quantum one's.

    Near 1, the classical kernel does as well whatever the labels are: stop. A value near the root of the
    number of rows is necessary for an advantage, and not sufficient. Both kernels are first scaled to a
    trace of the number of rows (Huang and others, 2021, equation 5 and supplement,
    doi:10.1038/s41467-021-22539-9).

    Args:
        classical_kernel: symmetric, with no negative eigenvalue, shape (rows, rows).
        quantum_kernel: the same for the same rows.
        regularisation: what is added to the diagonal of the classical kernel, 0 or more; 0 asks it to fit all
            labels exactly, and then it must be invertible.

    Raises:
        ValueError: if a kernel is no kernel, or the classical one cannot be inverted without regularisation.

    >>> geometric_difference(np.eye(3), np.eye(3))
    1.0
    """
    classical = _kernel("classical_kernel", classical_kernel)
    quantum = _kernel("quantum_kernel", quantum_kernel)
    if classical.shape != quantum.shape:
        raise ValueError(f"quantum_kernel={shown(quantum)} must be of the shape of classical_kernel")
    added = at_least_zero("regularisation", regularisation)
    values, vectors = np.linalg.eigh(classical)
    values = np.maximum(values, 0)
    if added <= 1e-12 * values[-1] and values[0] <= 1e-12 * values[-1]:
        raise ValueError(f"regularisation={regularisation} must be larger: classical_kernel has no inverse")
    weights = values / (values + added) ** 2 if added else 1 / values
    turned = vectors.T @ _root(quantum)
    inside = turned.T @ (weights[:, None] * turned)
    return float(np.sqrt(np.linalg.eigvalsh(inside)[-1]))


def without_constant(kernel: Any) -> np.ndarray:
    """Return a kernel from which the mean over the rows is taken off, on both sides.

    What all rows have in common parts none of them. In a kernel that is nearly constant it is nearly all of
    the trace, so that :func:`geometric_difference` is near 1 whatever the rest is. Who takes the mean off
    the labels, as :func:`~execml.quantum_ml.kernels.ridge.tuned_ridge` does, may take it off the kernels.

    Args:
        kernel: symmetric, shape (rows, rows).

    >>> without_constant(np.eye(2)).tolist()
    [[0.5, -0.5], [-0.5, 0.5]]
    """
    matrix = array("kernel", kernel, ("rows", "columns")).astype(float)
    if matrix.shape[0] != matrix.shape[1] or not np.allclose(matrix, matrix.T, atol=1e-8):
        raise ValueError(f"kernel={shown(matrix)} must be square and symmetric")
    means = matrix.mean(axis=0)
    return np.asarray(matrix - means - means[:, None] + means.mean())


def _kernel(name: str, value: Any) -> np.ndarray:
    """Return a kernel scaled to a trace of the number of its rows."""
    matrix = array(name, value, ("rows", "columns")).astype(float)
    if matrix.shape[0] != matrix.shape[1] or not np.allclose(matrix, matrix.T, atol=1e-8):
        raise ValueError(f"{name}={shown(matrix)} must be square and symmetric")
    trace = float(np.trace(matrix))
    if not trace > 0 or np.linalg.eigvalsh(matrix)[0] < -1e-8 * trace:
        raise ValueError(f"{name}={shown(matrix)} must have no negative eigenvalue, and a positive trace")
    return matrix * (len(matrix) / trace)


def _root(matrix: np.ndarray) -> np.ndarray:
    values, vectors = np.linalg.eigh(matrix)
    return (vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T

"""Kernel ridge regression, its settings chosen by leaving out one row at a time, which costs no refit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from execml.course.arrays import array
from execml.course.validation import positive, several, shown

PENALTIES = (0.01, 0.1, 1.0, 10.0, 100.0)


@dataclass(frozen=True, eq=False)
class Ridge:
    """The best of several kernels and penalties.

    Attributes:
        place: which of the kernels was chosen.
        penalty: which penalty.
        error: mean squared error over rows that were left out, of this pair.
        offset: mean of the labels.
        weights: one a training row.
        tries: pairs that were compared.
    """

    place: int
    penalty: float
    error: float
    offset: float
    weights: np.ndarray
    tries: int

    def scores(self, kernel: Any) -> np.ndarray:
        """Return the predictions of rows from their kernel with the training rows, shape (rows, training)."""
        between = array("kernel", kernel, ("rows", len(self.weights)))
        return np.asarray(between @ self.weights + self.offset)


def tuned_ridge(kernels: Sequence[Any], labels: Any, penalties: Sequence[float] = PENALTIES) -> Ridge:
    """Return the pair of a kernel and a penalty with the least error on rows that were left out.

    For a prediction ``H y`` the error on a row that is left out is its error in the fit over ``1 - H_ii``
    (Allen, 1974, doi:10.1080/00401706.1974.10489157): one eigendecomposition a kernel does for all
    penalties. The mean of the labels is taken off first, and is not left out.

    Args:
        kernels: candidates, each symmetric of shape (rows, rows), such as one encoding at several scales.
        labels: shape (rows,).
        penalties: candidates, each above 0; what is added to the kernel's diagonal.

    Raises:
        ValueError: if there is no candidate, a penalty is not positive, or a kernel is not of the shape of
            the labels.

    >>> found = tuned_ridge([np.eye(4), np.ones((4, 4))], [0, 1, 0, 1])
    >>> found.tries, found.scores(np.eye(4)[:1]).shape
    (10, (1,))
    """
    targets = array("labels", labels, ("rows",)).astype(float)
    amounts = [
        positive(f"penalties[{place}]", each) for place, each in enumerate(several("penalties", penalties))
    ]
    offset, best = float(targets.mean()), None
    centred = targets - offset
    candidates = several("kernels", kernels)
    for place, candidate in enumerate(candidates):
        matrix = array(f"kernels[{place}]", candidate, ("rows", "columns")).astype(float)
        if matrix.shape != (len(targets), len(targets)) or not np.allclose(matrix, matrix.T, atol=1e-8):
            raise ValueError(
                f"kernels[{place}]={shown(matrix)} must be symmetric, with {len(targets)} rows and columns"
            )
        values, vectors = np.linalg.eigh(matrix)
        values, turned = np.maximum(values, 0), vectors.T @ centred
        for penalty in amounts:
            kept = values / (values + penalty)
            leverage = (vectors**2) @ kept
            left_out = (centred - vectors @ (kept * turned)) / (1 - leverage)
            error = float(np.mean(left_out**2))
            if best is None or error < best.error:
                weights = vectors @ (turned / (values + penalty))
                best = Ridge(place, penalty, error, offset, weights, len(candidates) * len(amounts))
    assert best is not None
    return best

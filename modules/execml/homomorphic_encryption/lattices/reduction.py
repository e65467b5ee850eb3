"""Lattice reduction by the method of Lenstra, Lenstra and Lovász, for lattices of a few dozen dimensions."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from execml.course.validation import real, shown

LOVASZ = 0.99


def reduced_basis(basis: NDArray, lovasz: float = LOVASZ) -> NDArray[np.object_]:
    """Return a basis of the same lattice with short, nearly orthogonal rows.

    Lenstra, Lenstra and Lovász (1982), "Factoring polynomials with rational coefficients",
    doi:10.1007/BF01457454. Lengths are computed in floating point, rows as whole numbers.

    Args:
        basis: whole numbers, one vector a row, shape (rows, columns), rows independent.
        lovasz: how strict a swap is decided, in (0.25, 1).

    Raises:
        ValueError: if the basis is no matrix of whole numbers, or ``lovasz`` lies outside its range.

    >>> reduced_basis(np.array([[1, 0], [100, 1]])).tolist()
    [[1, 0], [0, 1]]
    """
    delta = real("lovasz", lovasz, 0.25, 1)
    rows = np.array(basis, dtype=object)
    if rows.ndim != 2 or not all(isinstance(entry, int) for entry in rows.ravel().tolist()):
        raise ValueError(f"basis={shown(basis)} must be a matrix of whole numbers")
    count = len(rows)
    orthogonal = np.zeros(rows.shape)
    lengths = np.zeros(count)
    shares = np.eye(count)

    def orthogonalise(place: int) -> None:
        vector = rows[place].astype(float)
        shares[place, :place] = (
            orthogonal[:place] @ vector / np.where(lengths[:place] > 0, lengths[:place], 1)
        )
        orthogonal[place] = vector - shares[place, :place] @ orthogonal[:place]
        lengths[place] = orthogonal[place] @ orthogonal[place]

    orthogonalise(0)
    place = 1
    while place < count:
        orthogonalise(place)
        for other in range(place - 1, -1, -1):
            nearest = round(shares[place, other])
            if nearest:
                rows[place] = rows[place] - nearest * rows[other]
                shares[place, : other + 1] -= nearest * shares[other, : other + 1]
        orthogonalise(place)
        if lengths[place] >= (delta - shares[place, place - 1] ** 2) * lengths[place - 1]:
            place += 1
        else:
            rows[[place - 1, place]] = rows[[place, place - 1]]
            orthogonalise(place - 1)
            place = max(place - 1, 1)
    return rows

"""The check that all rules share: an update that is not finite is named, and never averaged in."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course.arrays import array


def checked_updates(updates: ArrayLike, least: int = 1) -> NDArray[np.floating]:
    """Return updates as an array of numbers.

    Args:
        updates: shape (clients, parameters).
        least: how many clients there must be.

    Raises:
        ValueError: if the shape is another, there are fewer clients, or an update holds NaN or infinity; the
            message names these clients.
    """
    found = array("updates", updates, ("clients", "parameters"), finite=False)
    if len(found) < least:
        raise ValueError(f"updates of {len(found)} clients must be of at least {least}")
    bad = np.flatnonzero(~np.isfinite(found).all(axis=1))
    if bad.size:
        raise ValueError(f"updates of clients {bad.tolist()} hold NaN or infinity; leave these clients out")
    return found if found.dtype.kind == "f" else found.astype(float)

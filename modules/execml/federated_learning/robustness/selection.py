"""Choosing one client's update that has close company: Krum."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course.validation import whole
from execml.federated_learning.robustness.checks import checked_updates


def krum(updates: ArrayLike, n_byzantine: int) -> NDArray[np.floating]:
    """Return the update whose nearest neighbours are nearest (Blanchard et al., NeurIPS 2017, section 4).

    With n clients of which f may be wrong in any way, a client's score is the sum of its squared distances to
    the n − f − 2 nearest others; the smallest score wins. The theorem asks for n > 2f + 2.

    Args:
        updates: shape (clients, parameters).
        n_byzantine: f, 0 or more; 2f + 2 must be below the number of clients.

    Returns:
        one client's update, shape (parameters,).

    Raises:
        ValueError: if there are too few clients for f, the shape is another, or an update holds NaN or
            infinity; the message names the client.

    >>> krum([[0.0], [0.5], [0.75], [1.5], [9.0]], n_byzantine=1).tolist()
    [0.5]
    """
    found = checked_updates(updates, least=3)
    return found[krum_choice(found, n_byzantine)].copy()


def krum_choice(updates: ArrayLike, n_byzantine: int) -> int:
    """Return which client :func:`krum` chooses; among equal scores the first."""
    found = checked_updates(updates, least=3)
    whole("n_byzantine", n_byzantine, low=0)
    if 2 * n_byzantine + 2 >= len(found):
        raise ValueError(
            f"n_byzantine={n_byzantine} must be below {(len(found) - 1) // 2}: Krum needs more than "
            f"2 x {n_byzantine} + 2 clients, and there are {len(found)}"
        )
    from scipy.spatial.distance import pdist, squareform

    distances = np.sort(squareform(pdist(found, "sqeuclidean")), axis=1)[:, 1:]  # without that to itself
    scores = distances[:, : len(found) - n_byzantine - 2].sum(axis=1)
    return int(scores.argmin())

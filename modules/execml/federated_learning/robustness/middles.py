"""Middles of updates, number by number: the median and the trimmed mean."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course.validation import real
from execml.federated_learning.robustness.checks import checked_updates


def coordinate_median(updates: ArrayLike) -> NDArray[np.floating]:
    """Return the median of each number over clients (Yin et al., ICML 2018, arXiv 1803.01498, option I).

    Args:
        updates: shape (clients, parameters).

    Returns:
        shape (parameters,).

    Raises:
        ValueError: if the shape is another, or an update holds NaN or infinity; the message names the client.

    >>> coordinate_median([[0.0, 1.0], [1.0, 2.0], [100.0, -9.0]]).tolist()
    [1.0, 1.0]
    """
    return np.median(checked_updates(updates), axis=0)


def trimmed_mean(updates: ArrayLike, trim: float) -> NDArray[np.floating]:
    """Return the mean of each number after cutting the same share of clients at either end.

    Yin et al. (ICML 2018, arXiv 1803.01498), option II. The share is rounded down to whole clients.

    Args:
        updates: shape (clients, parameters).
        trim: share of the clients that is cut at either end, in [0, 0.5).

    Raises:
        ValueError: as :func:`coordinate_median`; or if ``trim`` lies outside its range.

    >>> trimmed_mean([[0.0], [1.0], [2.0], [3.0], [1000.0]], trim=0.2).tolist()
    [2.0]
    """
    found = np.sort(checked_updates(updates), axis=0)
    share = real("trim", trim, 0, 0.5, low_open=False)
    # A share such as 0.29 of 100 is 28.999… in floating point, and means 29.
    cut = int(np.floor(share * len(found) + 1e-9))
    return found[cut : len(found) - cut].mean(axis=0)

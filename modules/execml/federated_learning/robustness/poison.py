"""Updates that are wrong on purpose: loud ones, and one that hides inside the honest spread."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course.validation import finite, whole
from execml.federated_learning.robustness.checks import checked_updates


def boosted_reversal(updates: ArrayLike, n_byzantine: int, factor: float = 5.0) -> NDArray[np.floating]:
    """Return updates of which the last ones point backwards, magnified.

    Args:
        updates: honest ones, shape (clients, parameters).
        n_byzantine: how many clients, counted from the last, are wrong.
        factor: how much longer than the honest mean.

    Raises:
        ValueError: if there are not so many clients, or the factor is not finite.

    >>> boosted_reversal([[1.0], [1.0], [1.0]], 1, factor=5.0).tolist()
    [[1.0], [1.0], [-5.0]]
    """
    found, wrong = _split(updates, n_byzantine)
    found[wrong] = -finite("factor", factor) * found[: len(found) - n_byzantine].mean(axis=0)
    return found


def within_the_spread(updates: ArrayLike, n_byzantine: int, deviations: float = 1.0) -> NDArray[np.floating]:
    """Return updates of which the last ones hide at so many standard deviations from the honest mean.

    "A little is enough" (Baruch et al., NeurIPS 2019, arXiv 1902.06156): every number alone looks like an
    honest client's, and all wrong clients say the same.

    Args:
        updates: honest ones, shape (clients, parameters), of at least two honest clients.
        n_byzantine: how many clients, counted from the last, are wrong.
        deviations: how far from the mean, against the direction of the mean.

    Raises:
        ValueError: if there are too few clients, or ``deviations`` is not finite.
    """
    found, wrong = _split(updates, n_byzantine)
    honest = found[: len(found) - n_byzantine]
    if len(honest) < 2:
        raise ValueError(f"n_byzantine={n_byzantine} must leave 2 honest clients of {len(found)}")
    mean = honest.mean(axis=0)
    reach = finite("deviations", deviations) * honest.std(axis=0, ddof=1)
    found[wrong] = mean - np.sign(mean) * reach
    return found


def _split(updates: ArrayLike, n_byzantine: int) -> tuple[NDArray[np.floating], slice]:
    found = checked_updates(updates, least=2).copy()
    whole("n_byzantine", n_byzantine, low=1, high=len(found) - 1)
    return found, slice(len(found) - n_byzantine, None)

"""What a ranking costs at its best threshold: the arithmetic behind the price of a point of AUC.

A bank that refuses above a threshold pays for defaulters let through and for payers refused. With π the share
of defaulters, h the share of them that is refused and f the share of payers refused, a client decided costs

    π (1 − h) missed + (1 − π) f refused,

and the best point of the ROC curve is where that is least (Provost and Fawcett, 2001, doi
10.1023/A:1007601015854).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from execml.course.bank.ranking import checked_target
from execml.course.validation import positive, real


@dataclass(frozen=True, eq=False)
class Curve:
    """ROC curves of several draws of clients, from refusing nobody to refusing everybody.

    Attributes:
        refused: share of payers refused at each threshold, shape (draws, thresholds).
        caught: share of defaulters refused, the same shape.
        defaulters: share of defaulters among the clients of each draw, shape (draws,).
    """

    refused: np.ndarray
    caught: np.ndarray
    defaulters: np.ndarray

    @property
    def auc(self) -> np.ndarray:
        """The area under each curve, shape (draws,)."""
        return np.trapezoid(self.caught, self.refused, axis=-1)

    def least_cost(self, missed: float, refused: float) -> np.ndarray:
        """Return the cost of a client decided, at the best threshold of each draw, shape (draws,).

        Args:
            missed: cost of a defaulter let through, above 0.
            refused: cost of a payer refused, above 0.

        Raises:
            ValueError: if a cost is not a positive number.
        """
        let_through = self.defaulters[:, None] * positive("missed", missed) * (1 - self.caught)
        turned_away = (1 - self.defaulters[:, None]) * positive("refused", refused) * self.refused
        return (let_through + turned_away).min(axis=-1)

    def lifted(self, distance: float) -> Curve:
        """Return the curves with every share of defaulters caught moved up by a distance on the normal scale.

        On that scale, Φ⁻¹(caught) against Φ⁻¹(refused), a curve that two normal distributions make is a
        straight line, and a sharper model of the same kind a parallel above it. No shape is fitted: the
        points that the clients gave are moved.

        Args:
            distance: in standard deviations; 0 changes nothing.

        Raises:
            ValueError: if the distance is not a finite number.
        """
        from scipy.special import ndtr, ndtri

        step = real("distance", distance, -np.inf, np.inf)
        return Curve(self.refused, ndtr(ndtri(self.caught) + step), self.defaulters)


def roc(labels: ArrayLike, risks: ArrayLike, weights: ArrayLike | None = None) -> Curve:
    """Return the ROC curve of a ranking, or one for each draw of the clients.

    Args:
        labels: 0 or 1, shape (clients,).
        risks: shape (clients,); clients with equal risks are refused together.
        weights: how often each client was drawn, shape (draws, clients); once each if not given.

    Raises:
        ValueError: if the shapes do not fit, a class is missing, or a risk is not finite.

    >>> curve = roc([1, 1, 0, 0], [0.9, 0.3, 0.3, 0.1])
    >>> curve.caught.tolist(), curve.refused.tolist(), curve.auc.tolist()
    ([[0.0, 0.5, 1.0, 1.0]], [[0.0, 0.0, 0.5, 1.0]], [0.875])
    """
    values = np.asarray(risks, dtype=float)
    _, truth = checked_target(values.reshape(-1, 1), labels)
    if not np.isfinite(values).all():
        raise ValueError("risks must be finite numbers")
    drawn = np.ones((1, values.size)) if weights is None else np.asarray(weights, dtype=float)
    if drawn.ndim != 2 or drawn.shape[1] != values.size:
        raise ValueError(f"weights {drawn.shape} must have the shape (draws, {values.size})")
    order = np.argsort(-values, kind="stable")
    first = np.flatnonzero(np.diff(values[order], prepend=np.inf))
    caught, refused = (
        np.add.reduceat((drawn * (truth == label))[:, order], first, axis=1).cumsum(axis=1)
        for label in (1, 0)
    )
    totals = caught[:, -1:], refused[:, -1:]
    if min(total.min() for total in totals) <= 0:
        raise ValueError("weights must draw at least one client of each class")
    start = np.zeros((len(drawn), 1))
    shares = [np.hstack([start, part / total]) for part, total in zip((caught, refused), totals, strict=True)]
    return Curve(shares[1], shares[0], (totals[0] / (totals[0] + totals[1]))[:, 0])


def distance_for(curve: Curve, gain: float) -> float:
    """Return how far the first curve must be lifted for its AUC to rise by a gain.

    Args:
        curve: as :func:`roc` returns it.
        gain: in AUC, above 0 and below what is missing to 1.

    Raises:
        ValueError: if the gain is not possible.

    >>> curve = roc([1, 1, 0, 0], [0.9, 0.3, 0.3, 0.1])
    >>> round(float(curve.lifted(distance_for(curve, 0.05)).auc[0]), 6)
    0.925
    """
    from scipy.optimize import brentq

    first = Curve(curve.refused[:1], curve.caught[:1], curve.defaulters[:1])
    start = float(first.auc[0])
    real("gain", gain, 0, 1 - start)

    def rise(distance: float) -> float:
        return float(first.lifted(distance).auc[0]) - start - gain

    if rise(20.0) < 0:
        raise ValueError(f"gain={gain!r} is more than lifting this curve can bring")
    return float(brentq(rise, 0.0, 20.0, xtol=1e-10))

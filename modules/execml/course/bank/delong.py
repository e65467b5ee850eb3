"""How sure an AUC is, and the difference of two AUCs on the same clients (DeLong and others, 1988)."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from execml.course.bank.ranking import placements
from execml.course.validation import real, whole


@dataclass(frozen=True)
class Interval:
    """An estimate with an approximate confidence interval.

    Attributes:
        estimate: the AUC, or the difference of two.
        low: lower end.
        high: upper end.
        error: the standard error from which the ends follow.
    """

    estimate: float
    low: float
    high: float
    error: float

    @property
    def excludes_zero(self) -> bool:
        """Whether zero lies outside: for a difference, whether the clients tell the two apart."""
        return not self.low <= 0 <= self.high


def auc_interval(labels: ArrayLike, risks: ArrayLike, level: float = 0.95) -> Interval:
    """Return an AUC with its confidence interval over clients, for a model that is already trained.

    The variance is S10/m + S01/n, the sample variances of the placements of m defaulters and n payers
    (DeLong and others, 1988, equation 5). The interval is the normal one; it says nothing about how another
    training sample or seed would have turned out.

    Args:
        labels: 0 or 1, shape (clients,); the clients are independent draws.
        risks: shape (clients,).
        level: of confidence, between 0 and 1.

    Raises:
        ValueError: as :func:`placements`; if a class has fewer than 2 clients, or ``level`` is not in (0, 1).

    >>> found = auc_interval([1, 1, 1, 0, 0, 0], [0.9, 0.8, 0.3, 0.4, 0.2, 0.1])
    >>> round(found.estimate, 3), round(found.error, 3)
    (0.889, 0.157)
    """
    above, below = placements(labels, risks)
    return _interval(float(above.mean()), above, below, level)


def auc_difference(
    labels: ArrayLike, risks: ArrayLike, other_risks: ArrayLike, level: float = 0.95
) -> Interval:
    """Return the difference of two AUCs on the same clients, with its confidence interval.

    The two errors are correlated, since both models find the same clients hard. Subtracting the placements
    client by client takes that into account: it equals S(a) + S(b) − 2 S(a, b) of the covariance matrix in
    DeLong and others (1988).

    Args:
        labels: 0 or 1, shape (clients,).
        risks: of the first model, shape (clients,).
        other_risks: of the second, whose AUC is subtracted.
        level: of confidence, between 0 and 1.

    Raises:
        ValueError: as :func:`auc_interval`.
    """
    above, below = placements(labels, risks)
    other_above, other_below = placements(labels, other_risks)
    gap = float(above.mean() - other_above.mean())
    return _interval(gap, above - other_above, below - other_below, level)


def bootstrap_error(
    labels: ArrayLike, risks: ArrayLike, generator: np.random.Generator, repeats: int = 200
) -> float:
    """Return the standard error of an AUC as its spread when the clients are drawn anew (Efron, 1979).

    It needs no formula, and is here to check the one above: each repeat draws as many clients as there are,
    with replacement.

    Args:
        labels: 0 or 1, shape (clients,).
        risks: shape (clients,).
        generator: source of the draws.
        repeats: how often the clients are drawn.

    Raises:
        ValueError: as :func:`placements`, also if a draw holds one class; or if ``repeats`` is below 2.

    >>> labels, risks = np.repeat([0, 1], 50), np.arange(100) % 50
    >>> 0.04 < bootstrap_error(labels, risks, np.random.default_rng(0)) < 0.08
    True
    """
    truth, scores = np.asarray(labels), np.asarray(risks)
    whole("repeats", repeats, low=2)
    drawn = (generator.integers(truth.size, size=truth.size) for _ in range(repeats))
    return float(np.std([placements(truth[rows], scores[rows])[0].mean() for rows in drawn], ddof=1))


def _interval(estimate: float, above: np.ndarray, below: np.ndarray, level: float) -> Interval:
    if min(len(above), len(below)) < 2:
        raise ValueError(f"labels must hold at least 2 clients of each class; got {len(above)}, {len(below)}")
    error = float(np.sqrt(above.var(ddof=1) / len(above) + below.var(ddof=1) / len(below)))
    reach = NormalDist().inv_cdf((1 + real("level", level, 0, 1)) / 2) * error
    return Interval(estimate, estimate - reach, estimate + reach, error)

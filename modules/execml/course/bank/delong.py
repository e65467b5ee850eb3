"""How sure an AUC is, and the difference of two AUCs on the same clients (DeLong and others, 1988).

With many clients and an AUC away from 0 and 1 the normal interval is right. Elsewhere it would end above 1,
or have no width: a perfect ranking of eight clients is no certainty. There an interval stands in that solves
for the AUCs under which what was seen is not too rare, with the variance that *they* have (Newcombe, 2006,
doi 10.1002/sim.2324, method 5); it lies in [0, 1] and has a width even at a perfect ranking. Two of them make
the interval of a difference (Zou and Donner, 2008, doi 10.1002/sim.3095).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from execml.course.arrays import array
from execml.course.bank.ranking import placements
from execml.course.validation import generator as source
from execml.course.validation import real, whole

MANY = 100  # clients of each class from which on the normal interval is taken, if it stays well inside

LEAST_SURE = 0.001  # a confidence; below it an interval has no width that a computer can tell


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
    (DeLong and others, 1988, equation 5). The interval is the normal one where a class has 100 clients and
    twice its reach stays inside (0, 1), and Newcombe's elsewhere. It says nothing about how another training
    sample or seed would have turned out.

    Args:
        labels: 0 or 1, shape (clients,); the clients are independent draws.
        risks: shape (clients,).
        level: of confidence, between 0.001 and 1.

    Raises:
        ValueError: as :func:`placements`; if a class has fewer than 2 clients, or ``level`` is out of range.

    >>> found = auc_interval([1, 1, 1, 0, 0, 0], [0.9, 0.8, 0.3, 0.4, 0.2, 0.1])
    >>> round(found.estimate, 3), round(found.error, 3)
    (0.889, 0.157)
    >>> perfect = auc_interval([1, 1, 1, 1, 0, 0, 0, 0], [1, 1, 1, 1, 0, 0, 0, 0])
    >>> round(perfect.low, 2), perfect.high
    (0.58, 1.0)
    """
    above, below = placements(labels, risks)
    if len(np.unique(np.asarray(risks))) == 1:  # it ranks nobody, whoever the clients are
        return Interval(0.5, 0.5, 0.5, _error(above, below))
    estimate, error, z = float(above.mean()), _error(above, below), _deviations(level)
    if _many(above, below) and estimate - 2 * z * error > 0 and estimate + 2 * z * error < 1 and error > 0:
        return Interval(estimate, estimate - z * error, estimate + z * error, error)
    return Interval(estimate, *_newcombe(estimate, len(above), len(below), z), error)


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
        level: of confidence, between 0.001 and 1.

    Raises:
        ValueError: as :func:`auc_interval`.
    """
    above, below = placements(labels, risks)
    array("other_risks", other_risks, (np.size(risks),))
    other_above, other_below = placements(labels, other_risks)
    auc, other = float(above.mean()), float(other_above.mean())
    gap, z = auc - other, _deviations(level)
    error = _error(above - other_above, below - other_below)
    same = _same_order(risks, other_risks)
    if same or (_many(above, below) and abs(gap) + 2 * z * error < 1 and error > 0):
        return Interval(gap, gap - z * error, gap + z * error, error)
    errors = _error(above, below), _error(other_above, other_below)
    product = errors[0] * errors[1]
    shared = (errors[0] ** 2 + errors[1] ** 2 - error**2) / (2 * product) if product else 0.0
    shared = min(max(shared, 0.0), 1.0)
    own, others = (_newcombe(area, len(above), len(below), z) for area in (auc, other))
    down, up = (
        math.sqrt(max(a * a + b * b - 2 * shared * a * b, 0.0))
        for a, b in ((auc - own[0], others[1] - other), (own[1] - auc, other - others[0]))
    )
    return Interval(gap, max(gap - down, -1.0), min(gap + up, 1.0), error)


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
        ValueError: as :func:`placements`, also if a draw holds one class; or if ``repeats`` is below 2 or the
            generator is none.

    >>> labels, risks = np.repeat([0, 1], 50), np.arange(100) % 50
    >>> 0.04 < bootstrap_error(labels, risks, np.random.default_rng(0)) < 0.08
    True
    """
    placements(labels, risks)  # which refuses what cannot be ranked
    truth, scores = np.asarray(labels), np.asarray(risks, dtype=float)
    whole("repeats", repeats, low=2)
    source("generator", generator)
    # A draw counts how often it holds each client, so that the clients are ranked once for all draws.
    _, group = np.unique(scores, return_inverse=True)
    good, groups = group[truth == 0], int(group.max()) + 1
    areas = []
    for _ in range(repeats):
        times = np.bincount(generator.integers(truth.size, size=truth.size), minlength=truth.size)
        payers = np.bincount(good, weights=times[truth == 0], minlength=groups)
        below = np.cumsum(payers) - payers / 2  # ties counted half
        bad = times[truth == 1]
        if not 0 < bad.sum() < truth.size:
            raise ValueError(
                f"labels of {truth.size} clients gave a draw of one class; draw from more clients"
            )
        areas.append(bad @ below[group[truth == 1]] / (bad.sum() * payers.sum()))
    return float(np.std(areas, ddof=1))


def _deviations(level: float) -> float:
    return NormalDist().inv_cdf((1 + real("level", level, LEAST_SURE, 1)) / 2)


def _error(above: np.ndarray, below: np.ndarray) -> float:
    if min(len(above), len(below)) < 2:
        raise ValueError(f"labels must hold at least 2 clients of each class; got {len(above)}, {len(below)}")
    return float(np.sqrt(above.var(ddof=1) / len(above) + below.var(ddof=1) / len(below)))


def _many(above: np.ndarray, below: np.ndarray) -> bool:
    return min(len(above), len(below)) >= MANY


def _same_order(risks: ArrayLike, others: ArrayLike) -> bool:
    """Return whether two lists of risks rank all clients alike: then they are one model for an AUC."""
    from scipy.stats import rankdata

    return bool(np.array_equal(rankdata(np.asarray(risks)), rankdata(np.asarray(others))))


def _newcombe(auc: float, bad: int, good: int, z: float) -> tuple[float, float]:
    """Return the ends of Newcombe's interval: (AUC - t)^2 = z^2 V(t), V being Hanley and McNeil's variance.

    In V each class counts with the mean of both sizes, less one: swapping classes mirrors the interval.
    """
    from scipy.optimize import brentq

    others = (bad + good) / 2 - 1

    def surplus(truth: float) -> float:
        spread = 1 + others * ((1 - truth) / (2 - truth) + truth / (1 + truth))
        return (auc - truth) ** 2 - z * z * truth * (1 - truth) * spread / (bad * good)

    tiny = 1e-12
    low = float(brentq(surplus, 0.0, auc - tiny)) if auc > tiny else 0.0
    high = float(brentq(surplus, auc + tiny, 1.0)) if auc < 1 - tiny else 1.0
    return low, high

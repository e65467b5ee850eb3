"""How well risks rank clients: the AUC as a sum of ranks, and each client's share in it.

A model ranks well if a client who will default has a higher risk than one who will pay. The AUC is the share
of such pairs that it orders rightly, ties counted half. How sure it is stands in ``delong.py``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from execml.course.arrays import array
from execml.course.validation import shown


def rank_sum_aucs(scores: ArrayLike, labels: ArrayLike) -> np.ndarray:
    """Return the AUC of each column of scores: the share of pairs that it ranks rightly, ties counted half.

    With R the sum of the defaulters' ranks, m defaulters and n payers it is (R − m (m + 1) / 2) / (m n), the
    statistic of Mann and Whitney (1947) as a share: a defaulter of rank r is above r − 1 others, and
    1 + 2 + … + m of the ranks are earned among the defaulters themselves.

    Args:
        scores: shape (clients, columns); larger means more likely to default.
        labels: 0 or 1, shape (clients,).

    Returns:
        float64 in [0, 1], shape (columns,).

    Raises:
        ValueError: if the shapes do not fit, a score is NaN, or the labels are not 0 and 1, both present.

    >>> rank_sum_aucs([[0.1, 1.0], [0.2, 1.0], [0.3, 1.0]], [0, 1, 1]).tolist()
    [1.0, 0.5]
    """
    columns, truth = checked_target(array("scores", scores, ("clients", "columns"), finite=False), labels)
    if not np.isfinite(columns).all() and np.isnan(columns).any():
        raise ValueError("scores holds nan; a client without a score cannot be ranked")
    by_column = np.ascontiguousarray(columns.T)  # each column's scores lie together, which sorts faster
    order = by_column.argsort(axis=1)
    rising, places = np.take_along_axis(by_column, order, axis=1), np.arange(len(columns))
    edge, changes = np.ones((len(by_column), 1), dtype=bool), rising[:, 1:] != rising[:, :-1]
    ranks = places + 1.0
    if not changes.all():  # ties share the mean of their ranks
        steps = np.concatenate([edge, changes, edge], axis=1)  # where a run of ties begins, or ends
        first = np.maximum.accumulate(np.where(steps[:, :-1], places, 0), axis=1)
        last = np.minimum.accumulate(np.where(steps[:, 1:], places, len(columns))[:, ::-1], axis=1)[:, ::-1]
        ranks = (first + last) / 2 + 1
    bad = int(truth.sum())
    rank_sums = (ranks * truth[order]).sum(axis=1)
    return (rank_sums - bad * (bad + 1) / 2) / (bad * (len(truth) - bad))


def placements(labels: ArrayLike, risks: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    r"""Return each client's placement among the clients of the other class.

    A defaulter's placement is the share of payers with a lower risk, ties counted half; a payer's is the
    share of defaulters with a higher risk. Both average to the AUC. DeLong, DeLong and Clarke-Pearson (1988)
    call them structural components; mid-ranks give them in O(n log n) (Sun and Xu, 2014): among all clients a
    defaulter has rank r and among defaulters r', so r − r' payers lie below.

    Args:
        labels: 0 or 1, shape (clients,).
        risks: shape (clients,); larger means more likely to default.

    Returns:
        placements of the defaulters, shape (defaulters,), and of the payers, shape (payers,), in their order.

    Raises:
        ValueError: if the shapes differ, a class is missing, or a risk is not finite.

    >>> defaulters, payers = placements([1, 1, 0, 0], [0.9, 0.3, 0.3, 0.1])
    >>> defaulters.tolist(), payers.tolist()
    ([1.0, 0.75], [0.75, 1.0])
    """
    from scipy.stats import rankdata

    values = array("risks", risks, ("clients",)).astype(float)
    _, truth = checked_target(values.reshape(-1, 1), labels)
    bad = truth == 1
    ranks = rankdata(values)
    above = (ranks[bad] - rankdata(values[bad])) / (~bad).sum()
    below = (ranks[~bad] - rankdata(values[~bad])) / bad.sum()
    return above, 1 - below


def checked_target(features: ArrayLike, labels: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Return features and labels as arrays that fit each other.

    Raises:
        ValueError: if the shapes do not fit, or the labels are not 0 and 1, both present.
    """
    x, y = np.asarray(features), np.asarray(labels)
    for name, given, values in (("features", features, x), ("labels", labels, y)):
        if values.ndim == 0 or values.dtype.kind in "Oc":
            raise ValueError(f"{name}={shown(given)} must be an array of real numbers")
    if x.ndim != 2 or y.shape != (len(x),):
        raise ValueError(f"features {x.shape} and labels {y.shape} must have shapes (n, columns) and (n,)")
    classes = np.unique(y)
    if len(classes) != 2 or not np.isin(classes, (0, 1)).all():
        raise ValueError(f"labels has the classes {classes.tolist()[:5]} and needs exactly two: 0 and 1")
    return x, y.astype(np.int64)

"""Harbour Bank's scorecard of ten features: the model that the module encrypts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course import POLICY, risk_split
from execml.course.arrays import array

FAMILIES: dict[str, tuple[str, ...]] = {
    "credit limit": ("limit",),
    "months of delay": ("months_late_1", "months_late_2", "months_late_3", "late_1", "late_2"),
    "bill": ("bill_1",),
    "payments": ("payment_1", "payment_2", "payment_3"),
}


@dataclass(frozen=True, eq=False)
class Scorecard:
    """A logistic regression, its features, and the clients that it is tested on.

    Attributes:
        names: of the ten features.
        weights: shape (10,).
        intercept: added to every score.
        clients: features of the bank's 10,000 test clients, shape (10000, 10).
        labels: 1 for who defaulted, shape (10000,).
        centre: mean of each feature over the clients that it was trained on, shape (10,).
    """

    names: tuple[str, ...]
    weights: NDArray[np.float64]
    intercept: float
    clients: NDArray[np.float64]
    labels: NDArray[np.int64]
    centre: NDArray[np.float64]

    def logits(self, features: ArrayLike | None = None) -> NDArray[np.float64]:
        """Return the scores in clear, of the test clients unless others are given, shape (clients,).

        Raises:
            ValueError: if the features have another shape.

        >>> harbour_scorecard().logits().shape
        (10000,)
        """
        rows = self.clients if features is None else array("features", features, ("clients", len(self.names)))
        return np.asarray(rows @ self.weights + self.intercept)

    def families(self) -> NDArray[np.float64]:
        """Return the weights by family of features, zero elsewhere, shape (families, 10).

        >>> harbour_scorecard().families().shape
        (4, 10)
        """
        rows = [[name in group for name in self.names] for group in FAMILIES.values()]
        return np.where(rows, self.weights, 0.0)


def cutoff_logit() -> float:
    """Return the logit of the bank's cutoff: above it a client is refused.

    >>> round(cutoff_logit(), 3)
    -1.099
    """
    return math.log(POLICY.cutoff.value / (1 - POLICY.cutoff.value))


@cache
def harbour_scorecard() -> Scorecard:
    """Return the scorecard, trained on the bank's 20,000 training clients; sex, age and family are left out.

    >>> harbour_scorecard().names[:3]
    ('limit', 'months_late_1', 'months_late_2')
    """
    from sklearn.linear_model import LogisticRegression

    split = risk_split()
    names = tuple(name for group in FAMILIES.values() for name in group)
    columns = [split.feature_names.index(name) for name in names]
    train, test = (part[:, columns].astype(float) for part in (split.train_features, split.test_features))
    model = LogisticRegression(max_iter=1_000).fit(train, split.train_labels)
    weights = np.asarray(model.coef_[0], dtype=float)
    return Scorecard(names, weights, float(model.intercept_[0]), test, split.test_labels, train.mean(axis=0))

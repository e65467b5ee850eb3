"""How a candidate is scored: AUC on clients held back, or averaged over folds; a dial for training size."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from execml.automl.search.targets import classifier, target_of
from execml.course.content import content
from execml.course.validation import function, real, whole


class HoldOut:
    """Scores an estimator by its AUC on the same held-back clients, after training on the others.

    Args:
        features: shape (clients, features).
        labels: 0 or 1, shape (clients,).
        held_back: how many clients at the end of the arrays to score on; the rows must be in random order.

    Raises:
        ValueError: if the shapes do not fit, the labels hold one class, or a part holds none of a class.

    >>> from sklearn.tree import DecisionTreeClassifier
    >>> features, labels = np.arange(8.0)[:, None], np.array([0, 1, 0, 1, 0, 1, 0, 1])
    >>> HoldOut(features, labels, held_back=4)(DecisionTreeClassifier())
    0.5
    """

    def __init__(self, features: ArrayLike, labels: ArrayLike, held_back: int) -> None:
        """Check the clients and set some aside."""
        self.features, self.labels = target_of(features, labels)
        whole("held_back", held_back, high=len(self.labels) - 1)
        self.clients = len(self.labels) - held_back
        for part in (self.labels[: self.clients], self.labels[self.clients :]):
            if len(np.unique(part)) < 2:
                raise ValueError(
                    f"held_back={held_back!r} leaves a part of {len(self.labels)} labels with one class"
                )
        self._validation = self.features[self.clients :], self.labels[self.clients :]

    def __call__(self, estimator: object, clients: int | None = None) -> float:
        """Train on the first so many clients (all, if ``None``) and return the AUC on those held back.

        Raises:
            ValueError: if there are not so many clients to train on, or they are of one class.
        """
        rows = self.clients if clients is None else whole("clients", clients)
        if rows > self.clients:
            raise ValueError(f"clients={clients!r} must be at most {self.clients}")
        return trained_auc(estimator, self.features[:rows], self.labels[:rows], *self._validation)


class Remembered:
    """An objective that trains nothing twice: asked again for the same, it answers from memory.

    Two estimators are the same if their class and the content of their parameters are, random state included.
    One whose parameters have no content that can be told, such as a random generator, is scored each time.
    Only for objectives and estimators that give the same score every time.

    Args:
        objective: called with an untrained estimator and possibly a resource; returns a score.

    >>> calls = []
    >>> remembered = Remembered(lambda model, clients: calls.append(clients) or 0.5)
    >>> from sklearn.dummy import DummyClassifier
    >>> [remembered(DummyClassifier(), 450) for _ in range(3)], calls
    ([0.5, 0.5, 0.5], [450])
    """

    def __init__(self, objective: Callable[..., float]) -> None:
        """Start without memories."""
        function("objective", objective)
        self.objective = objective
        self._scores: dict[Hashable, float] = {}

    def __call__(self, estimator: Any, *resource: int) -> float:
        """Return the score; an exception is passed on and not remembered."""
        try:
            key = (type(estimator), content(estimator.get_params(deep=False)), content(resource))
        except TypeError:
            return self.objective(estimator, *resource)
        if key not in self._scores:
            self._scores[key] = self.objective(estimator, *resource)
        return self._scores[key]


class Folds:
    """Scores an estimator by its mean AUC over stratified folds, always the same folds.

    Args:
        features: shape (clients, features), rows in random order.
        labels: 0 or 1, shape (clients,).
        folds: how many.
        seed: of the assignment to folds.

    Raises:
        ValueError: if the shapes do not fit, the labels hold one class, or a class is smaller than the folds.
    """

    def __init__(self, features: ArrayLike, labels: ArrayLike, folds: int = 3, seed: int = 0) -> None:
        """Check the clients and assign them to folds."""
        from sklearn.model_selection import StratifiedKFold

        self.features, self.labels = target_of(features, labels)
        whole("seed", seed, low=0, high=2**32 - 1)
        fewest = int(np.bincount(self.labels).min())
        real("folds", whole("folds", folds, 2), 2, fewest, low_open=False, high_open=False)
        splitter = StratifiedKFold(folds, shuffle=True, random_state=seed)
        self.splits = list(splitter.split(self.features, self.labels))
        self.clients = min(len(train) for train, _ in self.splits)

    def __call__(self, estimator: object, clients: int | None = None) -> float:
        """Return the mean AUC over the folds, each trained on its first so many clients (all, if ``None``).

        Raises:
            ValueError: if a fold has not so many clients to train on, or they are of one class.
        """
        from sklearn.base import clone

        if clients is not None and whole("clients", clients) > self.clients:
            raise ValueError(f"clients={clients!r} must be at most {self.clients}")
        x, y = self.features, self.labels
        parts = [(train[:clients], test) for train, test in self.splits]
        return float(
            np.mean(
                [trained_auc(clone(estimator), x[some], y[some], x[test], y[test]) for some, test in parts]
            )
        )


def trained_auc(
    estimator: object,
    features: np.ndarray,
    labels: np.ndarray,
    other_features: np.ndarray,
    other_labels: np.ndarray,
) -> float:
    """Train an estimator on some clients and return its AUC on others.

    Raises:
        ValueError: if the clients to train on are of one class.
    """
    from sklearn.metrics import roc_auc_score

    target_of(features, labels, both=False)
    target_of(other_features, other_labels, ("other_features", "other_labels"))
    classifier("estimator", estimator)
    if len(np.unique(labels)) < 2:
        raise ValueError(f"the {len(labels)} clients to train on are of one class")
    risks = estimator.fit(features, labels).predict_proba(other_features)[:, 1]  # type: ignore[attr-defined]
    return float(roc_auc_score(other_labels, risks))

"""Permutation importance: how much worse a model is once a column is shuffled (Breiman, 2001)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from execml.course.arrays import array
from execml.course.validation import function, several, whole
from execml.course.validation import generator as source
from execml.xai_ethics.attribution.exact import numeric, predicted

Score = Callable[[np.ndarray, np.ndarray], float]


@dataclass(frozen=True, eq=False)
class Importance:
    """The loss of a score as each column is shuffled.

    Attributes:
        losses: shape (repeats, features).
        score: without shuffling.
    """

    losses: np.ndarray
    score: float

    @property
    def mean(self) -> np.ndarray:
        """The mean loss by feature, shape (features,)."""
        return np.asarray(self.losses.mean(axis=0))

    @property
    def error(self) -> np.ndarray:
        """The standard deviation over the shuffles, by feature; not that of other clients."""
        return np.asarray(self.losses.std(axis=0, ddof=1))


def permutation_importance(
    predict: Callable[[np.ndarray], Any],
    rows: Any,
    labels: Any,
    score: Score,
    generator: np.random.Generator,
    repeats: int = 10,
    columns: Any = None,
) -> Importance:
    """Return how much a score falls once a column, or a family of columns, is shuffled among the rows.

    Shuffling breaks a column's tie with the labels, and its ties with the other columns as well: the model is
    asked about clients that cannot exist, and columns that stand for one another hide each other.

    Args:
        predict: the model: from an array (n, features) to n outputs.
        rows: shape (rows, features).
        labels: shape (rows,).
        score: from labels and outputs to a number; more is better.
        generator: source of the shuffles.
        repeats: 2 or more.
        columns: families of columns, each shuffled as one, such as ``[[0], [1, 2]]``; every column by itself
            if not given.

    Raises:
        ValueError: if shapes differ, a family names no column, or a setting lies outside its range.

    >>> x = np.arange(20.0).reshape(10, 2)
    >>> error = lambda truth, said: -float(np.abs(truth - said).mean())
    >>> permutation_importance(lambda r: r[:, 0], x, x[:, 0], error, np.random.default_rng(0)).mean[1]
    np.float64(0.0)
    """
    function("predict", predict), function("score", score)
    values = numeric("rows", rows)
    truth = array("labels", labels, (len(values),))
    source("generator", generator)
    whole("repeats", repeats, 2, 10_000)
    families = (
        [[place] for place in range(values.shape[1])] if columns is None else _families(columns, values)
    )
    base = float(score(truth, predicted(predict, values)))
    losses = np.empty((repeats, len(families)))
    for place, family in enumerate(families):
        for repeat in range(repeats):
            shuffled = values.copy()
            shuffled[:, family] = values[generator.permutation(len(values))][:, family]
            losses[repeat, place] = base - float(score(truth, predicted(predict, shuffled)))
    return Importance(losses, base)


def _families(columns: Any, values: np.ndarray) -> list[list[int]]:
    found = [several("columns", family) for family in several("columns", columns)]
    return [[whole("columns", place, 0, values.shape[1] - 1) for place in family] for family in found]

"""A linear model from its own answers: as many queries as it has weights, and one more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course.arrays import array
from execml.course.validation import function, whole


@dataclass(frozen=True, eq=False)
class ExtractedModel:
    """A copy of a linear model.

    Attributes:
        weights: shape (features,).
        intercept: added to every score.
        queries: how many were asked.
    """

    weights: NDArray[np.float64]
    intercept: float
    queries: int

    def score(self, features: ArrayLike) -> NDArray[np.float64]:
        """Return the copy's scores, shape (clients,).

        Raises:
            ValueError: if the features have another shape.
        """
        rows = array("features", features, ("clients", len(self.weights))).astype(float)
        return np.asarray(rows @ self.weights + self.intercept)


def extraction_queries(features: int) -> NDArray[np.float64]:
    """Return the customers to ask about: one of zeros, and one with a single one for each feature.

    Args:
        features: how many the model takes.

    Raises:
        ValueError: if there is none.

    >>> extraction_queries(2).tolist()
    [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]
    """
    size = whole("features", features, high=10_000)
    return np.vstack([np.zeros(size), np.eye(size)])


def extract_model(scores_of: Callable[[NDArray[np.float64]], ArrayLike], features: int) -> ExtractedModel:
    """Copy a linear model by asking for the scores of made-up customers.

    Tramèr and others (2016), "Stealing machine learning models via prediction APIs", section 4.1,
    arXiv:1609.02943. If the answers are logits, the copy is exact but for their rounding.

    Args:
        scores_of: the service: takes customers, shape (queries, features), and returns their logits.
        features: how many the model takes.

    Raises:
        ValueError: if an argument is not of its kind, or the service returns another shape.

    >>> extract_model(lambda rows: rows @ [0.5, -1.0] + 0.25, 2).weights.tolist()
    [0.5, -1.0]
    """
    queries = extraction_queries(features)
    scores = array("scores_of", function("scores_of", scores_of)(queries), (len(queries),)).astype(float)
    return ExtractedModel(scores[1:] - scores[0], float(scores[0]), len(queries))

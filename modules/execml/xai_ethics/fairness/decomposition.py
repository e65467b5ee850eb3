"""Where a gap between two groups comes from: a Shapley value a feature, exact for trees and lines."""

from __future__ import annotations

from typing import Any

import numpy as np

from execml.course.arrays import array
from execml.course.validation import one_of, shown
from execml.xai_ethics.attribution.exact import Predict, exact_shap, numeric
from execml.xai_ethics.attribution.trees import TreeShap


def parity_gap_by_feature(model: Any, rows: Any, background: Any) -> np.ndarray:
    """Return what each feature adds to the gap between two groups' mean outputs.

    Explain each client of one group against the whole of the other, and average: the values add up to the
    mean output of ``rows`` less that of ``background``. Exchanging the groups changes every sign and nothing
    else, because Shapley's value is self-dual. A feature's part says what the model does with the groups'
    difference in it, and not why they differ.

    Args:
        model: a tree model that :class:`TreeShap` supports (a boosting's gap is one of log-odds), a fitted
            linear model with ``coef_`` (its gap is that of the linear score), or a function of an array with
            up to 16 features, such as a 0/1 decision.
        rows: of the first group, shape (clients, features).
        background: of the second, shape (clients, features).

    Returns:
        shape (features,).

    Raises:
        ValueError: if the features differ or the model is of another kind.

    >>> from sklearn.linear_model import LinearRegression
    >>> line = LinearRegression().fit([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]], [0.0, 2.0, 5.0])
    >>> parity_gap_by_feature(line, [[1.0, 1.0]], [[0.0, 1.0]]).round(9).tolist()
    [2.0, 0.0]
    """
    others = numeric("background", background)
    first = numeric("rows", rows, others.shape[1])
    slopes = getattr(model, "coef_", None)
    if slopes is not None:
        weights = array("model.coef_", np.ravel(slopes), (others.shape[1],))
        return np.asarray(weights * (first.mean(axis=0) - others.mean(axis=0)))
    if hasattr(model, "predict"):
        return np.asarray(TreeShap(model, others).shap_values(first).mean(axis=0))
    if not callable(model):
        raise ValueError(
            f"model={shown(model)} must be a tree or linear model of scikit-learn, or a function"
        )
    return np.asarray(exact_shap(model, first, others).mean(axis=0))


def swap_gap(decide: Predict, rows: Any, column: int, values: tuple[float, float] = (0.0, 1.0)) -> float:
    """Return the share of clients whose decision changes if one column alone is set to the other value.

    It is the test for direct use of a column, and sees no proxy.

    Args:
        decide: from an array (n, features) to n decisions.
        rows: shape (clients, features).
        column: which one, such as sex.
        values: its two values.

    Raises:
        ValueError: if there is no such column.

    >>> swap_gap(lambda x: x[:, 0] > 0.5, [[0.0, 1.0], [1.0, 1.0]], 0)
    1.0
    """
    table = numeric("rows", rows)
    one_of("column", str(column), tuple(str(place) for place in range(table.shape[1])))
    low, high = table.copy(), table.copy()
    low[:, column], high[:, column] = values
    return float((np.asarray(decide(low)) != np.asarray(decide(high))).mean())

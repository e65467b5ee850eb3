"""Metrics by group, with "undefined" where a group has nobody to count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from execml.course.arrays import complete, zeros_and_ones
from execml.course.validation import one_of, shown
from execml.xai_ethics.fairness.intervals import Rate, rate

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    *("count", "base_rate", "selection_rate", "accuracy"),
    *("tpr", "fpr", "tnr", "fnr", "ppv"),
)
OVERALL = "overall"
LACKS = {
    "tpr": "no positives",
    "fnr": "no positives",
    "fpr": "no negatives",
    "tnr": "no negatives",
    "ppv": "nobody selected",
}


def group_metrics(y_true: Any, y_pred: Any, group: Any) -> pd.DataFrame:
    """Return the usual rates for each group and for everybody.

    What has no denominator is NaN, never 0, and ``frame.attrs["undefined"]`` says why, as
    ``{("B", "tpr"): "no positives"}``; :func:`stated` writes it out.

    Args:
        y_true: 0 or 1, shape (clients,).
        y_pred: 0 or 1: the decision, 1 for what the model predicts, shape (clients,).
        group: labels of any kind, none missing, shape (clients,).

    Returns:
        a row for each group, sorted, and one called ``overall``; the columns are :data:`COLUMNS`.

    Raises:
        ValueError: if shapes differ, a number is not 0 or 1, or a label is missing or called ``overall``.

    >>> frame = group_metrics([1, 0, 0, 0], [1, 1, 0, 0], ["A", "A", "B", "B"])
    >>> frame.loc["A", "fpr"], frame.attrs["undefined"][("B", "tpr")]
    (np.float64(1.0), 'no positives')
    """
    import pandas as pd

    truth, said, names, place = _checked(y_true, y_pred, group)
    cells = np.bincount(4 * place + 2 * truth + said, minlength=4 * len(names)).reshape(-1, 4)
    cells = np.vstack([cells, cells.sum(axis=0)])
    tn, fp, fn, tp = cells.T.astype(float)
    count = cells.sum(axis=1)
    with np.errstate(invalid="ignore"):
        columns = {
            "count": count,
            "base_rate": (tp + fn) / count,
            "selection_rate": (tp + fp) / count,
            "accuracy": (tp + tn) / count,
            "tpr": tp / (tp + fn),
            "fpr": fp / (fp + tn),
            "tnr": tn / (fp + tn),
            "fnr": fn / (tp + fn),
            "ppv": tp / (tp + fp),
        }
    rows = [*names, OVERALL]
    frame = pd.DataFrame(columns, index=pd.Index(rows, name="group"))
    frame.attrs["undefined"] = {
        (row, column): why for column, why in LACKS.items() for row in rows if np.isnan(frame.at[row, column])
    }
    return frame


def stated(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the metrics for a page, with "undefined (no positives)" in place of NaN.

    Raises:
        ValueError: if the frame is not one of :func:`group_metrics`.

    >>> stated(group_metrics([0, 0], [0, 0], ["A", "A"])).loc["A", "tpr"]
    'undefined (no positives)'
    """
    if "undefined" not in getattr(frame, "attrs", {}):
        raise ValueError(f"frame={shown(frame)} must be what group_metrics returns")
    words = frame.astype(object)
    for (row, column), why in frame.attrs["undefined"].items():
        words.at[row, column] = f"undefined ({why})"
    return words


def group_rates(y_true: Any, y_pred: Any, group: Any, metric: str) -> dict[Any, Rate]:
    """Return one rate of each group with its interval and count; groups where it is undefined are left out.

    Args:
        y_true: 0 or 1, shape (clients,).
        y_pred: 0 or 1, shape (clients,).
        group: labels, shape (clients,).
        metric: a column of :func:`group_metrics` but ``count``.

    Raises:
        ValueError: as :func:`group_metrics`, or if there is no such metric.

    >>> print(group_rates([1] * 4, [1, 1, 0, 0], ["A"] * 4, "tpr")["A"])
    50.0% (15.0% to 85.0%, n = 4)
    """
    one_of("metric", metric, COLUMNS[1:])
    truth, said, names, place = _checked(y_true, y_pred, group)
    hit, base = {
        "base_rate": (truth == 1, truth >= 0),
        "selection_rate": (said == 1, truth >= 0),
        "accuracy": (truth == said, truth >= 0),
        "tpr": (said == 1, truth == 1),
        "fpr": (said == 1, truth == 0),
        "tnr": (said == 0, truth == 0),
        "fnr": (said == 0, truth == 1),
        "ppv": (truth == 1, said == 1),
    }[metric]
    found = {}
    for code, name in enumerate(names):
        inside = (place == code) & base
        if inside.any():
            found[name] = rate(int((hit & inside).sum()), int(inside.sum()))
    return found


def demographic_parity_difference(y_true: Any, y_pred: Any, group: Any) -> float:
    """Return the largest less the smallest selection rate of the groups.

    Args:
        y_true: 0 or 1, shape (clients,); only checked.
        y_pred: 0 or 1, shape (clients,).
        group: labels, shape (clients,).

    Raises:
        ValueError: as :func:`group_metrics`, and if there is one group only.

    >>> demographic_parity_difference([1, 0, 1, 0], [1, 1, 1, 0], ["A", "A", "B", "B"])
    0.5
    """
    return _spread(group_metrics(y_true, y_pred, group), "selection_rate")


def equalized_odds_difference(y_true: Any, y_pred: Any, group: Any) -> float:
    """Return the larger of the gaps in true-positive and in false-positive rates (Hardt and others, 2016).

    Args:
        y_true: 0 or 1, shape (clients,).
        y_pred: 0 or 1, shape (clients,).
        group: labels, shape (clients,).

    Raises:
        ValueError: as :func:`group_metrics`, if there is one group only, or if a rate is undefined in a
            group; the message names it.

    >>> equalized_odds_difference([1, 0, 1, 0], [1, 1, 1, 0], ["A", "A", "B", "B"])
    1.0
    """
    frame = group_metrics(y_true, y_pred, group)
    return max(_spread(frame, "tpr"), _spread(frame, "fpr"))


def _spread(frame: pd.DataFrame, metric: str) -> float:
    for (row, column), why in frame.attrs["undefined"].items():
        if column == metric and row != OVERALL:
            raise ValueError(f"group={row!r} has {why}: its {metric} is undefined, and so is the gap")
    values = frame.drop(index=OVERALL)[metric]
    if len(values) < 2:
        raise ValueError(f"group={values.index[0]!r} is the only one; a gap must be between at least two")
    return float(values.max() - values.min())


def _checked(y_true: Any, y_pred: Any, group: Any) -> tuple[np.ndarray, np.ndarray, list[Any], np.ndarray]:
    truth = zeros_and_ones("y_true", y_true).astype(np.int64)
    said = zeros_and_ones("y_pred", y_pred, len(truth)).astype(np.int64)
    names, place = places(group, len(truth))
    if OVERALL in names:
        raise ValueError(f"group={OVERALL!r} is the name of the last row; call the group something else")
    return truth, said, names, place


def places(group: Any, count: int) -> tuple[list[Any], np.ndarray]:
    """Return the names of groups, sorted, and the place of each client's among them.

    Raises:
        ValueError: if there is not one label a client, or a label is missing or is no name, truth or number.

    >>> names, place = places(["b", "a", "b"], 3)
    >>> names, place.tolist()
    (['a', 'b'], [1, 0, 1])
    """
    try:
        flat = np.ndim(group) == 1
    except ValueError:  # lists of different lengths
        flat = False
    if not flat:
        raise ValueError(f"group={shown(group)} must be a label for each of {count} clients")
    labels = complete("group", group)
    if labels.shape != (count,) or labels.dtype.kind in "cV":
        raise ValueError(f"group={shown(group)} must be a label for each of {count} clients")
    if labels.dtype.kind == "f" and not np.isfinite(labels).all():
        raise ValueError("group holds infinity; a label must be a name or a finite number")
    names, place = np.unique(labels.astype(str) if labels.dtype == object else labels, return_inverse=True)
    return names.tolist(), place

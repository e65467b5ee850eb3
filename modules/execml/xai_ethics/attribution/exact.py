"""Exact Shapley values of one prediction: every coalition of features, with the others from a background.

The game is the interventional one (Janzing, Minorics and Blöbaum, 2020, AISTATS): a coalition keeps the
client's own values, and the other features come from the rows of the background, all columns together.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from execml.course.arrays import array
from execml.course.validation import function, shown
from execml.xai_ethics.games.shapley import memberships, shapley_weights

Predict = Callable[[np.ndarray], Any]
MOST_FEATURES = 16  # 65,536 coalitions for each row of the background
AT_ONCE = 2**18  # rows that the model sees in one call


def exact_shap(predict: Predict, rows: Any, background: Any) -> np.ndarray:
    """Return the exact interventional Shapley values of some predictions.

    With v(S) the mean over the background of f(features in S from the row, the rest from the background), the
    values of a row add up to f(row) − mean of f over the background.

    Args:
        predict: the model: from an array (n, features) to n numbers.
        rows: what to explain, shape (rows, features), at most 16 features.
        background: rows that stand for "unknown", shape (background rows, features).

    Returns:
        shape (rows, features).

    Raises:
        ValueError: if the numbers of features differ, there are too many, or the model gives something else
            than one finite number a row.

    >>> exact_shap(lambda x: x[:, 0] * x[:, 1], [[2.0, 3.0]], [[0.0, 0.0]]).tolist()
    [[3.0, 3.0]]
    """
    wanted, others = checked_pair(predict, rows, background)
    features = wanted.shape[1]
    if features > MOST_FEATURES:
        raise ValueError(
            f"rows of shape {wanted.shape} have more than {MOST_FEATURES} features, and 2^{features} "
            "coalitions are too many; use kernel_shap, or TreeShap for trees"
        )
    return every_coalition(predict, wanted, others) @ shapley_weights(features).T


def every_coalition(
    predict: Predict, rows: np.ndarray, background: np.ndarray, families: np.ndarray | None = None
) -> np.ndarray:
    """Return what each of all coalitions earns, asking the model once about mixtures that are the same.

    Where a row agrees with a background row in some player's features, it makes no difference whether that
    player has joined: of the 2^d mixtures only those of the players that differ are new.

    Args:
        predict: the model.
        rows: shape (rows, features).
        background: shape (background rows, features).
        families: the player that each feature belongs to, shape (features,); each its own if not given.

    Returns:
        shape (rows, 2^players), in the order of ``games.shapley.coalitions``.

    Raises:
        ValueError: if the model gives something else than one finite number a row.
    """
    players = np.arange(rows.shape[1]) if families is None else families
    count = int(players.max()) + 1
    members = memberships(count)[:, players]
    codes = np.arange(2**count)
    own = (players == np.arange(count)[:, None]).astype(np.int64)
    found = np.empty((len(rows), len(codes)))
    for place, row in enumerate(rows):
        differ = ((own @ (background != row).T.astype(np.int64)) > 0).T @ (1 << np.arange(count))
        earned = np.empty((len(background), len(codes)))
        asked = np.nonzero((codes & ~differ[:, None]) == 0)
        outputs = np.empty(len(asked[0]))
        for start in range(0, len(outputs), AT_ONCE):
            other, code = (each[start : start + AT_ONCE] for each in asked)
            outputs[start : start + AT_ONCE] = predicted(
                predict, np.where(members[code], row, background[other])
            )
        earned[asked] = outputs
        found[place] = np.take_along_axis(earned, codes & differ[:, None], axis=1).mean(axis=0)
    return found


def coalition_values(
    predict: Predict, rows: np.ndarray, background: np.ndarray, members: np.ndarray
) -> np.ndarray:
    """Return what each coalition earns: the mean prediction with its features from the row.

    Args:
        predict: the model.
        rows: shape (rows, features).
        background: shape (background rows, features).
        members: bool, shape (coalitions, features).

    Returns:
        shape (rows, coalitions).

    Raises:
        ValueError: if the model gives something else than one finite number a row.
    """
    found = np.empty((len(rows), len(members)))
    step = max(1, AT_ONCE // len(background))
    dtype = np.result_type(rows, background)
    for place, row in enumerate(rows):
        for start in range(0, len(members), step):
            chosen = members[start : start + step]
            mixed = np.empty((len(chosen), *background.shape), dtype)
            mixed[...] = background
            np.copyto(mixed, row, where=chosen[:, None, :])
            outputs = predicted(predict, mixed.reshape(-1, background.shape[1]))
            found[place, start : start + step] = outputs.reshape(len(chosen), -1).mean(axis=1)
    return found


def checked_pair(predict: Any, rows: Any, background: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return rows and background as arrays of numbers with the same features.

    Raises:
        ValueError: if ``predict`` is no function, a table is not made of finite numbers, or the features
            differ.
    """
    function("predict", predict)
    others = numeric("background", background)
    return numeric("rows", rows, others.shape[1]), others


def numeric(name: str, table: Any, features: int | str = "features") -> np.ndarray:
    """Return a table of features as floats; text and categories are refused, because an order is no distance.

    Args:
        name: the argument's name, for the message.
        table: an array or a frame.
        features: how many columns there must be, or a word.

    Raises:
        ValueError: if a column is categorical, or it is no table of finite numbers of that width.

    >>> numeric("rows", [[1, 2]]).dtype
    dtype('float64')
    """
    kinds = getattr(table, "dtypes", None)
    if hasattr(table, "columns") and kinds is not None:
        texts = [str(column) for column, kind in zip(table.columns, kinds, strict=True) if not _counts(kind)]
        if texts:
            raise ValueError(
                f"{name} has categorical columns, {', '.join(texts)}; give each a column of 0 and 1, "
                "since a code such as 1, 2, 3 would claim an order"
            )
        table = table.to_numpy()
    values = array(name, table, ("rows", features))
    return values if values.dtype.kind == "f" else values.astype(float)


def predicted(predict: Predict, rows: np.ndarray) -> np.ndarray:
    """Return the model's outputs as floats, one a row.

    Raises:
        ValueError: if it gives something else than one finite number a row.
    """
    given = predict(rows)
    outputs = np.asarray(given)
    if outputs.shape != (len(rows),) or outputs.dtype.kind not in "biuf":
        raise ValueError(
            f"predict gave {shown(given)} for {len(rows)} rows; it must give one number a row, such as "
            "model.predict_proba(rows)[:, 1]"
        )
    return array("what predict gave", outputs).astype(float, copy=False)


def _counts(kind: Any) -> bool:
    return getattr(kind, "kind", "O") in "biuf" and str(kind) != "category"

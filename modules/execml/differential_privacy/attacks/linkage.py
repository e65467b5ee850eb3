"""Attacks on single records: differencing, and linkage of releases that carry no names.

Each function needs only what was published and what the attacker knows, never the secret itself.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from execml.course.arrays import array
from execml.course.validation import real, whole
from execml.differential_privacy.attacks.uniqueness import known_columns, lone_rows

if TYPE_CHECKING:
    import pandas as pd


def departed_value(mean_before: Any, mean_after: Any, head_count: int) -> Any:
    """Return the value of the one person who left between two published means.

    A mean times its head count is a total, and two totals that differ by one person differ by that person's
    value: x = n m - (n - 1) m'. Means rounded to steps of h leave an error of at most (2n - 1) h / 2.

    Args:
        mean_before: the mean over ``head_count`` people; an array gives one answer for each.
        mean_after: the mean over the ``head_count - 1`` who stayed: one number, or as many as before.
        head_count: how many people there were before.

    Raises:
        ValueError: if ``head_count`` is not a whole number of at least 2, a mean is not finite, or the means
            don't go together.

    >>> departed_value(100.0, 90.0, 5)
    140.0
    """
    whole("head_count", head_count, low=2)
    before, after = array("mean_before", mean_before), array("mean_after", mean_after)
    if before.ndim and after.ndim and before.shape != after.shape:
        raise ValueError(
            f"mean_after of shape {after.shape} must be one number or fit mean_before, {before.shape}"
        )
    values: Any = head_count * before - (head_count - 1) * after
    return values if values.ndim else values.item()


def link_records(left: pd.DataFrame, right: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Pair the rows of two releases that agree in some columns and are alone in them on both sides.

    Args:
        left: the first release; its index labels are what the attacker wants to attach to the second.
        right: the second release.
        columns: the facts that both contain.

    Returns:
        one row a pair, with the index labels of both in the columns ``left`` and ``right``.

    Raises:
        ValueError: if ``columns`` is empty or names a column that one of the releases lacks.

    >>> import pandas as pd
    >>> names = pd.DataFrame({"age": [30, 41, 41]}, index=["Ann", "Bo", "Cy"])
    >>> debts = pd.DataFrame({"age": [41, 30]}, index=[7, 8])
    >>> link_records(names, debts, ["age"]).values.tolist()
    [['Ann', 8]]
    """
    facts = known_columns("columns", left, columns, "left")
    known_columns("columns", right, columns, "right")
    ours, theirs = left.loc[lone_rows(left, facts), facts], right.loc[lone_rows(right, facts), facts]
    return ours.assign(left=ours.index).merge(theirs.assign(right=theirs.index), on=facts)[["left", "right"]]


def link_noisy(known: np.ndarray, released: np.ndarray, tolerance: float, margin: float) -> np.ndarray:
    """Find each target among released rows from a few approximate amounts, some of which may be false.

    A row scores log(n / s) for every amount that it matches, where s of the n rows match: a rare match says
    more. The best row is named only if it leads by ``margin``. In the spirit of the scoring of Narayanan and
    Shmatikov (2008): weights by rarity, and a claim only if the best stands out.

    Args:
        known: what the attacker believes, shape (targets, facts).
        released: the rows without names, shape (n, facts).
        tolerance: a released amount matches if it is within this share of the known one, between 0 and 1.
        margin: lead in score (natural logarithms) that a claim needs; 0 names the best row whatever its lead.

    Returns:
        the row number claimed for each target, or -1 where no claim is made; shape (targets,).

    Raises:
        ValueError: if the shapes do not fit, there are fewer than 2 rows, or an argument is out of range.

    >>> rows = np.array([[500.0, 90.0], [510.0, 20.0], [80.0, 21.0]])
    >>> link_noisy(np.array([[505.0, 20.0]]), rows, tolerance=0.1, margin=0.1).tolist()
    [1]
    """
    known = array("known", known, ("targets", "facts")).astype(float)
    released = array("released", released, ("rows", "facts")).astype(float)
    if known.shape[1] != released.shape[1]:
        raise ValueError(
            f"known {known.shape} and released {released.shape} must be tables with equally many facts"
        )
    if len(released) < 2:
        raise ValueError(f"released has {len(released)} rows and must have at least 2, to compare them")
    real("tolerance", tolerance, 0, 1, low_open=False)
    real("margin", margin, 0, math.inf, low_open=False)
    pairs = [_matches(fact, amounts, tolerance) for fact, amounts in zip(known.T, released.T, strict=True)]
    matches, weights = zip(*pairs, strict=True)
    cells = np.concatenate([target * len(released) + row for target, row in matches])
    scores = np.bincount(cells, np.concatenate(weights), minlength=len(known) * len(released))
    scores = scores.reshape(len(known), len(released))
    targets, best = np.arange(len(known)), scores.argmax(axis=1)
    lead = scores[targets, best]
    scores[targets, best] = -math.inf
    return np.where(lead - scores.max(axis=1) >= margin, best, -1)


def _matches(
    known: np.ndarray, released: np.ndarray, tolerance: float
) -> tuple[tuple[np.ndarray, np.ndarray], np.ndarray]:
    """Return target and row of every match in one fact, and what each match is worth.

    Sorting makes the matches of a target one stretch, so the work grows with the matches, not with all pairs.
    """
    order = np.argsort(released, kind="stable")
    reach = tolerance * np.abs(known)
    first = np.searchsorted(released[order], known - reach, side="left")
    support = np.searchsorted(released[order], known + reach, side="right") - first
    target = np.repeat(np.arange(len(known)), support)
    within = np.arange(support.sum()) - np.repeat(np.cumsum(support) - support, support)
    worth = np.log(len(released) / np.maximum(support, 1))
    return (target, order[np.repeat(first, support) + within]), np.repeat(worth, support)

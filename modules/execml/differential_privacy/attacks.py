"""Attacks on records without names: differencing, uniqueness, linkage.

Each function needs only what was published and what the attacker knows, never the secret itself.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from execml.course.validation import real, whole

if TYPE_CHECKING:
    import pandas as pd


def departed_value(mean_before: float, mean_after: float, head_count: int) -> float:
    """Return the value of the one person who left between two published means.

    A mean times its head count is a total, and two totals that differ by one person differ by that person's
    value: x = n m - (n - 1) m'. Means rounded to steps of h leave an error of at most (2n - 1) h / 2.

    Args:
        mean_before: the mean over ``head_count`` people.
        mean_after: the mean over the ``head_count - 1`` who stayed; an array gives one answer for each.
        head_count: how many people there were before.

    Raises:
        ValueError: if ``head_count`` is not a whole number of at least 2.

    >>> departed_value(100.0, 90.0, 5)
    140.0
    """
    whole("head_count", head_count, low=2)
    return head_count * mean_before - (head_count - 1) * mean_after


def group_sizes(frame: pd.DataFrame, columns: Sequence[str]) -> pd.Series:
    """Return, for each row, how many rows (itself included) have the same values in some columns.

    The smallest of these sizes is the k of k-anonymity (Sweeney 2002).

    Args:
        frame: one row a person, shape (n, any).
        columns: the facts that an attacker may know, the quasi-identifier.

    Raises:
        ValueError: if ``columns`` is empty or names a column that the frame lacks.

    >>> import pandas as pd
    >>> group_sizes(pd.DataFrame({"age": [30, 30, 41]}), ["age"]).tolist()
    [2, 2, 1]
    """
    names = _columns("columns", frame, columns)
    return frame.groupby(names, observed=True, dropna=False)[names[0]].transform("size")


def lone_rows(frame: pd.DataFrame, columns: Sequence[str]) -> pd.Series:
    """Return, for each row, whether no other row has the same values in some columns.

    Args:
        frame: one row a person.
        columns: the facts that an attacker may know.

    Raises:
        ValueError: as for :func:`group_sizes`.

    >>> import pandas as pd
    >>> lone_rows(pd.DataFrame({"age": [30, 30, 41]}), ["age"]).tolist()
    [False, False, True]
    """
    return group_sizes(frame, columns) == 1


def expected_lone_rows(shares: np.ndarray, rows: int) -> float:
    """Return how many of ``rows`` independent people stand alone in their combination of facts, on average.

    A person of a combination with share p is alone if the other n - 1 all have another one: n sum p (1 -
    p)^(n - 1), by linearity of expectation. It is the occupancy (birthday) problem with unequal boxes.

    Args:
        shares: probability of each combination, any shape, adding up to 1.
        rows: number of people, at least 1.

    Raises:
        ValueError: if a share is negative, the shares do not add up to 1, or ``rows`` is below 1.

    >>> round(expected_lone_rows(np.full(365, 1 / 365), 23), 2)
    21.65
    """
    shares, rows = np.asarray(shares, dtype=float), whole("rows", rows)
    if not (shares >= 0).all() or not math.isclose(shares.sum(), 1, rel_tol=1e-6):
        raise ValueError(
            f"shares from {shares.min():g} adding up to {shares.sum():g} must be 0 or more and add up to 1"
        )
    return float(rows * np.sum(shares * (1 - shares) ** (rows - 1)))


def independent_shares(frame: pd.DataFrame, columns: Sequence[str]) -> np.ndarray:
    """Return the share of each possible combination if the facts had nothing to do with one another.

    It takes one-column tables only, so it can be worked out before a single row is released.

    Args:
        frame: one row a person.
        columns: the facts.

    Returns:
        array with one axis a fact, adding up to 1.

    Raises:
        ValueError: as for :func:`group_sizes`.

    >>> import pandas as pd
    >>> independent_shares(pd.DataFrame({"a": [1, 1, 2, 2], "b": [1, 1, 1, 2]}), ["a", "b"]).tolist()
    [[0.375, 0.125], [0.375, 0.125]]
    """
    margins = [frame[name].value_counts(normalize=True) for name in _columns("columns", frame, columns)]
    shares = np.ones(())
    for margin in margins:
        shares = np.multiply.outer(shares, margin[margin > 0].to_numpy())
    return shares


def one_answer_rows(frame: pd.DataFrame, columns: Sequence[str], secret: str, minimum: int) -> pd.Series:
    """Return, for each row, whether its group is large enough to be shown and yet holds one single answer.

    This is the homogeneity attack on k-anonymity (Machanavajjhala et al. 2007): nobody is singled
    out, and the secret of everybody in the group is known.

    Args:
        frame: one row a person.
        columns: the quasi-identifier that forms the groups.
        secret: the column that should stay unknown.
        minimum: the k: smaller groups are not shown.

    Raises:
        ValueError: as for :func:`group_sizes`, or if ``minimum`` is below 1.

    >>> import pandas as pd
    >>> people = pd.DataFrame({"age": [30, 30, 41, 41], "late": [1, 1, 0, 1]})
    >>> one_answer_rows(people, ["age"], "late", 2).tolist()
    [True, True, False, False]
    """
    names = _columns("columns", frame, columns)
    _columns("secret", frame, [secret])
    answers = frame.groupby(names, observed=True, dropna=False)[secret].transform("nunique")
    return (group_sizes(frame, names) >= whole("minimum", minimum)) & (answers == 1)


def link_records(left: pd.DataFrame, right: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Pair the rows of two releases that agree in some columns and are alone in them on both sides.

    Args:
        left: the first release; its index labels are what the attacker wants to attach to the second.
        right: the second release.
        columns: the facts that both contain.

    Returns:
        one row a pair, with the index labels of both in the columns ``left`` and ``right``.

    Raises:
        ValueError: as for :func:`group_sizes`.

    >>> import pandas as pd
    >>> names = pd.DataFrame({"age": [30, 41, 41]}, index=["Ann", "Bo", "Cy"])
    >>> debts = pd.DataFrame({"age": [41, 30]}, index=[7, 8])
    >>> link_records(names, debts, ["age"]).values.tolist()
    [['Ann', 8]]
    """
    facts = _columns("columns", left, columns)
    _columns("columns", right, columns)
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
    known, released = np.asarray(known, dtype=float), np.asarray(released, dtype=float)
    if known.ndim != 2 or released.ndim != 2 or known.shape[1] != released.shape[1] or not known.size:
        raise ValueError(
            f"known {known.shape} and released {released.shape} must be tables with equally many facts"
        )
    if len(released) < 2:
        raise ValueError(f"released has {len(released)} rows and must have at least 2, to compare them")
    if not (np.isfinite(known).all() and np.isfinite(released).all()):
        raise ValueError("known and released must be finite numbers, without NaN")
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


def _columns(argument: str, frame: pd.DataFrame, columns: Sequence[str]) -> list[str]:
    """Return the column names as a list, or say which are missing."""
    names = list(columns)
    missing = [name for name in names if name not in frame.columns]
    if not names or missing or isinstance(columns, str):
        listed = ", ".join(map(str, frame.columns))
        raise ValueError(f"{argument}={columns!r} must be a list of columns, each one of: {listed}")
    return names

"""Reconstruction of individual records from published totals: exactly, and through noise."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import chain, combinations
from typing import TYPE_CHECKING

import numpy as np

from execml.course.arrays import array
from execml.course.validation import real, shown, whole
from execml.differential_privacy.attacks.uniqueness import known_columns

if TYPE_CHECKING:
    import pandas as pd

INFEASIBLE = 2  # the status by which scipy.optimize.milp says that no solution exists


def published_groups(
    frame: pd.DataFrame, columns: Sequence[str], together: int = 2, minimum: int = 5
) -> np.ndarray:
    """Return which people stand behind each figure of a set of tables.

    The tables are: everybody, and each cross-tabulation of up to ``together`` of the columns. A cell with
    fewer than ``minimum`` people is left out, as statistics offices do.

    Args:
        frame: one row a person, shape (n, any).
        columns: the facts by which the tables are broken down.
        together: how many facts a table combines at most, from 1 to 10.
        minimum: the smallest group that is shown, at least 1.

    Returns:
        booleans, shape (figures, n), without repetitions.

    Raises:
        ValueError: if a number is below 1, or ``columns`` is empty or names a column that the frame lacks.

    >>> import pandas as pd
    >>> branch = pd.DataFrame({"sex": ["f", "f", "m"], "old": [0, 1, 1]})
    >>> published_groups(branch, ["sex", "old"], together=1, minimum=2).astype(int).tolist()
    [[0, 1, 1], [1, 1, 0], [1, 1, 1]]
    """
    whole("together", together, high=10)
    whole("minimum", minimum)
    facts = known_columns("columns", frame, columns)
    tables = chain.from_iterable(combinations(facts, size) for size in range(1, together + 1))
    groups = [np.ones((1, len(frame)), dtype=bool)]
    for table in tables:
        cell = frame.groupby(list(table), observed=True).ngroup().to_numpy()
        groups.append(cell == np.arange(cell.max() + 1)[:, None])
    figures = np.concatenate(groups)
    return np.unique(figures[figures.sum(axis=1) >= minimum], axis=0)


def forced_bits(groups: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Return every person's yes or no that the published counts leave no choice about.

    A person is forced if the equations "the yeses of each group add up to its count" have a solution in zeros
    and ones, but none with that person's bit turned round. Integer programming decides both, so a reported
    bit is proven, not guessed.

    Args:
        groups: who stands behind each count, booleans, shape (figures, n).
        counts: the published number of yeses of each group, shape (figures,).

    Returns:
        1.0, 0.0 or NaN (the counts allow both) for each person, shape (n,).

    Raises:
        ValueError: if the shapes do not fit, or no record of zeros and ones has these counts.
        RuntimeError: if the solver stops without deciding, or its record does not have these counts.

    >>> groups = np.array([[1, 1, 0], [0, 1, 1]], dtype=bool)
    >>> forced_bits(groups, np.array([2, 1])).tolist(), forced_bits(groups, np.array([1, 1])).tolist()
    ([1.0, 1.0, 0.0], [nan, nan, nan])
    """
    groups = array("groups", groups, ("figures", "people"))
    counts = array("counts", counts, (len(groups),)).astype(float)
    people = groups.shape[1]
    first = _consistent_bits(groups, counts, np.zeros(people), np.ones(people))
    if first is None:
        raise ValueError(f"counts={counts.tolist()} contradict each other: no zeros and ones have them")
    seen = np.stack([first, first])
    for person in range(people):
        if seen[0, person] != seen[1, person]:
            continue
        low, high = np.zeros(people), np.ones(people)
        low[person] = high[person] = 1 - first[person]
        other = _consistent_bits(groups, counts, low, high)
        if other is not None:
            seen = np.stack([np.minimum(seen[0], other), np.maximum(seen[1], other)])
    return np.where(seen[0] == seen[1], seen[0], np.nan)


def _consistent_bits(
    groups: np.ndarray, counts: np.ndarray, low: np.ndarray, high: np.ndarray
) -> np.ndarray | None:
    """Return some zeros and ones between ``low`` and ``high`` with these counts, or None if none has them."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    people = groups.shape[1]
    exactly = LinearConstraint(groups.astype(float), counts, counts)
    found = milp(np.zeros(people), constraints=exactly, integrality=np.ones(people), bounds=Bounds(low, high))
    if found.status == INFEASIBLE:
        return None
    if found.x is None or not np.array_equal(groups @ np.round(found.x), counts):
        raise RuntimeError(f"the solver decided nothing about these counts: {found.message}")
    return np.round(found.x)


def reconstruct_bits(queries: np.ndarray, answers: np.ndarray) -> np.ndarray:
    """Recover everybody's yes or no from noisy counts of yeses in many groups.

    Least squares, then rounding at one half. Dinur and Nissim (2003) solve a linear program
    instead; both recover nearly all bits if the error of each answer is small beside the square root of n:
    :func:`mistakes_bound`.

    Args:
        queries: who is counted in each question, zeros and ones, shape (questions, n).
        answers: the answers given, shape (questions,), or (questions, repetitions) for several releases at
            once.

    Returns:
        zeros and ones, shape (n,) or (n, repetitions).

    Raises:
        ValueError: if the shapes do not fit.

    >>> queries = np.array([[1, 1, 0], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
    >>> reconstruct_bits(queries, np.array([1.2, 0.9, 0.1, 1.0])).tolist()
    [0, 1, 0]
    """
    queries = array("queries", queries, ("questions", "people")).astype(float)
    answers = np.asarray(array("answers", answers), dtype=float)
    if answers.ndim == 0:
        raise ValueError(f"answers={shown(answers.item())} must have one row for each question")
    if answers.ndim > 2 or len(answers) != len(queries):
        raise ValueError(
            f"queries {queries.shape} and answers {answers.shape} must have one row for each question"
        )
    estimate = np.linalg.lstsq(queries, answers, rcond=None)[0]
    return (estimate > 0.5).astype(np.int64)


def mistakes_bound(queries: np.ndarray, error: float) -> float:
    """Return how many bits :func:`reconstruct_bits` can get wrong at most, whatever the errors.

    With m questions A and errors e, least squares is off by A^+ e, whose length is at most sqrt(m) E / s for
    the smallest singular value s of A. A wrong bit is off by at least 1/2, so there are at most 4 m E^2 / s^2
    of them, whatever the errors are. For random questions s^2 is about (sqrt(m) - sqrt(n))^2 / 4: with m a
    fixed multiple of n, more than once, the bound grows like E^2, a vanishing part of n if E = o(sqrt(n)).

    Args:
        queries: who is counted in each question, shape (questions, n).
        error: the largest error E that any answer has, 0 or more.

    Raises:
        ValueError: if ``queries`` is not a table or ``error`` is negative.

    >>> mistakes_bound(np.eye(4), 0.25)
    1.0
    """
    queries, error = (
        array("queries", queries, ("questions", "people")).astype(float),
        real("error", error, 0, math.inf, low_open=False),
    )
    questions, people = queries.shape
    lengths = np.linalg.svd(queries, compute_uv=False)
    if questions < people or lengths[-1] <= 1e-12 * lengths[0]:
        return float(people)  # the questions do not even fix the bits without errors
    smallest = float(lengths[-1])
    return min(float(people), 4 * questions * error**2 / smallest**2)

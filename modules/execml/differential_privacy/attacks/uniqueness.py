"""Who stands alone in a file without names, who has company, and what company gives away."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import gammaln

from execml.course.arrays import array
from execml.course.arrays import frame as checked_frame
from execml.course.validation import shown, whole

if TYPE_CHECKING:
    import pandas as pd


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
    names = known_columns("columns", frame, columns)
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
    shares, rows = array("shares", shares).astype(float), whole("rows", rows)
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
    margins = [
        frame[name].value_counts(normalize=True, dropna=False)
        for name in known_columns("columns", frame, columns)
    ]
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
    large = _shown_sizes(frame, columns, secret, minimum) > 0
    answers = frame.groupby(list(columns), observed=True, dropna=False)[secret].transform("nunique")
    return large & (answers == 1)


def accidental_one_answer_rows(
    frame: pd.DataFrame, columns: Sequence[str], secret: str, minimum: int
) -> float:
    """Return how many rows :func:`one_answer_rows` would find on average were the secrets dealt at random.

    Dealt without putting back, a group of k rows holds the answer of m of the n rows only, with probability
    C(m, k) / C(n, k). What goes beyond this average is knowledge about kinds of people, not about the rows.

    The arguments, and the errors raised, are those of :func:`one_answer_rows`.

    >>> import pandas as pd
    >>> people = pd.DataFrame({"age": [30, 30, 41, 41], "late": [1, 1, 0, 0]})
    >>> round(accidental_one_answer_rows(people, ["age"], "late", 2), 2)
    1.33
    """
    sizes = _shown_sizes(frame, columns, secret, minimum).to_numpy(dtype=float)
    sizes = sizes[sizes > 0]
    counts = frame[secret].value_counts().to_numpy(dtype=float)
    chances = np.exp(_log_choose(counts[:, None], sizes) - _log_choose(float(len(frame)), sizes))
    return float(chances.sum())


def _shown_sizes(frame: pd.DataFrame, columns: Sequence[str], secret: str, minimum: int) -> pd.Series:
    """Return the size of each row's group, or 0 where it is too small to be shown."""
    known_columns("frame", frame, frame.columns if hasattr(frame, "columns") else [])
    if not isinstance(secret, Hashable) or secret not in frame.columns:
        raise ValueError(f"secret={shown(secret)} must be a column of: {', '.join(map(str, frame.columns))}")
    sizes = group_sizes(frame, columns)
    return sizes.where(sizes >= whole("minimum", minimum), 0)


def _log_choose(total: np.ndarray | float, chosen: np.ndarray) -> np.ndarray:
    """Return the logarithm of the binomial coefficient, minus infinity where more is chosen than there is."""
    fits = np.maximum(total - chosen, 0)
    value = gammaln(np.asarray(total) + 1) - gammaln(chosen + 1) - gammaln(fits + 1)
    return np.where(total >= chosen, value, -math.inf)


def known_columns(
    argument: str, frame: pd.DataFrame, columns: Sequence[str], table: str = "frame"
) -> list[str]:
    """Return column names as a list.

    Args:
        argument: the argument's name, for the message.
        frame: the table that must have them.
        columns: the names.
        table: the frame's own name, for the message.

    Raises:
        ValueError: if the frame is none, there are no names, the frame lacks one, or a fact is infinite.

    >>> import pandas as pd
    >>> known_columns("columns", pd.DataFrame({"age": [30]}), ("age",))
    ['age']
    """
    known = list(checked_frame(table, frame).columns)
    listed_names = isinstance(columns, str) is False and hasattr(columns, "__iter__")
    names = list(columns) if listed_names else []
    if not names or any(not isinstance(name, Hashable) or name not in known for name in names):
        listed = ", ".join(map(str, known))
        raise ValueError(f"{argument}={shown(columns)} must be a list of columns, each one of: {listed}")
    for name in names:
        fact = frame[name]
        if fact.dtype.kind == "f" and np.isinf(fact).any():
            raise ValueError(f"{table}[{name!r}] must hold no infinity")
    return names

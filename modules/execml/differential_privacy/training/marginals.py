"""Tables of counts for private synthetic data: binning, counting, repairing noise, drawing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from execml.course.validation import shown
from execml.differential_privacy.accounting.textbook_rules import zcdp_rho

if TYPE_CHECKING:
    import pandas as pd

Counts = NDArray[np.float64]
Codes = NDArray[np.int64]
Tree = list[tuple[str, str]]

SMALLEST_BUDGET = 1e-12  # of rho: noise of a million clients in each cell


def zcdp_budget(epsilon: float, delta: float) -> float:
    """Return the largest rho such that rho-zCDP implies (epsilon, delta)-differential privacy.

    By the conversion of 2020, which leaves nothing of the budget unused that the one of 2016 did.

    >>> round(zcdp_budget(3, 1e-5), 4)
    0.2242
    """
    rho = zcdp_rho(epsilon, delta)
    if rho < SMALLEST_BUDGET:
        raise ValueError(
            f"epsilon={epsilon!r} is too small for delta={delta!r}: it buys noise without an end"
        )
    return rho


def noise_deviation(rho: float) -> float:
    """Return the deviation of Gaussian noise that spends rho on one table (the same paper, proposition 1.6).

    One client more or less changes one cell by one: sensitivity 1, and rho = 1 / (2 deviation²).

    >>> noise_deviation(0.005)
    10.0
    """
    return 1 / math.sqrt(2 * rho)


def count(*codes: Codes, sizes: Sequence[int]) -> Codes:
    """Return the table of counts of some columns: one axis for each, of the size given.

    >>> count(np.array([0, 1, 1]), np.array([2, 0, 0]), sizes=(2, 3)).tolist()
    [[0, 0, 1], [2, 0, 0]]
    """
    cells = np.ravel_multi_index(codes, tuple(sizes))
    return np.bincount(cells, minlength=math.prod(sizes)).reshape(sizes)


def nearest_counts(table: NDArray[Any], total: float) -> Counts:
    """Return the table closest to a noisy one among those without negative cells that add up to ``total``.

    The projection onto a simplex: every cell is lowered (or raised) by one amount, and what falls below
    zero is zero (Duchi et al., ICML 2008, doi 10.1145/1390156.1390191, figure 1).

    >>> nearest_counts(np.array([-2.0, 3.0, 9.0]), 10)
    array([0., 2., 8.])
    """
    ordered = np.sort(table.ravel().astype(float))[::-1]
    amounts = (np.cumsum(ordered) - total) / np.arange(1, table.size + 1)
    return np.maximum(table - amounts[np.flatnonzero(ordered > amounts)[-1]], 0)


def draw_cells(chances: Counts, generator: np.random.Generator) -> Codes:
    """Return one column number for each row of chances, drawn with them.

    Args:
        chances: shape (rows, columns); each row adds up to 1.
        generator: source of randomness.
    """
    thresholds = np.cumsum(chances, axis=1)[:, :-1]
    return (generator.random((len(chances), 1)) > thresholds).sum(axis=1)


def rooted(tree: Tree, root: str) -> Tree:
    """Return the edges of a tree as (parent, child), nearest to the root first.

    >>> rooted([("a", "b"), ("c", "b")], root="c")
    [('c', 'b'), ('b', 'a')]
    """
    ordered: Tree = []
    reached, left = [root], list(tree)
    for parent in reached:  # grows as it is read: the children of a parent stand behind it
        children = [other for edge in left if parent in edge for other in edge if other != parent]
        left = [edge for edge in left if parent not in edge]
        ordered += [(parent, child) for child in children]
        reached += children
    return ordered


@dataclass(frozen=True)
class Column:
    """How the values of one column are put into bins, and drawn from them again.

    Attributes:
        boundaries: increasing boundaries of the bins, or None for categories.
        dtype: type of the column's values.
    """

    boundaries: NDArray[np.float64] | None
    dtype: Any

    @classmethod
    def of(cls, values: pd.Series, bins: Sequence[Any] | None) -> Column:
        """Return the binning of a column, by what is public; the values say no more than their type.

        Args:
            values: the column.
            bins: increasing boundaries for a column of numbers, the categories for any other.

        Raises:
            ValueError: if the boundaries don't increase, a category occurs twice, or there are none: those
                that happen to be in the data are not public.
        """
        import pandas as pd

        name = values.name
        named = f"bins[{name!r}]={shown(bins)}"
        if bins is None or isinstance(bins, str):
            raise ValueError(
                f"{named} must be public boundaries or categories: those of the data may exist because of "
                "one client"
            )
        if not pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values):
            categories = list(bins)
            if len(categories) < 2 or len(set(categories)) < len(categories):
                raise ValueError(f"{named} must be at least 2 categories, each named once")
            return cls(None, pd.CategoricalDtype(categories))
        boundaries = np.asarray(bins, dtype=float)
        if boundaries.ndim != 1 or len(boundaries) < 2 or not (np.diff(boundaries) > 0).all():
            raise ValueError(f"{named} must be at least 2 increasing numbers")
        return cls(boundaries, values.dtype)

    @property
    def size(self) -> int:
        """Number of bins."""
        return len(self.dtype.categories) if self.boundaries is None else len(self.boundaries) - 1

    def codes(self, values: pd.Series) -> Codes:
        """Return the bin of each value, from 0.

        Raises:
            ValueError: if a value is missing or infinite, or a category is none of the public ones.
        """
        if values.isna().any():
            raise ValueError(f"clients[{values.name!r}] holds missing values; every client must have one")
        if self.boundaries is None:
            known = values.astype(object).isin(list(self.dtype.categories))
            if not known.all():
                raise ValueError(
                    f"clients[{values.name!r}] holds {values[~known].iloc[0]!r}, which is no public "
                    "category: pass one more, such as 'other', and put such clients there"
                )
            return values.astype(self.dtype).cat.codes.to_numpy(dtype=np.int64)
        if not np.isfinite(values.to_numpy(dtype=float)).all():
            raise ValueError(f"clients[{values.name!r}] holds infinity; every value must be a finite number")
        return np.digitize(values.to_numpy(dtype=float), self.boundaries[1:-1])

    def values(self, codes: Codes, generator: np.random.Generator) -> Any:
        """Return a value for each bin: its category, or a number drawn evenly between its boundaries."""
        import pandas as pd

        if self.boundaries is None:
            return pd.Categorical.from_codes(codes, dtype=self.dtype)
        drawn = generator.uniform(self.boundaries[codes], self.boundaries[codes + 1])
        return np.floor(drawn).astype(self.dtype) if np.issubdtype(self.dtype, np.integer) else drawn

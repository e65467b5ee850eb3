"""Tables of counts for private synthetic data: binning, counting, repairing noise, drawing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from execml.course.arrays import array
from execml.differential_privacy.accounting.accountants import noise_multiplier

if TYPE_CHECKING:
    import pandas as pd

Counts = NDArray[np.float64]
Codes = NDArray[np.int64]
Tree = list[tuple[str, str]]


def zcdp_budget(epsilon: float, delta: float) -> float:
    """Return the rho such that rho-zCDP implies (epsilon, delta)-differential privacy, by its Rényi orders.

    rho-zCDP bounds the Rényi divergence of each order a by a rho, as Gaussian noise of deviation 1 / sqrt(2
    rho) does on a sensitivity of 1 (Bun and Steinke, 2016, arXiv 1605.02065, proposition 1.6). So the noise
    that the Rényi accountant asks for, with the conversion of Canonne, Kamath and Steinke (2020, arXiv
    2004.00010, proposition 12), gives rho. The older conversion, epsilon = rho + 2 sqrt(rho ln(1/delta)),
    would leave 23% of this one unused.

    >>> round(zcdp_budget(3, 1e-5), 4)
    0.2242
    """
    return 1 / (2 * noise_multiplier(epsilon, delta, 1.0, 1, accountant="rdp") ** 2)


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
        categories: the names of the categories, or None for numbers.
        dtype: type of the column's values.
    """

    boundaries: NDArray[np.float64] | None
    categories: tuple[str, ...] | None
    dtype: Any

    @classmethod
    def of(cls, values: pd.Series, bins: Sequence[float] | Sequence[str] | None) -> Column:
        """Return the binning of a column; raises ValueError if the bins are not public or don't increase."""
        name = values.name
        if bins is None:
            raise ValueError(
                f"bins[{name!r}]=None must be numbers or the names of categories, from a public list: what "
                "is read off the clients would publish each name that one of them alone has"
            )
        if not isinstance(bins, str) and len(bins) > 1 and all(isinstance(one, str) for one in bins):
            if len(set(bins)) != len(bins):
                raise ValueError(f"bins[{name!r}]={bins!r} must name each category once")
            return cls(None, tuple(str(one) for one in bins), values.dtype)
        boundaries = array(f"bins[{name!r}]", bins).astype(float)
        if boundaries.ndim != 1 or len(boundaries) < 2 or not (np.diff(boundaries) > 0).all():
            raise ValueError(f"bins[{name!r}]={bins!r} must be at least 2 increasing numbers, or 2 names")
        return cls(boundaries, None, values.dtype)

    @property
    def size(self) -> int:
        """Number of bins."""
        return len(self.categories or ()) if self.boundaries is None else len(self.boundaries) - 1

    def codes(self, values: pd.Series) -> Codes:
        """Return the bin of each value, from 0; raises ValueError if one is missing.

        What is beyond the outer boundaries counts in the outer bin, and a name that is not on the list as
        the last on it.
        """
        import pandas as pd

        if values.isna().any():
            raise ValueError(f"clients[{values.name!r}] holds missing values; every client must have one")
        if self.boundaries is None:
            places = pd.Index(self.categories).get_indexer(values.astype(str))
            return np.where(places < 0, self.size - 1, places).astype(np.int64)
        numbers = array(f"clients[{values.name!r}]", values.to_numpy(dtype=float))
        return np.digitize(numbers, self.boundaries[1:-1])

    def values(self, codes: Codes, generator: np.random.Generator) -> Any:
        """Return a value for each bin: its category, or a number drawn evenly between its boundaries."""
        import pandas as pd

        if self.boundaries is None:
            return pd.Categorical.from_codes(codes, categories=list(self.categories or ()))
        drawn = generator.uniform(self.boundaries[codes], self.boundaries[codes + 1])
        return np.floor(drawn).astype(self.dtype) if np.issubdtype(self.dtype, np.integer) else drawn

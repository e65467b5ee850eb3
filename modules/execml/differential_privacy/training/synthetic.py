"""Private synthetic data: noisy tables of counts, a tree of columns, and invented clients drawn from both.

Select, measure, generate, as in McKenna, Miklau and Sheldon, "Winning the NIST contest" (Journal of Privacy
and Confidentiality 11(3), 2021, doi 10.29012/jpc.778), but simpler than their MST: every table is crossed
with one 0/1 label, so that a model of that label can be learned from the invented clients, and the tree is
read from its root outwards where MST solves for a graphical model.

The budget is counted in zero-concentrated differential privacy, ``rho`` (Bun and Steinke, 2016, arXiv
1605.02065). It adds up over measurements; what is done to noisy tables afterwards costs nothing
(post-processing).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from execml.course.arrays import complete
from execml.course.arrays import frame as checked_frame
from execml.course.validation import generator, mapping, positive, real, text, whole
from execml.differential_privacy.accounting.releases import Release
from execml.differential_privacy.mechanisms.choices import exponential
from execml.differential_privacy.mechanisms.noise import discrete_gaussian
from execml.differential_privacy.training.marginals import (
    Codes,
    Column,
    Counts,
    Tree,
    count,
    draw_cells,
    nearest_counts,
    noise_deviation,
    rooted,
    zcdp_budget,
)

if TYPE_CHECKING:
    import pandas as pd

MOST_INVENTED = 100_000_000
LARGEST_EPSILON = 100.0
# Shares of the budget: columns, each with the label; choice of the tree; edges of the tree with the label.
SINGLE_SHARE, TREE_SHARE, PAIR_SHARE = 0.3, 0.1, 0.6


@dataclass
class MarginalSynthesizer:
    """Invented clients from private tables of counts; private for adding or removing one client.

    Attributes:
        epsilon: privacy bound, above 0 and below 100.
        delta: in (0, 1).
        bins: for each column to be modelled, at least two of them: the increasing boundaries of its bins,
            outer ones included, or the names of its categories. Both must be public, chosen without a look at
            the clients; a value beyond the outer boundaries counts in the outer bin, and a name that is not
            on the list as the last on it, so let that be "other".
        label: the 0/1 column with which every table is crossed.
        generator: source of all randomness; None draws fresh entropy from the operating system.
        rho_: after ``fit``, the budget spent.
        tree_: after ``fit``, (parent, child) pairs of columns, from the root outwards.
        clients_: after ``fit``, the noisy number of clients.

    >>> import pandas as pd
    >>> rng = np.random.default_rng(1)
    >>> late = rng.integers(0, 4, 5000)
    >>> defaulted = rng.random(5000) < 0.1 + 0.2 * late
    >>> clients = pd.DataFrame({"late": late, "worse": late // 2, "default": defaulted})
    >>> bins = {"late": (0, 1, 2, 3, 4), "worse": (0, 1, 2)}
    >>> invented = MarginalSynthesizer(1, 1e-5, bins, "default", rng).fit(clients).sample(5000)
    >>> invented.groupby("late")["default"].mean().round(1).tolist()
    [0.1, 0.3, 0.5, 0.7]
    """

    epsilon: float
    delta: float
    bins: Mapping[str, Sequence[float] | Sequence[str]]
    label: str
    generator: np.random.Generator | None = field(default=None, repr=False)

    def fit(self, clients: pd.DataFrame) -> MarginalSynthesizer:
        """Measure the clients' tables with noise; nothing else about the clients is kept.

        Args:
            clients: one row for each client, with the columns of ``bins`` and the label.

        Raises:
            ValueError: if there are no clients or fewer than two columns, a column is missing, the label is
                not 0/1, or an argument lies outside its range.
        """
        self.rho_ = zcdp_budget(
            real("epsilon", self.epsilon, 0, LARGEST_EPSILON), real("delta", self.delta, 0, 1)
        )
        labels = self._checked_labels(clients)
        self._columns = {name: Column.of(clients[name], bins) for name, bins in self.bins.items()}
        self._random = np.random.default_rng() if self.generator is None else self.generator
        codes = {name: column.codes(clients[name]) for name, column in self._columns.items()}
        self._measure_singles(codes, labels)
        self.tree_ = rooted(self._choose_tree(codes, labels), root=next(iter(self.bins)))
        self._chances = {edge: self._measure_pair(edge, codes, labels) for edge in self.tree_}
        return self

    def sample(self, clients: int | None = None) -> pd.DataFrame:
        """Return invented clients, drawn from noisy tables alone: further draws cost no privacy.

        Args:
            clients: how many; None for as many as were (noisily) counted.

        Raises:
            ValueError: before ``fit``, or if ``clients`` is not a whole number from 1 to 100 million.
        """
        if not hasattr(self, "tree_"):
            raise ValueError("sample() comes after fit(): no table has been measured yet")
        import pandas as pd

        rows = self.clients_ if clients is None else whole("clients", clients, high=MOST_INVENTED)
        root = next(iter(self.bins))
        joint = self._singles[root]
        cells = draw_cells(np.broadcast_to(joint.ravel() / joint.sum(), (rows, joint.size)), self._random)
        labels, codes = cells // joint.shape[1], {root: cells % joint.shape[1]}
        for parent, child in self.tree_:
            codes[child] = draw_cells(self._chances[parent, child][labels, codes[parent]], self._random)
        columns = {name: self._columns[name].values(codes[name], self._random) for name in self.bins}
        return pd.DataFrame({**columns, self.label: labels})

    def releases(self, when: str = "") -> tuple[Release, ...]:
        """Return what ``fit`` spent, as releases that a ledger composes.

        Args:
            when: the month.

        Raises:
            ValueError: before ``fit``.
        """
        if not hasattr(self, "tree_"):
            raise ValueError("releases() comes after fit(): nothing has been spent yet")
        return synthetic_releases(self.rho_, len(self.bins), when)

    def _measure_singles(self, codes: Mapping[str, Codes], labels: Codes) -> None:
        """Count each column by the label, with noise; shape of each table (2, bins of the column)."""
        rho = self.rho_ * SINGLE_SHARE / len(codes)
        noisy = {name: self._noisy(self._table(labels, codes, name), rho) for name in codes}
        self.clients_ = max(1, round(float(np.mean([table.sum() for table in noisy.values()]))))
        self._singles = {name: nearest_counts(table, self.clients_) for name, table in noisy.items()}

    def _choose_tree(self, codes: Mapping[str, Codes], labels: Codes) -> Tree:
        """Join the columns that depend most on each other, one private choice at a time.

        A score has sensitivity 1: one client moves one cell of one table by one.
        """
        scores = {pair: self._dependence(pair, codes, labels) for pair in combinations(codes, 2)}
        epsilon = _choice(self.rho_, len(codes))
        group = {name: name for name in codes}
        tree: Tree = []
        while len(tree) < len(codes) - 1:
            free = [pair for pair in scores if group[pair[0]] != group[pair[1]]]
            chosen = exponential([scores[pair] for pair in free], 1, epsilon, self._random)
            tree.append(free[chosen])
            joined, kept = (group[name] for name in free[chosen])
            group = {name: kept if held == joined else held for name, held in group.items()}
        return tree

    def _dependence(self, pair: tuple[str, str], codes: Mapping[str, Codes], labels: Codes) -> float:
        """Return by how many counts a table differs from that of columns independent given the label."""
        first, second = (self._singles[name] for name in pair)
        expected = first[:, :, None] * second[:, None, :] / np.maximum(first.sum(axis=1), 1)[:, None, None]
        return float(np.abs(self._table(labels, codes, *pair) - expected).sum())

    def _measure_pair(self, edge: tuple[str, str], codes: Mapping[str, Codes], labels: Codes) -> Counts:
        """Return the chances of the child's bins for each label and parent's bin; the last axis adds up to 1.

        Where few clients stand behind a row, the child's own table speaks with the weight of as many
        clients as the noise has standard deviation.
        """
        rho = self.rho_ * PAIR_SHARE / len(self.tree_)
        noisy = nearest_counts(self._noisy(self._table(labels, codes, *edge), rho), self.clients_)
        own = self._singles[edge[1]] + 1e-9
        noisy += noise_deviation(rho) * (own / own.sum(axis=1, keepdims=True))[:, None, :]
        return noisy / noisy.sum(axis=2, keepdims=True)

    def _table(self, labels: Codes, codes: Mapping[str, Codes], *names: str) -> Codes:
        sizes = (2, *(self._columns[name].size for name in names))
        return count(labels, *(codes[name] for name in names), sizes=sizes)

    def _noisy(self, table: Codes, rho: float) -> NDArray[Any]:
        return discrete_gaussian(table, noise_deviation(rho), self._random)

    def _checked_labels(self, clients: pd.DataFrame) -> Codes:
        checked_frame("clients", clients)
        text("label", self.label)
        mapping("bins", self.bins)
        if self.generator is not None:
            generator("generator", self.generator)
        missing = [name for name in (*self.bins, self.label) if name not in clients.columns]
        if missing or len(self.bins) < 2 or self.label in self.bins:
            raise ValueError(
                f"bins={list(self.bins)!r} and label={self.label!r} must name 3 different columns or more of "
                f"clients; missing: {missing}"
            )
        labels = complete(self.label, clients[self.label].to_numpy())
        if len(labels) == 0 or not np.isin(labels, (0, 1)).all():
            raise ValueError(f"label={self.label!r} must be a column of 0 and 1, with at least 1 client")
        return labels.astype(np.int64)


def synthetic_releases(rho: float, columns: int, when: str = "") -> tuple[Release, Release]:
    """Return what synthetic clients spend as two releases: the noisy tables, and the tree of columns.

    All tables together are one Gaussian release; discrete noise of many clients' deviation loses what
    continuous noise does, to far below the digits shown (Canonne, Kamath and Steinke, 2020, arXiv
    2004.00010). A ledger takes each choice of the tree as any pure mechanism, and so states a little more
    than the promise that ``rho`` was taken from.

    Args:
        rho: the budget, see :func:`execml.differential_privacy.training.marginals.zcdp_budget`.
        columns: how many columns are modelled, at least two.
        when: the month.

    >>> [release.name for release in synthetic_releases(0.01, 23)]
    ['tables of invented clients', 'their tree']
    """
    tables = noise_deviation(positive("rho", rho) * (SINGLE_SHARE + PAIR_SHARE))
    return (
        Release("tables of invented clients", when, noise_multiplier=tables),
        Release("their tree", when, pure_epsilon=_choice(rho, columns), steps=columns - 1),
    )


def _choice(rho: float, columns: int) -> float:
    """Return the epsilon of each choice: one with e spends e²/8 of rho (Cesar and Rogers, 2004.07223)."""
    return math.sqrt(8 * rho * TREE_SHARE / (whole("columns", columns, low=2) - 1))

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
# Shares of the budget: columns, each with the label; choice of the tree; edges of the tree with the label.
SINGLE_SHARE, TREE_SHARE, PAIR_SHARE = 0.3, 0.1, 0.6


@dataclass
class MarginalSynthesizer:
    """Invented clients from private tables of counts; private for adding or removing one client.

    Attributes:
        epsilon: privacy bound, above 0.
        delta: in (0, 1).
        bins: for each column to be modelled, at least two of them: the increasing boundaries of its bins,
            outer ones included, or the categories of a column of words. Both must be public, chosen without a
            look at the clients: a category that is there because of one client gives that client away, at any
            epsilon. A number beyond the outer boundaries counts in the outer bin.
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
    bins: Mapping[str, Sequence[Any]]
    label: str
    generator: np.random.Generator | None = field(default=None, repr=False)

    def fit(self, clients: pd.DataFrame) -> MarginalSynthesizer:
        """Measure the clients' tables with noise; nothing else about the clients is kept.

        Args:
            clients: one row for each client, with the columns of ``bins`` and the label.

        Raises:
            ValueError: if there are no clients or fewer than two columns, a column is missing, a value is no
                public category, the label is not 0/1, or an argument lies outside its range.
        """
        self.rho_ = zcdp_budget(positive("epsilon", self.epsilon), real("delta", self.delta, 0, 1))
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

    def _measure_singles(self, codes: Mapping[str, Codes], labels: Codes) -> None:
        """Count each column by the label, with noise; shape of each table (2, bins of the column)."""
        rho = self.rho_ * SINGLE_SHARE / len(codes)
        noisy = {name: self._noisy(self._table(labels, codes, name), rho) for name in codes}
        self.clients_ = max(1, round(float(np.mean([table.sum() for table in noisy.values()]))))
        self._singles = {name: nearest_counts(table, self.clients_) for name, table in noisy.items()}

    def _choose_tree(self, codes: Mapping[str, Codes], labels: Codes) -> Tree:
        """Join the columns that depend most on each other, one private choice at a time.

        A choice by the exponential mechanism with parameter e spends e²/8 of rho (Cesar and Rogers, 2021,
        arXiv 2004.07223). A score has sensitivity 1: one client moves one cell of one table by one.
        """
        scores = {pair: self._dependence(pair, codes, labels) for pair in combinations(codes, 2)}
        epsilon = math.sqrt(8 * self.rho_ * TREE_SHARE / (len(codes) - 1))
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

"""A model that discriminates and hides it from explainers, and how to find out (Slack and others, 2020).

LIME and KernelSHAP ask the model about invented rows. A scaffold learns to tell such rows from clients: to
clients it applies its real rule, to invented rows a harmless one (doi 10.1145/3375627.3375830).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from execml.course.validation import function, whole
from execml.course.validation import generator as source
from execml.xai_ethics.attribution.exact import numeric

Rule = Callable[[np.ndarray], np.ndarray]


class Scaffold:
    """A model with two faces.

    Attributes:
        honest: the rule for clients.
        harmless: the rule for invented rows.
        recall: share of invented rows, drawn anew, that it takes for invented; measured as it is built.
    """

    def __init__(
        self, honest: Rule, harmless: Rule, clients: Any, generator: np.random.Generator, trees: int = 30
    ) -> None:
        """Train the guard, a forest that tells clients from mixtures and perturbations of clients.

        Args:
            honest: what decides about clients.
            harmless: what answers an explainer.
            clients: shape (clients, features), 200 or more.
            generator: source of all draws.
            trees: of the forest.

        Raises:
            ValueError: if an argument is of another kind, or there are too few clients.
        """
        from sklearn.ensemble import RandomForestClassifier

        self.honest, self.harmless = function("honest", honest), function("harmless", harmless)
        rows = numeric("clients", clients)
        whole("clients", len(rows), 200)
        source("generator", generator)
        invented = _invented(rows, generator)
        fresh = _invented(rows, generator)
        self._guard = RandomForestClassifier(
            whole("trees", trees), min_samples_leaf=3, random_state=int(generator.integers(2**31))
        ).fit(np.vstack([rows, invented]), np.repeat([0, 1], [len(rows), len(invented)]))
        self.recall = float(self._suspects(fresh).mean())

    def __call__(self, rows: Any) -> np.ndarray:
        """Return what the model says: shape (rows,)."""
        table = numeric("rows", rows)
        return np.where(self._suspects(table), self.harmless(table), self.honest(table))

    def _suspects(self, rows: np.ndarray) -> np.ndarray:
        return np.asarray(self._guard.predict(rows) == 1)


def _invented(rows: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Return rows as explainers make them: mixtures of two clients, and clients with noise."""
    others = rows[generator.permutation(len(rows))]
    mixed = np.where(generator.random(rows.shape) < 0.5, rows, others)
    noisy = rows + generator.normal(size=rows.shape) * rows.std(axis=0)
    return np.vstack([mixed, noisy])


def nearest_pairs(clients: Any, group: Any, column: int, most: int = 500) -> np.ndarray:
    """Return pairs of real clients of the two groups who are most alike in all other columns.

    They are the detector's questions: each is a real row, so a guard has nothing to recognise.

    Args:
        clients: shape (clients, features).
        group: 0 or 1, shape (clients,).
        column: the group's own column, which is left out.
        most: clients of group 1 for whom a partner is sought.

    Returns:
        places of (client of group 1, nearest client of group 0), shape (pairs, 2).

    Raises:
        ValueError: if a group has nobody.
    """
    from scipy.spatial import cKDTree

    table, members = numeric("clients", clients), np.asarray(group)
    first, second = np.flatnonzero(members == 1), np.flatnonzero(members == 0)
    if not (first.size and second.size):
        raise ValueError("group must hold clients of both groups, 0 and 1")
    others = np.delete(table, whole("column", column, 0, table.shape[1] - 1), axis=1)
    scaled = others / np.where(others.std(axis=0) > 0, others.std(axis=0), 1.0)
    first = first[: whole("most", most)]
    _, nearest = cKDTree(scaled[second]).query(scaled[first])
    return np.column_stack([first, second[nearest]])

"""TreeSHAP by tables of leaves: exact, in double precision, with the whole background in one table."""

from __future__ import annotations

from typing import Any

import numpy as np

from execml.course.arrays import array
from execml.course.validation import shown
from execml.xai_ethics.attribution import leaf_tables
from execml.xai_ethics.attribution.exact import numeric
from execml.xai_ethics.attribution.forests import Leaves, leaves_of


class TreeShap:
    """Shapley values of a tree model's predictions, exact for the game that is named.

    With a background the game is interventional: what is unknown comes from a row of the background.
    Without one it is path-dependent: what is unknown goes at each split as the training rows did.

    Attributes:
        expected_value: the mean output over the background: what the values of a row are added to.
        output: what is explained: a probability for a classifier's forest, log-odds for its boosting.
        game: ``"interventional"`` or ``"path-dependent"``.

    >>> from sklearn.tree import DecisionTreeRegressor
    >>> tree = DecisionTreeRegressor().fit([[0.0, 0.0], [1.0, 0.0]], [5.0, 7.0])
    >>> explainer = TreeShap(tree, [[0.0, 0.0]])
    >>> explainer.expected_value, explainer.shap_values([[1.0, 9.0]]).tolist()
    (5.0, [[2.0, 0.0]])
    """

    def __init__(self, model: Any, background: Any = None, families: Any = None) -> None:
        """Make the tables.

        Args:
            model: a fitted tree model of scikit-learn, of two classes or a regressor.
            background: shape (background rows, features); nothing for the path-dependent game.
            families: the player that each feature belongs to, numbered from 0, shape (features,); the
                features of a family then come from the row or from the background together. Each feature is
                a player of its own if not given.

        Raises:
            ValueError: if the model is not supported, the background has other features than the model, or
                the families are not numbered from 0.
        """
        self._leaves: Leaves = leaves_of(model)
        self._names = getattr(model, "feature_names_in_", None)
        self.output = self._leaves.output
        self.game = "path-dependent" if background is None else "interventional"
        players = _numbered(families, self._leaves.features)
        self._players = int(players.max()) + 1
        rows = None if background is None else self._rows("background", background)
        values = self._leaves.value
        alone = np.bincount(self._leaves.leaf, minlength=len(values)) == 0
        self.expected_value = self._leaves.constant + float(values[alone].sum())
        self._parts: list[tuple[leaf_tables.Group, np.ndarray, np.ndarray, np.ndarray]] = []
        for group in leaf_tables.grouped(self._leaves, players):
            spread = (
                leaf_tables.cover_histogram(self._leaves, group)
                if rows is None
                else leaf_tables.histogram(self._leaves, group, rows)
            )
            self.expected_value += float(spread[:, -1] @ values[group.leaves])
            table = leaf_tables.tables(group, spread, values[group.leaves])
            # Pairs of a leaf and a player in the order of the players, so that each one's are neighbours.
            order = np.argsort(group.players.ravel(), kind="stable")
            self._parts.append((group, table.ravel(), order, group.players.ravel()[order]))

    def shap_values(self, rows: Any) -> np.ndarray:
        """Return the Shapley values; a row's add up to its output less :attr:`expected_value`.

        Args:
            rows: shape (rows, features).

        Returns:
            shape (rows, features), or (rows, families).

        Raises:
            ValueError: if the rows have other features than the model.
        """
        wanted = self._rows("rows", rows)
        found = np.zeros((len(wanted), self._players))
        for group, table, order, players in self._parts:
            starts = np.flatnonzero(np.diff(players, prepend=-1))
            leaf, bit = np.divmod(order, group.asked)
            offset = (leaf * 2**group.asked * group.asked + bit)[:, None]
            step = max(1, leaf_tables.AT_ONCE // len(order))
            for start in range(0, len(wanted), step):
                codes = leaf_tables.patterns(self._leaves, group, wanted[start : start + step])
                places = codes[leaf].astype(np.int64) * group.asked + offset
                found[start : start + step, players[starts]] += np.add.reduceat(
                    table[places], starts, axis=0
                ).T
        return found

    def _rows(self, name: str, table: Any) -> np.ndarray:
        values = numeric(name, table, self._leaves.features)
        own, columns = self._names, getattr(table, "columns", None)
        if own is not None and columns is not None and list(columns) != list(own):
            first = int(np.flatnonzero(np.asarray(columns) != np.asarray(own))[0])
            raise ValueError(
                f"{name} has {str(columns[first])!r} as column {first}, and the model was fitted with "
                f"{str(own[first])!r} there; give the columns in the model's order"
            )
        return values.astype(np.float32) if self._leaves.single else values.astype(float)


def _numbered(families: Any, features: int) -> np.ndarray:
    if families is None:
        return np.arange(features)
    players = array("families", families, (features,))
    if players.dtype.kind not in "iu" or set(players.tolist()) != set(range(int(players.max()) + 1)):
        raise ValueError(
            f"families={shown(families)} must number each feature's family from 0, none left out"
        )
    return players.astype(int)

"""Is it the same explanation next time? Reasons over repeated runs of one explainer on one client."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from execml.course.arrays import array
from execml.course.validation import function, several, whole


@dataclass(frozen=True, eq=False)
class Stability:
    """What repeated explanations of one prediction have in common.

    Attributes:
        values: shape (runs, features).
        reasons: the strongest features of each run, the strongest first, shape (runs, top).
    """

    values: np.ndarray
    reasons: np.ndarray

    @property
    def distinct(self) -> int:
        """How many different sets of reasons there are."""
        return len({frozenset(each) for each in self.reasons.tolist()})

    @property
    def first_reasons(self) -> int:
        """How many different features come first in some run."""
        return len(set(self.reasons[:, 0].tolist()))

    @property
    def jaccard(self) -> float:
        """The mean over pairs of runs of shared reasons over all reasons of the two; 1 if all agree."""
        sets = [set(each) for each in self.reasons.tolist()]
        pairs = [len(one & other) / len(one | other) for one, other in combinations(sets, 2)]
        return float(np.mean(pairs)) if pairs else 1.0

    @property
    def errors(self) -> np.ndarray:
        """The standard deviation of one run, by feature, shape (features,)."""
        return np.asarray(self.values.std(axis=0, ddof=1))

    def share(self, feature: int) -> float:
        """Return in which share of the runs a feature is among the reasons.

        Raises:
            ValueError: if ``feature`` is no column.
        """
        whole("feature", feature, 0, self.values.shape[1] - 1)
        return float((self.reasons == feature).any(axis=1).mean())


def stability(explain: Callable[[Any], Any], settings: Sequence[Any], top: int = 4) -> Stability:
    """Explain the same prediction under several settings, such as seeds, and compare the reasons.

    Args:
        explain: from a setting to one number a feature; the largest are the reasons.
        settings: at least two.
        top: how many reasons a letter states.

    Raises:
        ValueError: if there are fewer than two settings, or a run gives something else than one finite number
            a feature.

    >>> stability(lambda seed: [3.0, 2.0 + seed, 1.0], range(3), top=1).first_reasons
    2
    """
    function("explain", explain)
    each = several("settings", settings, 2)
    runs = [array("what explain gave", explain(setting), ("features",)).astype(float) for setting in each]
    if len({run.size for run in runs}) > 1:
        raise ValueError("what explain gave differs in its number of features from setting to setting")
    values = np.array(runs)
    return Stability(values, strongest(values, top))


def strongest(values: Any, top: int) -> np.ndarray:
    """Return the features with the largest values of each row, the largest first, ties by their order.

    Args:
        values: shape (rows, features).
        top: how many, from 1 to the number of features.

    Returns:
        shape (rows, top).

    Raises:
        ValueError: if there are fewer features.

    >>> strongest([[0.1, 0.5, -0.9]], 2).tolist()
    [[1, 0]]
    """
    table = array("values", values, ("rows", "features"))
    whole("top", top, 1, table.shape[1])
    return np.argsort(-table, axis=1, kind="stable")[:, :top]

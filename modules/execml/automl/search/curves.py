"""Learning curves of many configurations, and what successive halving would have kept on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from execml.automl.search.trials import run_trial
from execml.automl.spaces.configuration import Configuration
from execml.automl.spaces.search_space import SearchSpace
from execml.course.validation import function, instance, several, whole


@dataclass(frozen=True, eq=False)
class LearningCurves:
    """The scores of some configurations at several training sizes.

    Attributes:
        configurations: what was trained.
        sizes: training clients, from few to many, shape (sizes,).
        scores: shape (configurations, sizes); NaN where a candidate failed.
        cpu_seconds: processor time, shape (configurations, sizes).
    """

    configurations: tuple[Configuration, ...]
    sizes: tuple[int, ...]
    scores: np.ndarray
    cpu_seconds: np.ndarray

    def kept(self, eta: int, first: int = 0, rows: np.ndarray | None = None) -> int:
        """Return which configuration a successive halving on these curves ends with.

        Args:
            eta: of how many one is kept.
            first: place of the size at which it starts.
            rows: which configurations take part; all, if ``None``.

        Raises:
            ValueError: if ``eta`` is below 2, or every candidate failed at a size.
        """
        left = np.arange(len(self.scores)) if rows is None else np.asarray(rows)
        count = len(left)
        for place in range(first, len(self.sizes)):
            scores = self.scores[left, place]
            order = np.argsort(-scores, kind="stable")[: np.isfinite(scores).sum()]
            if not order.size:
                raise ValueError(f"every candidate failed with {self.sizes[place]} clients")
            left = left[order][: max(1, count)]
            count //= whole("eta", eta, 2)
            left = left if place == len(self.sizes) - 1 else left[: max(1, count)]
        return int(left[0])

    def rank(self, configuration: int) -> int:
        """Return a configuration's place at the full size, 1 for the best."""
        full = self.scores[:, -1]
        return 1 + int((full > full[configuration]).sum())

    def agreement(self, place: int) -> float:
        """Return Spearman's rank correlation of the scores at a size with those at the full size.

        A configuration that failed at either counts as the worst there.
        """
        from scipy.stats import spearmanr

        ordered = np.where(np.isnan(self.scores), -np.inf, self.scores)
        return float(spearmanr(ordered[:, place], ordered[:, -1]).statistic)

    def cost(self, eta: int, first: int = 0) -> float:
        """Return the clients trained on by a halving of all configurations, in full trainings.

        >>> curves = LearningCurves((), (150, 450, 1350, 4050), np.zeros((27, 4)), np.zeros((27, 4)))
        >>> [curves.cost(3, first) for first in range(4)]
        [4.0, 9.0, 18.0, 27.0]
        """
        counts = [max(1, len(self.scores) // eta**rung) for rung in range(len(self.sizes) - first)]
        trained = sum(count * size for count, size in zip(counts, self.sizes[first:], strict=True))
        return trained / self.sizes[-1]


def learning_curves(
    space: SearchSpace,
    objective: Callable[[Any, int], float],
    configurations: Sequence[Configuration],
    sizes: Sequence[int],
) -> LearningCurves:
    """Train and score every configuration at every size.

    Args:
        space: builds the estimators.
        objective: takes an untrained estimator and a number of training clients.
        configurations: what to train.
        sizes: training clients, rising.

    Raises:
        ValueError: if there is no configuration, or the sizes do not rise.
    """
    instance("space", space, SearchSpace)
    function("objective", objective)
    for configuration in several("configurations", configurations):
        instance("configurations", configuration, Configuration)
    for size in several("sizes", sizes, least=2):
        whole("sizes", size)
    if not configurations or len(sizes) < 2 or list(sizes) != sorted(set(sizes)):
        raise ValueError(f"sizes={sizes!r} must rise, with at least 2, for at least 1 configuration")
    trials = [
        [run_trial(space, objective, configuration, row, size) for size in sizes]
        for row, configuration in enumerate(configurations)
    ]
    scores = np.array([[trial.score for trial in row] for row in trials])
    seconds = np.array([[trial.cpu_seconds for trial in row] for row in trials])
    return LearningCurves(tuple(configurations), tuple(sizes), scores, seconds)

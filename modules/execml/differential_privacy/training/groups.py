"""Who bears the noise: the change of a model's ranking quality, group by group, with its uncertainty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course.bank.ranking import placements


@dataclass(frozen=True)
class AucChange:
    """How much the AUC changes from one way of training to another, as a mean over training runs.

    Attributes:
        change: AUC after minus AUC before.
        standard_error: of ``change``: luck in the choice of test clients, and in the training runs.
    """

    change: float
    standard_error: float

    def interval(self, deviations: float = 1.96) -> tuple[float, float]:
        """Return the change minus and plus so many standard errors; 1.96 is 95% confidence for one group."""
        return (
            self.change - deviations * self.standard_error,
            self.change + deviations * self.standard_error,
        )


def auc_change(labels: ArrayLike, before: ArrayLike, after: ArrayLike) -> AucChange:
    """Compare two ways of training on the same test clients.

    The AUC is a mean over the clients of one class: the share of the other that each is ranked above (or
    below). The differences of those shares, client by client, give the variance that DeLong, DeLong and
    Clarke-Pearson (1988, Biometrics 44(3), doi 10.2307/2531595) derive for paired AUCs. The variance between
    training runs is added.

    Args:
        labels: 0 or 1, shape (clients,), at least two of each.
        before: scores, shape (runs, clients), at least two runs.
        after: scores, shape (runs, clients), at least two runs.

    Raises:
        ValueError: if a class has fewer than two clients, or a way of training fewer than two runs.

    >>> scores = np.array([[0.1, 0.4, 0.3, 0.9], [0.2, 0.5, 0.3, 0.8]])
    >>> auc_change([0, 0, 1, 1], scores, scores).change
    0.0
    """
    truth, runs_before, runs_after = np.asarray(labels), np.atleast_2d(before), np.atleast_2d(after)
    if min((truth == 0).sum(), (truth == 1).sum()) < 2:
        raise ValueError("labels must hold at least 2 clients of each class, 0 and 1")
    if min(len(runs_before), len(runs_after)) < 2:
        raise ValueError("before and after must each hold at least 2 training runs")
    shares_before = [placements(truth, scores) for scores in runs_before]
    shares_after = [placements(truth, scores) for scores in runs_after]
    differences = [_mean(shares_after, part) - _mean(shares_before, part) for part in (0, 1)]
    clients = sum(part.var(ddof=1) / len(part) for part in differences)
    runs = sum(
        np.var([shares[0].mean() for shares in way], ddof=1) / len(way)
        for way in (shares_before, shares_after)
    )
    return AucChange(float(differences[0].mean()), float(np.sqrt(clients + runs)))


def _mean(runs: Sequence[tuple[NDArray[np.float64], ...]], part: int) -> NDArray[np.float64]:
    return np.mean([shares[part] for shares in runs], axis=0)

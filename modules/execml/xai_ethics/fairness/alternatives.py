"""Less discriminatory alternatives: many models of nearly equal AUC, their gaps, and the winner's curse.

Marx, Calmon and Ustun (2020, arXiv 1909.06677) call such models a multiplicity; Black, Raghavan and Barocas
(2022, doi 10.1145/3531146.3533149) draw the legal consequence. The best of many candidates looks better than
it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from execml.course.arrays import array, zeros_and_ones
from execml.course.bank.ranking import rank_sum_aucs
from execml.course.validation import generator as source
from execml.course.validation import share, whole

CLOSE = 0.003  # of AUC, half of its standard error on the bank's test clients


def candidates(
    features: Any, labels: Any, tested: Any, count: int, generator: np.random.Generator
) -> np.ndarray:
    """Return the scores of many linear models, each on random columns and with a random penalty.

    Args:
        features: to train on, shape (clients, columns).
        labels: 0 or 1, shape (clients,).
        tested: shape (tested clients, columns).
        count: how many models.
        generator: source of the choices.

    Returns:
        shape (tested clients, count); larger means riskier.

    Raises:
        ValueError: if shapes differ or ``count`` is below 1.

    >>> rows = np.arange(20.0).reshape(10, 2)
    >>> candidates(rows, [0, 1] * 5, rows, 3, np.random.default_rng(0)).shape
    (10, 3)
    """
    train = array("features", features, ("clients", "columns")).astype(float)
    truth = zeros_and_ones("labels", labels, len(train)).astype(float)
    rows = array("tested", tested, ("clients", train.shape[1])).astype(float)
    source("generator", generator)
    columns = train.shape[1]
    with_one = np.column_stack([np.ones(len(train)), train])
    normal, right = with_one.T @ with_one, with_one.T @ truth
    weights = np.zeros((columns + 1, whole("count", count)))
    for place in range(count):
        kept = np.flatnonzero(generator.random(columns) > generator.uniform(0, 0.5))
        kept = np.concatenate([[0], 1 + kept])
        penalty = 10 ** generator.uniform(-1, 2.5) * np.eye(len(kept))
        penalty[0, 0] = 0
        weights[kept, place] = np.linalg.solve(normal[np.ix_(kept, kept)] + penalty, right[kept])
    return np.column_stack([np.ones(len(rows)), rows]) @ weights


@dataclass(frozen=True)
class Choice:
    """The least discriminatory of models that are nearly as good as the best, as it was chosen and as it is.

    All models are measured on the same clients, so what these clients add to every gap cancels in the gain.

    Attributes:
        close: how many models are within :data:`CLOSE` of the best AUC.
        widest: the largest gap among them.
        narrowest: the smallest, which is the chosen model's.
        gain: by how much the chosen one's gap is below the mean of the close ones, on the clients that chose.
        gain_again: the same on other clients.
    """

    close: int
    widest: float
    narrowest: float
    gain: float
    gain_again: float


def least_discriminatory(
    scores: Any, labels: Any, group: Any, refused: float, generator: np.random.Generator
) -> Choice:
    """Choose among models on a random half of the clients, and measure the choice on the other half.

    Each model refuses the same share. The gap is the refused share of group 1 less that of group 0.

    Args:
        scores: shape (clients, models).
        labels: 0 or 1, shape (clients,).
        group: 0 or 1, shape (clients,).
        refused: the share that every model refuses, in [0, 1].
        generator: draws the half.

    Raises:
        ValueError: if shapes differ or a number lies outside its range.
    """
    values = array("scores", scores, ("clients", "models"))
    truth, members = (
        zeros_and_ones(name, given, len(values)) for name, given in (("labels", labels), ("group", group))
    )
    part = share("refused", refused)
    order = source("generator", generator).permutation(len(values))
    halves = order[: len(order) // 2], order[len(order) // 2 :]
    gap, later = (_gaps(values[rows], members[rows], part) for rows in halves)
    auc = rank_sum_aucs(values[halves[0]], truth[halves[0]])
    close = np.flatnonzero(auc >= auc.max() - CLOSE)
    best = close[gap[close].argmin()]
    return Choice(
        len(close),
        float(gap[close].max()),
        float(gap[best]),
        float(gap[close].mean() - gap[best]),
        float(later[close].mean() - later[best]),
    )


def _gaps(values: np.ndarray, members: np.ndarray, part: float) -> np.ndarray:
    refused = values > np.quantile(values, 1 - part, axis=0)
    return np.asarray(refused[members == 1].mean(axis=0) - refused[members == 0].mean(axis=0))

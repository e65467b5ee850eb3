"""KernelSHAP: Shapley's value as the solution of a constrained, weighted least-squares problem.

Lundberg and Lee (2017, NeurIPS, arXiv 1705.07874, theorem 2), after Charnes and others (1988): among all
additive games g(S) = φ0 + Σ φi, Shapley's value minimises Σ w(S) (v(S) − g(S))² with g exact at ∅ and at all.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from execml.course.validation import generator as source
from execml.course.validation import whole
from execml.xai_ethics.attribution.exact import Predict, checked_pair, coalition_values
from execml.xai_ethics.games.shapley import memberships

MOST_WHOLE = 16  # features up to which all coalitions can be listed
MOST_DRAWN = 1_000_000


def kernel_shap(
    predict: Predict,
    rows: Any,
    background: Any,
    samples: int | None = None,
    generator: np.random.Generator | None = None,
) -> np.ndarray:
    """Return Shapley values by weighted least squares, from all coalitions or from a sample of them.

    A coalition of size s out of d has the weight (d − 1) / (C(d, s) s (d − s)). With all 2^d − 2 of them the
    answer is exact. A sample draws the size with probability proportional to 1 / (s (d − s)), the members
    evenly, and each coalition with its complement (Covert and Lee, 2021, AISTATS, arXiv 2012.01536): then all
    weigh alike. Another seed gives another answer; ``stability`` says by how much.

    Args:
        predict: the model: from an array (n, features) to n numbers.
        rows: what to explain, shape (rows, features), 2 features or more.
        background: shape (background rows, features).
        samples: coalitions to draw, rounded up to pairs, at most a million; all if not given or if there are
            no more.
        generator: source of the draws; needed for a sample.

    Returns:
        shape (rows, features); a row adds up to its prediction less the mean over the background.

    Raises:
        ValueError: as :func:`exact_shap`, and if a sample lacks a generator or does not reach every feature.

    >>> found = kernel_shap(lambda x: x[:, 0] * x[:, 1], [[2.0, 3.0]], [[0.0, 0.0]])
    >>> found.round(9).tolist()
    [[3.0, 3.0]]
    """
    wanted, others = checked_pair(predict, rows, background)
    features = wanted.shape[1]
    if features < 2:
        raise ValueError(f"rows of shape {wanted.shape} must have at least 2 features")
    if samples is not None:
        whole("samples", samples, 2)
    if generator is not None:
        source("generator", generator)
    everything = features <= MOST_WHOLE and (samples is None or samples >= 2**features - 2)
    if samples is not None and not everything:
        whole("samples", samples, 2, MOST_DRAWN)
    if everything:
        members = memberships(features)[1:-1]
        size = members.sum(axis=1)
        ways = np.array([math.comb(features, int(count)) for count in size])
        weights = (features - 1) / (ways * size * (features - size))
    else:
        members = _drawn(features, samples, generator)
        weights = np.ones(len(members))
    ends = np.zeros((2, features), dtype=bool)
    ends[1] = True
    nobody, all_of_them = coalition_values(predict, wanted, others, ends).T
    earned = coalition_values(predict, wanted, others, members)
    return _solved(members, weights, earned - nobody[:, None], all_of_them - nobody)


def _drawn(features: int, samples: int | None, generator: np.random.Generator | None) -> np.ndarray:
    """Return sampled coalitions, each followed by its complement, shape (samples, features)."""
    if samples is None:
        raise ValueError(f"samples=None would list 2^{features} coalitions; give a number of samples")
    if generator is None:
        raise ValueError("generator=None must be a numpy.random.Generator where coalitions are sampled")
    sizes = np.arange(1, features)
    chance = 1 / (sizes * (features - sizes))
    size = generator.choice(sizes, size=(samples + 1) // 2, p=chance / chance.sum())
    ranks = generator.random((len(size), features)).argsort(axis=1).argsort(axis=1)
    members = ranks < size[:, None]
    return np.concatenate([members, ~members])


def _solved(members: np.ndarray, weights: np.ndarray, earned: np.ndarray, total: np.ndarray) -> np.ndarray:
    """Minimise Σ w (Zφ − v)² with Σ φ = total, by Lagrange's multiplier, for every row at once."""
    inside = members.astype(float)
    normal = inside.T @ (weights[:, None] * inside)
    if np.linalg.matrix_rank(normal) < len(normal):
        raise ValueError(f"samples={len(members)} does not tell {len(normal)} features apart; draw more")
    right = (inside.T @ (weights[:, None] * earned.T)).T
    free = np.linalg.solve(normal, right.T).T
    towards = np.linalg.solve(normal, np.ones(len(normal)))
    correction = (total - free.sum(axis=1)) / towards.sum()
    return free + correction[:, None] * towards

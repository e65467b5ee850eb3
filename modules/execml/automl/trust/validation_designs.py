"""Nested cross-validation: an estimate of what a search delivers, which does not flatter its winner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from execml.automl.search.objectives import Folds
from execml.automl.search.targets import classifier, target_of
from execml.course.bank.ranking import checked_target, rank_sum_aucs
from execml.course.validation import generator as generator_of
from execml.course.validation import several, whole


@dataclass(frozen=True)
class NestedResult:
    """What a search reports of its winner, and what nested cross-validation reports of the search.

    Attributes:
        reported: the winner's mean AUC in the folds that chose it.
        nested: mean AUC of each outer fold's winner on clients that had no part in choosing or training it.
        winner: number of the candidate that wins on all clients.
        outer_winners: number of the candidate that wins in each outer fold.
    """

    reported: float
    nested: float
    winner: int
    outer_winners: tuple[int, ...]


def nested_validation(
    candidates: Sequence[Any],
    features: ArrayLike,
    outcomes: ArrayLike,
    outer: int = 5,
    inner: int = 3,
    seed: int = 0,
) -> NestedResult:
    """Search on all clients, and estimate what such a search delivers by repeating it inside outer folds.

    The outer estimate is about the procedure "choose among these candidates by inner folds, then train the
    winner": each fold may choose another winner. It is slightly pessimistic, because each outer search has
    only a share (outer − 1)/outer of the clients, and its folds are not independent of each other.

    Args:
        candidates: untrained scikit-learn classifiers.
        features: shape (clients, columns).
        outcomes: 0 or 1, shape (clients,).
        outer: folds that assess.
        inner: folds that choose.
        seed: of the assignments to folds.

    Raises:
        ValueError: if there is no candidate, or a class is smaller than the folds.

    Source: Varma and Simon (2006); Cawley and Talbot (2010).
    """
    for candidate in several("candidates", candidates):
        classifier("candidates", candidate)
    target_of(features, outcomes, ("features", "outcomes"))
    whole("outer", outer, low=2)
    whole("inner", inner, low=2)
    whole("seed", seed, low=0, high=2**32 - 1)
    x, y = checked_target(features, outcomes)
    scores, winners = [], []
    for train, test in Folds(x, y, outer, seed).splits:
        won, _ = choose(candidates, x[train], y[train], inner, seed)
        winners.append(won)
        scores.append(_auc(candidates[won], x, y, train, test))
    winner, reported = choose(candidates, x, y, inner, seed)
    return NestedResult(reported, float(np.mean(scores)), winner, tuple(winners))


def nested_runs(
    features: np.ndarray,
    outcomes: np.ndarray,
    generator: np.random.Generator,
    runs: int = 16,
    clients: int = 200,
    candidates: int = 10,
) -> np.ndarray:
    """Repeat a small search on different clients, and compare its report, nested validation and the truth.

    Each run draws clients and small random trees; 3 folds choose, and 4 outer folds assess. What the winner,
    trained on all clients drawn, is worth is read off all the clients who were not drawn.

    Args:
        features: of the clients to draw from, shape (clients, columns).
        outcomes: 0 or 1, shape (clients,).
        generator: draws clients and trees.
        runs: how many searches.
        clients: how many clients each search has.
        candidates: how many trees compete in each.

    Returns:
        AUC, shape (runs, 3): reported by the search, estimated by nested validation, true.

    Raises:
        ValueError: if a number is below 1, or a class is smaller than the folds.
    """
    from sklearn import config_context

    features, outcomes = target_of(features, outcomes, ("features", "outcomes"))
    generator_of("generator", generator)
    whole("clients", clients, low=2, high=len(outcomes) - 2)
    whole("candidates", candidates, high=10**6)

    rows = []
    with config_context(skip_parameter_validation=True):  # half the time of so small a tree
        for run in range(whole("runs", runs)):
            drawn, others = np.split(generator.permutation(len(outcomes)), [clients])
            x, y, trees = features[drawn], outcomes[drawn], random_trees(candidates, generator)
            result = nested_validation(trees, x, y, outer=4, inner=3, seed=run)
            risks = trees[result.winner].fit(x, y).predict_proba(features[others])[:, 1]
            true = float(rank_sum_aucs(risks[:, None], outcomes[others])[0])
            rows.append((result.reported, result.nested, true))
    return np.array(rows)


def choose(
    candidates: Sequence[Any], features: np.ndarray, outcomes: np.ndarray, folds: int, seed: int
) -> tuple[int, float]:
    """Return the number and the mean AUC of the best candidate in stratified folds; of equals, the first."""
    splits = Folds(features, outcomes, folds, seed).splits
    scores = [
        float(np.mean([_auc(candidate, features, outcomes, *split) for split in splits]))
        for candidate in candidates
    ]
    best = int(np.argmax(scores))
    return best, scores[best]


def _auc(candidate: Any, x: np.ndarray, y: np.ndarray, train: np.ndarray, test: np.ndarray) -> float:
    """Train a fresh copy on some clients and return its AUC on others."""
    from sklearn.base import clone
    from sklearn.tree import BaseDecisionTree

    # A tree takes float32 as it is; without the checks so small a one is trained in half the time.
    checked = isinstance(candidate, BaseDecisionTree) and x.dtype == np.float32
    manner: dict[str, bool] = {"check_input": False} if checked else {}
    risks = clone(candidate).fit(x[train], y[train], **manner).predict_proba(x[test], **manner)[:, 1]
    return float(rank_sum_aucs(risks[:, None], y[test])[0])


def random_trees(count: int, generator: np.random.Generator) -> list[Any]:
    """Return small decision trees with random settings and random splits: quick candidates, none steady.

    Args:
        count: how many.
        generator: draws the settings and each tree's seed.

    Raises:
        ValueError: if ``count`` is below 1.

    >>> len(random_trees(3, np.random.default_rng(0)))
    3
    """
    from sklearn.tree import DecisionTreeClassifier

    generator_of("generator", generator)
    whole("count", count, high=10**6)

    return [
        DecisionTreeClassifier(
            splitter="random",
            max_depth=int(generator.integers(2, 12)),
            min_samples_leaf=int(generator.integers(2, 30)),
            max_features=float(generator.uniform(0.05, 0.5)),
            random_state=int(generator.integers(1_000_000)),
        )
        for _ in range(whole("count", count))
    ]

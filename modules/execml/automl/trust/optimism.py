"""The winner's curse on real candidates: what they report, what they are worth, how alike they are."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from execml.automl.search.targets import target_of
from execml.automl.spaces.configuration import Configuration
from execml.automl.spaces.search_space import SearchSpace
from execml.course.arrays import array
from execml.course.bank.ranking import rank_sum_aucs
from execml.course.validation import generator as generator_of
from execml.course.validation import instance, several, whole


@dataclass(frozen=True)
class Candidates:
    """Models of a search and what they say about new clients.

    Attributes:
        configurations: what each candidate is.
        risks: predicted risk of each new client, shape (candidates, clients).
    """

    configurations: tuple[Configuration, ...]
    risks: np.ndarray


def train_candidates(
    space: SearchSpace,
    features: np.ndarray,
    outcomes: np.ndarray,
    new_features: np.ndarray,
    generator: np.random.Generator,
    count: int,
) -> Candidates:
    """Draw configurations at random, train each, and let it score new clients.

    Args:
        space: where to draw from.
        features: of the clients to train on, shape (clients, columns).
        outcomes: 0 or 1, shape (clients,).
        new_features: of the clients to score, shape (new clients, columns).
        generator: source of the draws.
        count: how many candidates.

    Raises:
        ValueError: if ``count`` is below 1.
    """
    instance("space", space, SearchSpace)
    target_of(features, outcomes, ("features", "outcomes"))
    array("new_features", new_features, ("new clients", np.shape(features)[1]))
    generator_of("generator", generator)
    drawn = tuple(space.sample(generator) for _ in range(whole("count", count)))
    return Candidates(drawn, candidate_risks(space, drawn, features, outcomes, new_features))


def candidate_risks(
    space: SearchSpace,
    configurations: Sequence[Configuration],
    features: np.ndarray,
    outcomes: np.ndarray,
    new_features: np.ndarray,
) -> np.ndarray:
    """Train each configuration on some clients and return what it says about new ones.

    Args:
        space: builds the models.
        configurations: points of the space.
        features: of the clients to train on, shape (clients, columns).
        outcomes: 0 or 1, shape (clients,).
        new_features: of the clients to score, shape (new clients, columns).

    Returns:
        predicted risks, shape (configurations, new clients).
    """
    instance("space", space, SearchSpace)
    for point in several("configurations", configurations):
        instance("configurations", point, Configuration)
    target_of(features, outcomes, ("features", "outcomes"))
    array("new_features", new_features, ("new clients", np.shape(features)[1]))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a network may stop before it has converged
        models = [space.build(point).fit(features, outcomes) for point in configurations]
    return np.array([model.predict_proba(new_features)[:, 1] for model in models])


def mean_correlation(correct: ArrayLike) -> float:
    """Return the mean correlation between two different candidates' results, client by client.

    Args:
        correct: whether each candidate is right on each client, shape (candidates, clients); no row constant.

    Raises:
        ValueError: if there are fewer than two candidates.

    >>> mean_correlation([[1, 0, 1, 0], [1, 0, 1, 0]])
    1.0
    """
    results = array("correct", correct, ("candidates", "clients")).astype(float)
    if len(results) < 2:
        raise ValueError(f"correct of shape {results.shape} must have at least 2 candidates")
    count = len(results)
    return round(float((np.corrcoef(results).sum() - count) / (count * (count - 1))), 12)


@dataclass(frozen=True, eq=False)
class GroupWinners:
    """What different groups of clients chose among the same candidates.

    Attributes:
        chosen: number of the candidate that each group chose, shape (groups,).
        reported: its AUC on the clients who chose it, shape (groups,).
        worth: its AUC on all others, shape (groups,).
    """

    chosen: np.ndarray
    reported: np.ndarray
    worth: np.ndarray


def group_winners(
    risks: ArrayLike, outcomes: ArrayLike, cases: int, generator: np.random.Generator, groups: int = 200
) -> GroupWinners:
    """Let many groups of clients choose the candidate with the best AUC, and score it on all other clients.

    Args:
        risks: of each candidate for each client, shape (candidates, clients).
        outcomes: 0 or 1, shape (clients,).
        cases: how many clients a group has; fewer than all.
        generator: draws the groups, which overlap.
        groups: how many.

    Raises:
        ValueError: if an argument is out of its range, or a group holds one class.

    >>> found = group_winners([[0.1, 0.9] * 4, [0.5] * 8], [0, 1] * 4, 4, np.random.default_rng(3), groups=3)
    >>> found.chosen.tolist(), found.worth.tolist()
    ([0, 0, 0], [1.0, 1.0, 1.0])
    """
    scores = array("risks", risks, ("candidates", "clients"))
    columns, truth = target_of(scores.T, outcomes, ("risks", "outcomes"))
    whole("cases", cases, low=2, high=len(truth) - 2)
    generator_of("generator", generator)
    rows = []
    for _ in range(whole("groups", groups, high=10**5)):
        inside = np.zeros(len(truth), dtype=bool)
        inside[generator.choice(len(truth), size=cases, replace=False)] = True
        aucs = rank_sum_aucs(columns[inside], truth[inside])
        best = int(aucs.argmax())
        worth = rank_sum_aucs(columns[~inside, best][:, None], truth[~inside])[0]
        rows.append((best, aucs[best], worth))
    chosen, reported, worths = np.array(rows).T
    return GroupWinners(chosen.astype(int), reported, worths)


def measured_optimism(
    correct: ArrayLike,
    cases: int,
    counts: Sequence[int],
    generator: np.random.Generator,
    repeats: int = 400,
) -> np.ndarray:
    """Measure by how much the best of m candidates disappoints on the clients that did not choose it.

    Each repeat draws the clients that choose and, for each m, which candidates compete. The winner's share
    right on the choosing clients, less its share right on all others, is its optimism.

    Args:
        correct: whether each candidate is right on each client, shape (candidates, clients).
        cases: how many clients choose.
        counts: the numbers m of competing candidates.
        generator: source of the draws.
        repeats: over how many draws to average.

    Returns:
        float64, shape (number of counts,).

    Raises:
        ValueError: if ``cases`` leaves no others, or a count exceeds the candidates.

    >>> measured_optimism([[1, 0, 1, 0]] * 2, 2, [1], np.random.default_rng(0), 50).shape
    (1,)
    """
    generator_of("generator", generator)
    whole("repeats", repeats, high=10**6)
    results = array("correct", correct, ("candidates", "clients")).astype(float)
    candidates, clients = results.shape
    if (
        whole("cases", cases) >= clients
        or max(whole("counts", count) for count in several("counts", counts)) > candidates
    ):
        raise ValueError(f"cases={cases} and counts={list(counts)} must fit {candidates} × {clients} results")
    right, gaps = results.sum(axis=1), np.zeros((repeats, len(counts)))
    for repeat in range(repeats):
        rows = generator.choice(clients, size=cases, replace=False)
        chosen_by = results[:, rows].sum(axis=1)
        gap = chosen_by / cases - (right - chosen_by) / (clients - cases)
        for place, count in enumerate(counts):
            rivals = generator.choice(candidates, size=count, replace=False)
            gaps[repeat, place] = gap[rivals[np.argmax(chosen_by[rivals])]]
    return gaps.mean(axis=0)

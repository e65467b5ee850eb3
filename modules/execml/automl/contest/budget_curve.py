"""What further evaluations buy: the score that is reported, and what the one who reports it is worth."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from execml.automl.search.baseline import chances_to_win
from execml.automl.search.objectives import trained_auc
from execml.automl.search.targets import target_of
from execml.automl.spaces.families import harbour_space
from execml.course.arrays import array
from execml.course.validation import instance, whole

if TYPE_CHECKING:
    from execml.automl.search.trials import SearchResult


def expected_winner(own: ArrayLike, untouched: ArrayLike, evaluations: int) -> tuple[float, float]:
    """Return what the winner of a random search of so many evaluations scores, on average, exactly.

    A search draws k of the recorded candidates, each time any of them, and keeps the best by its own score;
    :func:`execml.automl.search.baseline.chances_to_win` says how often each of them wins.

    Args:
        own: the score by which the search chooses, shape (candidates,); no NaN.
        untouched: what each candidate scores on clients that the search has not seen, same shape.
        evaluations: k, how many candidates the search draws.

    Returns:
        the mean of the winner's own score, and the mean of its score on untouched clients.

    Raises:
        ValueError: if the shapes differ, there is no candidate, or a score is NaN.

    >>> expected_winner([0.0, 1.0], [0.4, 0.6], 2)
    (0.75, 0.55)
    """
    scores = array("own", own, ("candidates",)).astype(float)
    worth = array("untouched", untouched, ("candidates",)).astype(float)
    if len(worth) != len(scores):
        raise ValueError(f"own of shape {scores.shape} and untouched of shape {worth.shape} must be as many")
    order = np.argsort(scores, kind="stable")
    wins = chances_to_win(scores.size, whole("evaluations", evaluations))
    return round(float(wins @ scores[order]), 15), round(float(wins @ worth[order]), 15)


def score_untouched(
    result: SearchResult,
    features: np.ndarray,
    labels: np.ndarray,
    new_features: np.ndarray,
    new_labels: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Train every candidate of a search on all its clients, and score it on untouched ones.

    This spends the untouched clients: it is for drawing a curve after the choice is made, not for choosing.

    Args:
        result: a search in the space of the running case.
        features: of the clients that it searched on, shape (clients, features).
        labels: 0 or 1, shape (clients,).
        new_features: of the untouched clients.
        new_labels: 0 or 1, of the untouched clients.

    Returns:
        each candidate's own score and its AUC on untouched clients; failed candidates are left out.
    """
    from execml.automl.search.trials import SearchResult

    instance("result", result, SearchResult)
    target_of(features, labels)
    target_of(new_features, new_labels, ("new_features", "new_labels"))
    space = harbour_space()
    trials = [trial for trial in result.trials if not trial.failed]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what a candidate complains about, its score already shows
        worth = [
            trained_auc(space.build(trial.configuration), features, labels, new_features, new_labels)
            for trial in trials
        ]
    return np.array([trial.score for trial in trials]), np.array(worth)

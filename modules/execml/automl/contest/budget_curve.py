"""What every candidate of a search is worth on untouched clients, to draw what further candidates buy."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np

from execml.automl.search.objectives import trained_auc
from execml.automl.search.targets import target_of
from execml.automl.spaces.families import harbour_space
from execml.course.validation import instance

if TYPE_CHECKING:
    from execml.automl.search.trials import SearchResult


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

"""What a search has trained already, averaged: its candidates, chosen by their out-of-fold risks."""

from __future__ import annotations

import warnings

import numpy as np

from execml.automl.guided.ensembles import ensemble_selection
from execml.automl.search.objectives import Folds
from execml.automl.search.trials import SearchResult
from execml.automl.spaces.families import harbour_space
from execml.course.arrays import array
from execml.course.validation import instance, whole


def combined(
    result: SearchResult, folds: Folds, new_features: np.ndarray, best: int | None = None
) -> np.ndarray:
    """Average candidates of a search, as many AutoML tools do, and return the risks of new clients.

    The average is chosen by ensemble selection (Caruana and others, 2004) from the risks that each candidate
    gives to the clients outside its fold, so that nobody's own training counts. Its members are then trained
    on all clients of the search.

    Args:
        result: a search in the space of the running case, over these folds.
        folds: with the clients of the search.
        new_features: of clients that no candidate has seen, shape (new clients, features).
        best: average so many of the best candidates, equally, in place of a selection.

    Returns:
        risks, shape (new clients,).

    Raises:
        ValueError: if every candidate failed, or there are fewer than ``best``.
    """
    instance("result", result, SearchResult)
    instance("folds", folds, Folds)
    array("new_features", new_features, ("new clients", folds.features.shape[1]))
    ranked = sorted((trial for trial in result.trials if not trial.failed), key=lambda trial: -trial.score)
    if not ranked:
        raise ValueError(f"result={result.method!r} must have a candidate that did not fail")
    if best is not None:
        ranked = ranked[: whole("best", best, high=len(ranked))]
    space, x, y = harbour_space(), folds.features, folds.labels
    models = [space.build(trial.configuration) for trial in ranked]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what a candidate complains about, its score already shows
        if best is None:
            unseen = np.zeros((len(y), len(models)))
            for train, test in folds.splits:
                for place, model in enumerate(models):
                    unseen[test, place] = model.fit(x[train], y[train]).predict_proba(x[test])[:, 1]
            weights = ensemble_selection(unseen, y).weights
        else:
            weights = np.full(best, 1 / best)
        members = [(weight, model) for weight, model in zip(weights, models, strict=True) if weight > 0]
        risks = [weight * model.fit(x, y).predict_proba(new_features)[:, 1] for weight, model in members]
    return np.sum(risks, axis=0)

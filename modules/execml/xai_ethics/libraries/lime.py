"""lime: its tabular explainer, a fresh one for each explanation, since its seed is that of the object."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np


def explain(
    predict: Callable[[np.ndarray], Any],
    row: np.ndarray,
    background: np.ndarray,
    seed: int,
    samples: int = 5_000,
    discretise: bool = True,
    names: list[str] | None = None,
) -> np.ndarray:
    """Return the weight that lime's ``LimeTabularExplainer`` gives each feature, shape (features,).

    Args:
        predict: from (n, features) to n probabilities of the positive class.
        row: the client, shape (features,).
        background: the training rows, shape (rows, features).
        seed: of the explainer.
        samples: draws; 5,000 is the package's default.
        discretise: the package's default; columns become quartiles.
        names: of the features.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from lime.lime_tabular import LimeTabularExplainer

        explainer = LimeTabularExplainer(
            background, feature_names=names, discretize_continuous=discretise, random_state=seed
        )

        def both(rows: np.ndarray) -> np.ndarray:
            risk = np.asarray(predict(rows))
            return np.column_stack([1 - risk, risk])

        found = explainer.explain_instance(row, both, num_features=row.size, num_samples=samples)
    weights = np.zeros(row.size)
    for feature, weight in found.as_map()[1]:
        weights[feature] = weight
    return weights


def on_draws(steps: np.ndarray, outputs: np.ndarray, width: float) -> np.ndarray:
    """Return lime's weights on given draws, to compare arithmetic with arithmetic, shape (features,).

    Args:
        steps: standardised distances from the row, which is the first; shape (samples, features).
        outputs: probabilities, shape (samples,).
        width: of the kernel.
    """
    from lime.lime_base import LimeBase

    base = LimeBase(lambda distance: np.sqrt(np.exp(-(distance**2) / width**2)))
    distances = np.sqrt((steps**2).sum(axis=1))
    both = np.column_stack([1 - outputs, outputs])
    _, weights, _, _ = base.explain_instance_with_data(
        steps, both, distances, 1, steps.shape[1], feature_selection="none"
    )
    found = np.zeros(steps.shape[1])
    for feature, weight in weights:
        found[feature] = weight
    return found

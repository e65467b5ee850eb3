"""interpret (InterpretML): its private additive trees, the plain rival of private training on a table."""

from __future__ import annotations

import warnings
from typing import Any

from numpy.typing import ArrayLike

FIXED_SEED = "Privacy violation: using a fixed random_state"  # which a lesson that repeats must have


def private_trees(
    features: ArrayLike, labels: ArrayLike, bounds: ArrayLike, promise: float, delta: float, seed: int = 0
) -> Any:
    """Return the library's private explainable boosting machine as shipped, trained on one thread.

    A sum of one curve a column, each found by shallow trees on noisy sums (Nori, Caruana, Bu, Shen and
    Kulkarni, "Accuracy, interpretability, and differential privacy via explainable boosting", ICML 2021,
    arXiv 2106.09680). What it spends is counted by the library, and not checked here.

    Args:
        features: shape (clients, columns).
        labels: 0 or 1, shape (clients,).
        bounds: public least and largest value of each column, shape (columns, 2).
        promise: the epsilon to keep.
        delta: the promise's delta, in (0, 1).
        seed: of the noise; fixed for a lesson, never for a release.
    """
    import numpy as np
    from interpret.privacy import DPExplainableBoostingClassifier

    table = np.asarray(features, dtype=float)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=FIXED_SEED)
        return DPExplainableBoostingClassifier(
            epsilon=promise,
            delta=delta,
            feature_types=["continuous"] * table.shape[1],  # stated, so that nothing is read off the clients
            privacy_bounds=np.asarray(bounds, dtype=float),
            random_state=seed,
            n_jobs=1,
        ).fit(table, np.asarray(labels))

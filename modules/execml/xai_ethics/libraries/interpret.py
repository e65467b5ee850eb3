"""interpret: its explainable boosting machine, a sum of curves, one thread and no pairs unless asked."""

from __future__ import annotations

import warnings
from typing import Any


def boosting_machine(seed: int = 0, pairs: int = 0, rounds: int = 2_000, bags: int = 4) -> Any:
    """Return an ``ExplainableBoostingClassifier`` that is not fitted yet.

    Args:
        seed: of its bags.
        pairs: interactions that it may add.
        rounds: of boosting at most.
        bags: models that are averaged; the package's default of 14 takes longer and is hardly better here.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from interpret.glassbox import ExplainableBoostingClassifier

        return ExplainableBoostingClassifier(
            random_state=seed, interactions=pairs, max_rounds=rounds, outer_bags=bags, n_jobs=1
        )

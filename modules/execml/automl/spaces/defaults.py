"""Strong defaults: five models with settings that nobody tuned here, and their average."""

from __future__ import annotations

from typing import Any

from execml.course.validation import whole

LEAF = 10  # clients in a leaf of the forest; the library's default of 1 makes trees that know single clients


def strong_defaults(seed: int = 0) -> dict[str, Any]:
    """Return five untrained models of scikit-learn by name, which differ in how they err.

    Tools that lead published contests begin with such a fixed list, called a portfolio, and combine its
    members, where others search (Erickson and others, 2020, arXiv:2003.06505). The settings are customary
    ones; no score chose them.

    Args:
        seed: of the models' random choices.

    Raises:
        ValueError: if the seed is below 0.

    >>> list(strong_defaults())[:2]
    ['logistic regression', 'forest, leaves of 10']
    """
    from sklearn.ensemble import (
        ExtraTreesClassifier,
        HistGradientBoostingClassifier,
        RandomForestClassifier,
    )
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    whole("seed", seed, low=0, high=2**32 - 1)
    gentle = {"learning_rate": 0.05, "max_leaf_nodes": 8, "max_iter": 100, "early_stopping": False}
    return {
        "logistic regression": make_pipeline(StandardScaler(), LogisticRegression()),
        "forest, leaves of 10": RandomForestClassifier(200, min_samples_leaf=LEAF, random_state=seed),
        "extra trees, leaves of 5": ExtraTreesClassifier(200, min_samples_leaf=5, random_state=seed),
        "boosted trees": HistGradientBoostingClassifier(random_state=seed),
        "gentle boosted trees": HistGradientBoostingClassifier(**gentle, random_state=seed),
    }


def averaged_defaults(seed: int = 0) -> Any:
    """Return one untrained model whose risk is the mean of the risks of :func:`strong_defaults`.

    >>> len(averaged_defaults().estimators)
    5
    """
    from sklearn.ensemble import VotingClassifier

    return VotingClassifier(list(strong_defaults(seed).items()), voting="soft")

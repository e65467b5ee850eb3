"""What the benchmark explains: a forest and a boosting of 100 trees on ten invented columns."""

from __future__ import annotations

from typing import Any

import numpy as np

COLUMNS, ROWS = 10, 200


def columns(rows: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Return invented rows and labels of two classes; six of ten columns matter."""
    draw = np.random.default_rng(seed)
    features = draw.normal(size=(rows, COLUMNS))
    score = (
        features[:, 0]
        + features[:, 1] * features[:, 2]
        - np.abs(features[:, 3])
        + features[:, 4:6].sum(axis=1)
    )
    return features, (score + draw.normal(size=rows) > 0).astype(int)


def models() -> dict[str, Any]:
    """Return the two fitted models by what the table calls them."""
    return _fitted(*columns(3_000))


def _fitted(features: np.ndarray, labels: np.ndarray) -> dict[str, Any]:
    from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier

    forest = RandomForestClassifier(100, max_depth=6, random_state=0).fit(features, labels)
    boosting = GradientBoostingClassifier(n_estimators=100, max_depth=3, random_state=0).fit(features, labels)
    return {"forest, 100 trees of depth 6": forest, "boosting, 100 trees of depth 3": boosting}


TEN = (
    "limit",
    "age",
    "female",
    "university",
    "married",
    "months_late_1",
    "late_1",
    "late_2",
    "bill_1",
    "payment_1",
)


def bank_models() -> dict[str, tuple[Any, np.ndarray]]:
    """Return forest and boosting on ten columns of the bank, with 105 of its test clients."""
    from execml.course.bank.risk import risk_split

    split = risk_split()
    chosen = [split.feature_names.index(name) for name in TEN]
    made = _fitted(split.train_features[:3_000, chosen], split.train_labels[:3_000])
    return {
        f"the bank's columns, {name}": (model, split.test_features[:105, chosen])
        for name, model in made.items()
    }


def continuous_models() -> dict[str, tuple[Any, np.ndarray]]:
    """Return the two models of :func:`models`, with 105 rows in which no two values agree."""
    features, _ = columns(105, seed=1)
    return {f"columns without ties, {name}": (model, features) for name, model in models().items()}


def output(model: Any) -> Any:
    """Return what is explained: a forest's probability, a boosting's log-odds."""
    if hasattr(model, "decision_function"):
        return model.decision_function
    return lambda rows: model.predict_proba(rows)[:, 1]

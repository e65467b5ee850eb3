"""Shift: a model trained on one kind of client and used on another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from execml.course.validation import function, instance, mapping, whole

if TYPE_CHECKING:
    import pandas as pd

    from execml.course.bank.risk import RiskSplit

Kind = Callable[["pd.DataFrame"], "pd.Series"]


def harbour_shifts() -> dict[str, Kind]:
    """Return three ways in which the clients to come may differ from those in the file.

    Each value marks the clients to train on, given rows of ``load("credit")``; the others come later.

    >>> list(harbour_shifts())[0]
    'younger than 35 → older'
    """
    return {
        "younger than 35 → older": lambda clients: clients["age"] < 35,
        "limits up to 140,000 → higher": lambda clients: clients["limit"] <= 140_000,
        "on time in September → late": lambda clients: clients["repayment_1"] <= 0,
    }


def small_trees() -> Any:
    """Return an untrained classifier of 40 boosted trees with 8 leaves each."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(max_iter=40, max_leaf_nodes=8, early_stopping=False)


def shift_scores(
    split: RiskSplit, shifts: Mapping[str, Kind], model: Callable[[], Any] | None = None, clients: int = 4_000
) -> pd.DataFrame:
    """Train on one kind of client, and score the same kind, the other kind, and a model made for the others.

    Args:
        split: the running case.
        shifts: by name, what marks the clients to train on (see :func:`harbour_shifts`).
        model: makes an untrained classifier; small boosted trees, if ``None``.
        clients: how many clients of a kind train, at most.

    Returns:
        one row a shift: ``shift``; ``home``, ``away`` and ``native``, the AUC on test clients of the kind
        trained on, of the other kind, and of the other kind by a model trained on it; ``predicted`` and
        ``actual``, the mean predicted risk and the default rate of the other kind.

    Raises:
        ValueError: if ``clients`` is below 1.
    """
    import pandas as pd

    from execml.course.bank.risk import RiskSplit

    instance("split", split, RiskSplit)
    for kind in mapping("shifts", shifts).values():
        function("shifts", kind)
    if model is not None:
        function("model", model)

    whole("clients", clients)
    make = small_trees if model is None else model
    rows = [(name, *_scores(split, kind, make, clients)) for name, kind in shifts.items()]
    return pd.DataFrame(rows, columns=["shift", "home", "away", "native", "predicted", "actual"])


def _scores(split: RiskSplit, kind: Kind, model: Callable[[], Any], clients: int) -> tuple[float, ...]:
    from sklearn.metrics import roc_auc_score

    here = np.asarray(kind(split.train_clients), dtype=bool)
    there = ~np.asarray(kind(split.test_clients), dtype=bool)
    risks = []
    for members in (here, ~here):
        rows = np.flatnonzero(members)[:clients]
        trained = model().fit(split.train_features[rows], split.train_labels[rows])
        risks.append(trained.predict_proba(split.test_features)[:, 1])
    y = split.test_labels
    home = roc_auc_score(y[~there], risks[0][~there])
    away, native = (roc_auc_score(y[there], risk[there]) for risk in risks)
    return float(home), float(away), float(native), float(risks[0][there].mean()), float(y[there].mean())

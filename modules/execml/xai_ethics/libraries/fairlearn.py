"""fairlearn: its metrics by group, its thresholds, and its reductions."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd


def metrics(y_true: np.ndarray, y_pred: np.ndarray, group: np.ndarray) -> pd.DataFrame:
    """Return fairlearn's ``MetricFrame`` with the columns of ``group_metrics`` that it has."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from fairlearn import metrics as fair
        from sklearn.metrics import accuracy_score

        frame = fair.MetricFrame(
            metrics={
                "count": fair.count,
                "selection_rate": fair.selection_rate,
                "accuracy": accuracy_score,
                "tpr": fair.true_positive_rate,
                "fpr": fair.false_positive_rate,
                "tnr": fair.true_negative_rate,
                "fnr": fair.false_negative_rate,
            },
            y_true=y_true,
            y_pred=y_pred,
            sensitive_features=group,
        )
        return frame.by_group


def differences(y_true: np.ndarray, y_pred: np.ndarray, group: np.ndarray) -> tuple[float, float]:
    """Return fairlearn's demographic-parity and equalized-odds differences."""
    from fairlearn import metrics as fair

    named = {"sensitive_features": group}
    return (
        float(fair.demographic_parity_difference(y_true, y_pred, **named)),
        float(fair.equalized_odds_difference(y_true, y_pred, **named)),
    )


def constrained(model: Any, rows: Any, labels: Any, group: Any, slack: float = 0.01, rounds: int = 20) -> Any:
    """Return a model trained by fairlearn's exponentiated gradient under demographic parity.

    Agarwal and others (2018, arXiv 1803.02453). Its decisions are drawn among several models.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from fairlearn.reductions import DemographicParity, ExponentiatedGradient

        reduced = ExponentiatedGradient(model, DemographicParity(), eps=slack, max_iter=rounds)
        reduced.fit(rows, labels, sensitive_features=group)
        return reduced


def thresholds(
    model: Any, rows: Any, labels: Any, group: Any, tested: Any, tested_group: Any, seed: int
) -> np.ndarray:
    """Return the decisions of fairlearn's ``ThresholdOptimizer`` under demographic parity; some are drawn."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from fairlearn.postprocessing import ThresholdOptimizer

        rule = ThresholdOptimizer(
            estimator=model, constraints="demographic_parity", prefit=True, predict_method="predict_proba"
        )
        rule.fit(rows, labels, sensitive_features=group)
        return np.asarray(rule.predict(tested, sensitive_features=tested_group, random_state=seed))

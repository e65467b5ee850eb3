"""Calls of the public names of ``xai_ethics``."""

from __future__ import annotations

from datetime import date
from typing import Any

import execml.xai_ethics as xe
import numpy as np

from .harness import SAMPLE, Call

NEGATIVE = ("-1",)
A_LABEL = {name: ("text",) for name in ("system", "background", "grouping", "method", "fixed_by")}
FEWER = ("array, one row less",)


def draw(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def rows(count: int = 8) -> np.ndarray:
    return draw(1).normal(size=(count, 3))


def labels(count: int = 8) -> np.ndarray:
    return np.arange(count) % 2


def group(count: int = 8) -> np.ndarray:
    return np.arange(count) // 2 % 2


def model(table: Any) -> Any:
    return np.asarray(table)[:, 0]


def error(truth: Any, said: Any) -> float:
    return -float(np.abs(truth - said).mean())


def tree() -> Any:
    from sklearn.tree import DecisionTreeClassifier

    return DecisionTreeClassifier(random_state=0).fit(rows(40), (rows(40)[:, 0] > 0).astype(int))


def a_card(kind: str) -> dict[str, Any]:
    from execml.xai_ethics.governance.card import Measured

    number = {"AUC": Measured(0.7, lambda: 0.7, 0.01, "n = 8")}
    words = {
        "ModelCard": ("model", "owner", "intended_use", "not_for", "data", "explanation", "limits"),
        "Datasheet": ("title", "origin", "licence", "people", "known_faults", "upkeep"),
    }[kind]
    return {**{name: "words" for name in words}, "measured": number}


def words_of(kind: str) -> dict[str, tuple[str, ...]]:
    return {name: ("text", "nothing") for name in a_card(kind) if name != "measured"}


CALLS: dict[str, Call] = {
    "Datasheet": Call(xe.Datasheet, lambda: a_card("Datasheet"), words_of("Datasheet")),
    "ExplanationLabel": Call(
        xe.ExplanationLabel,
        lambda: {
            "system": "model",
            "game": "interventional",
            "background": "rows",
            "output_scale": "log-odds",
            "grouping": "columns",
            "method": "sampled",
            "samples": 10,
            "seed": 1,
            "standard_error": 0.1,
            "fixed_by": "owner",
            "fixed_on": date(2026, 11, 1),
        },
        A_LABEL,
    ),
    "ModelCard": Call(xe.ModelCard, lambda: a_card("ModelCard"), words_of("ModelCard")),
    "TreeShap": Call(
        xe.TreeShap,
        lambda: {
            "model": tree(),
            "background": rows(),
            "families": np.array([0, 1, 1]),
        },
        {"background": FEWER},
    ),
    "TreeShap.shap_values": Call(
        lambda rows: xe.TreeShap(tree(), np.zeros((2, 3))).shap_values(rows),
        lambda: {"rows": rows()},
        {"rows": FEWER},
    ),
    "accumulated_local_effects": Call(
        xe.accumulated_local_effects,
        lambda: {
            "predict": model,
            "rows": rows(),
            "feature": 1,
            "bins": 3,
        },
        {"rows": FEWER},
        left_out=("predict",),
    ),
    "counterfactual": Call(
        xe.counterfactual,
        lambda: {
            "predict": model,
            "row": np.ones(3),
            "cutoff": 0.5,
            "allowed": {0: [0.0, 0.2]},
            "scale": np.ones(3),
            "most_changes": 2,
        },
        {"cutoff": NEGATIVE},
        left_out=("predict",),
    ),
    "deferral_curve": Call(
        xe.deferral_curve,
        lambda: {
            "labels": labels(),
            "risks": np.linspace(0.1, 0.9, 8),
            "cutoff": 0.25,
            "missed_default": 3.0,
            "refused_client": 1.0,
            "review": 0.1,
            "reviewer_accuracy": 0.8,
            "deference": 0.2,
            "shares": np.array([0.0, 0.4]),
        },
        {"shares": FEWER},
    ),
    "demographic_parity_difference": Call(
        xe.demographic_parity_difference,
        lambda: {
            "y_true": labels(),
            "y_pred": labels(),
            "group": group(),
        },
    ),
    "equalized_odds_difference": Call(
        xe.equalized_odds_difference,
        lambda: {
            "y_true": labels(),
            "y_pred": labels(),
            "group": group(),
        },
    ),
    "exact_shap": Call(
        xe.exact_shap,
        lambda: {
            "predict": model,
            "rows": rows(2),
            "background": rows(4),
        },
        {"rows": FEWER, "background": FEWER},
        left_out=("predict",),
    ),
    "group_metrics": Call(
        xe.group_metrics,
        lambda: {
            "y_true": labels(),
            "y_pred": labels(),
            "group": group(),
        },
    ),
    "impossibility": Call(
        xe.impossibility,
        lambda: {
            "base_rate": np.array([0.3, 0.4]),
            "ppv": 0.6,
            "fnr": 0.3,
        },
        {"base_rate": ("half", "tiny", "array, one axis more", *FEWER)},
    ),
    "kernel_shap": Call(
        xe.kernel_shap,
        lambda: {
            "predict": model,
            "rows": rows(2),
            "background": rows(4),
            "samples": 6,
            "generator": draw(),
        },
        {"rows": FEWER, "background": FEWER, "generator": ("None",)},
        left_out=("predict",),
    ),
    "lime_tabular": Call(
        xe.lime_tabular,
        lambda: {
            "predict": model,
            "row": np.ones(3),
            "background": rows(),
            "generator": draw(),
            "samples": 20,
            "width": 1.0,
            "ridge": 1.0,
        },
        {"background": FEWER},
        left_out=("predict",),
    ),
    "parity_gap_by_feature": Call(
        xe.parity_gap_by_feature,
        lambda: {
            "model": tree(),
            "rows": rows(),
            "background": rows(4),
        },
        {"rows": FEWER, "background": FEWER},
    ),
    "partial_dependence": Call(
        xe.partial_dependence,
        lambda: {
            "predict": model,
            "rows": rows(),
            "feature": 1,
            "grid": np.array([0.0, 1.0]),
        },
        {"rows": FEWER, "grid": FEWER},
        left_out=("predict",),
    ),
    "permutation_importance": Call(
        xe.permutation_importance,
        lambda: {
            "predict": model,
            "rows": rows(),
            "labels": labels(),
            "score": error,
            "generator": draw(),
            "repeats": 2,
            "columns": [[0], [1, 2]],
        },
        left_out=("predict", "score"),
    ),
    "reweigh": Call(xe.reweigh, lambda: {"labels": labels(), "group": group()}),
    "shapley_values": Call(xe.shapley_values, lambda: {"value": len, "n_players": 3}),
    "stability": Call(
        xe.stability,
        lambda: {
            "explain": lambda seed: [1.0, 2.0 + float(seed), 0.0],
            "settings": [0, 1, 2],
            "top": 2,
        },
        replacements=SAMPLE,
    ),
    "sufficient_reasons": Call(
        xe.sufficient_reasons,
        lambda: {
            "tree": tree(),
            "row": np.zeros(3),
            "cutoff": 0.5,
        },
        {"cutoff": NEGATIVE},
    ),
    "synthetic_credit": Call(xe.synthetic_credit, lambda: {"rows": 5, "generator": draw(), "leak": True}),
    "threshold_mitigation": Call(
        xe.threshold_mitigation,
        lambda: {
            "risks": np.linspace(0.1, 0.9, 8),
            "group": group(),
            "goal": "equal_opportunity",
            "flagged": 0.5,
            "labels": labels(),
        },
        {"labels": ()},
    ),
}

NOT_CALLED: dict[str, str] = {}

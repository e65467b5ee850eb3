"""Attributions, ours beside shap's: the same answer first, then the time with all set-up."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from execml.course.measure.rows import Row
from execml.course.measure.timing import least_processor_time
from execml.xai_ethics.attribution.exact import exact_shap
from execml.xai_ethics.attribution.trees import TreeShap
from execml.xai_ethics.bench import cases
from execml.xai_ethics.libraries import shap


def tree_rows() -> Iterator[Row]:
    """Yield interventional TreeSHAP of 200 rows, set-up included, against 100 and 1,000 background rows."""
    features, _ = cases.columns(1_200, seed=1)
    rows = features[-cases.ROWS :]
    for name, model in cases.models().items():
        brute = exact_shap(cases.output(model), rows[:3], features[:100])
        for size in (100, 1_000):
            background = features[:size]
            ours, own = least_processor_time(lambda: TreeShap(model, background).shap_values(rows), 5)  # noqa: B023
            theirs, other = least_processor_time(
                lambda: shap.tree_values(shap.tree_explainer(model, background), rows),  # noqa: B023
                2 if size == 100 else 1,
            )
            check = f"apart {np.abs(ours - theirs).max():.0e}"
            if size == 100:
                check += f", ours from brute force {np.abs(ours[:3] - brute).max():.0e}"
            yield Row(f"TreeSHAP of 200 rows, {name}", f"shap, {size:,} background rows", own, other, check)


def exact_rows() -> Iterator[Row]:
    """Yield the exact values of ten features by all coalitions: of the bank's columns, and without ties.

    Both sides ask the model about mixtures, and its time is nearly all of theirs. Ours asks once about
    mixtures that are the same, which pays where columns hold zeros and ones. Without ties nothing is left to
    pay: the model alone bounds the ratio near 1.2 there, in single or double precision and in any order of
    the mixtures; who knows that the model is made of trees uses :class:`TreeShap`.
    """
    for about, (model, features) in {**cases.bank_models(), **cases.continuous_models()}.items():
        predict = cases.output(model)
        rows, background = features[-5:], features[:100]
        ours, own = least_processor_time(lambda: exact_shap(predict, rows, background), 3)  # noqa: B023
        theirs, other = least_processor_time(lambda: shap.exact_values(predict, rows, background), 3)  # noqa: B023
        check = f"apart {np.abs(ours - theirs).max():.0e}"
        yield Row(f"all coalitions of ten features, {about}", "shap's ExactExplainer", own, other, check)

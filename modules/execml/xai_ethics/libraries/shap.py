"""shap: its tree, exact and kernel explainers, with the whole background and nothing printed."""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np


def tree_explainer(model: Any, background: Any = None) -> Any:
    """Return shap's TreeExplainer: interventional over all rows of the background, or path-dependent.

    ``shap.TreeExplainer(model, rows)`` itself keeps at most 100 rows; an explicit masker keeps them all.
    """
    with quiet():
        import shap

        if background is None:
            return shap.TreeExplainer(model, feature_perturbation="tree_path_dependent")
        masker = shap.maskers.Independent(background, max_samples=len(background))
        return shap.TreeExplainer(model, masker, feature_perturbation="interventional")


def tree_values(explainer: Any, rows: Any) -> np.ndarray:
    """Return a tree explainer's values of the positive class, shape (rows, features).

    The library gives a third axis for the classes of a forest, and none for a boosting.
    """
    with quiet():
        values = np.asarray(explainer.shap_values(rows, check_additivity=False))
    return np.asarray(values[..., 1]) if values.ndim == 3 else values


def exact_values(predict: Callable[[np.ndarray], Any], rows: Any, background: Any) -> np.ndarray:
    """Return the values of shap's ExactExplainer, shape (rows, features)."""
    with quiet():
        import shap

        masker = shap.maskers.Independent(background, max_samples=len(background))
        return np.asarray(shap.explainers.ExactExplainer(predict, masker)(rows, silent=True).values)


def kernel_values(
    predict: Callable[[np.ndarray], Any], rows: Any, background: Any, samples: int
) -> np.ndarray:
    """Return the values of shap's KernelExplainer without its own selection of features."""
    with quiet():
        import shap

        explainer = shap.KernelExplainer(predict, background)
        return np.asarray(explainer.shap_values(rows, nsamples=samples, l1_reg=False, silent=True))


def sampled_kernel_values(
    predict: Callable[[np.ndarray], Any], rows: Any, background: Any, samples: int, seed: int
) -> np.ndarray:
    """Return the values of shap's KernelExplainer as it ships, but for the number of coalitions.

    It lists the smallest coalitions and their complements while the number allows, draws the others, and asks
    about none twice. It draws from NumPy's global state, which is seeded here and put back afterwards.
    """
    before = np.random.get_state()  # noqa: NPY002
    try:
        with quiet():
            import shap

            np.random.seed(seed)  # noqa: NPY002
            explainer = shap.KernelExplainer(predict, background)
            return np.asarray(explainer.shap_values(rows, nsamples=samples, silent=True))
    finally:
        np.random.set_state(before)  # noqa: NPY002


def truncated_values(model: Any, background: Any, rows: Any) -> tuple[np.ndarray, int, list[str]]:
    """Return what shap does if it is just handed a background: values, rows that it kept, its warnings."""
    with quiet() as heard:
        import shap

        explainer = shap.TreeExplainer(model, background, feature_perturbation="interventional")
        values = np.asarray(explainer.shap_values(rows, check_additivity=False))
        told = [str(each.message) for each in heard if "background" in str(each.message).lower()]
    values = values[..., 1] if values.ndim == 3 else values
    return values, len(explainer.data), told


@contextlib.contextmanager
def quiet() -> Iterator[list[warnings.WarningMessage]]:
    """Keep the library's progress bars and warnings off the page; what was warned is in the list."""
    with (
        warnings.catch_warnings(record=True) as heard,
        contextlib.redirect_stderr(io.StringIO()),
        contextlib.redirect_stdout(io.StringIO()),
    ):
        warnings.simplefilter("always")
        yield heard

"""Exact values against shap, against the definition by subsets, and what is refused."""

from itertools import combinations
from math import factorial

import numpy as np
import pandas as pd
import pytest
from execml.xai_ethics import exact_shap
from execml.xai_ethics.attribution.exact import every_coalition
from execml.xai_ethics.libraries import shap

from .cases import data, fitted, output


def by_definition(predict, row, background):
    """Shapley (1953) with sets in plain Python: slow, and nothing shared with the code."""
    n = len(row)

    def value(members):
        mixed = background.copy()
        mixed[:, list(members)] = row[list(members)]
        return predict(mixed).mean()

    shares = np.zeros(n)
    for player in range(n):
        others = [each for each in range(n) if each != player]
        for size in range(n):
            weight = factorial(size) * factorial(n - size - 1) / factorial(n)
            for members in combinations(others, size):
                shares[player] += weight * (value((*members, player)) - value(members))
    return shares


def test_it_is_the_definition():
    features, _ = data()
    predict = output(fitted("forest"))
    found = exact_shap(predict, features[-2:], features[:20])
    for row, values in zip(features[-2:], found, strict=True):
        assert np.allclose(values, by_definition(predict, row, features[:20]), atol=1e-12)


@pytest.mark.parametrize("name", ["forest", "boosting"])
def test_it_is_shap_s_exact_explainer(name):
    features, _ = data()
    predict = output(fitted(name))
    ours = exact_shap(predict, features[-3:], features[:30])
    assert np.allclose(ours, shap.exact_values(predict, features[-3:], features[:30]), atol=1e-12)


def test_mixtures_that_are_the_same_are_asked_once():
    asked = []

    def predict(rows):
        asked.append(len(rows))
        return rows.sum(axis=1)

    exact_shap(predict, [[1.0, 2.0, 3.0]], [[1.0, 0.0, 3.0], [1.0, 2.0, 3.0]])
    assert sum(asked) == 2 + 1  # the first differs in one feature, the second in none


def test_families_join_together():
    features, _ = data()
    predict = output(fitted("boosting"))
    families = np.array([0, 1, 1, 2, 2, 0])
    earned = every_coalition(predict, features[-1:], features[:10], families)
    mixed = features[:10].copy()
    mixed[:, [1, 2]] = features[-1, [1, 2]]
    assert np.isclose(earned[0, 0b010], predict(mixed).mean(), atol=1e-12)


def test_what_cannot_be_explained_is_refused():
    rows = np.zeros((2, 3))
    for predict, wanted, background, words in (
        (3, rows, rows, "predict=3"),
        (np.sum, rows, rows, "one number a row"),
        (lambda x: x[:, 0], rows, np.zeros((2, 4)), r"rows of shape \(2, 3\)"),
        (lambda x: x[:, 0], np.zeros((1, 17)), np.zeros((2, 17)), "use kernel_shap"),
        (lambda x: x[:, 0] * np.nan, rows, rows, "finite"),
    ):
        with pytest.raises(ValueError, match=words):
            exact_shap(predict, wanted, background)


def test_categories_are_refused_by_name():
    frame = pd.DataFrame({"age": [1.0, 2.0], "job": pd.Categorical(["a", "b"])})
    with pytest.raises(ValueError, match="categorical columns, job"):
        exact_shap(lambda x: x[:, 0], frame, frame)
    codes = pd.DataFrame({"age": [1.0, 2.0], "job": pd.Categorical([1, 2])})
    with pytest.raises(ValueError, match="categorical columns, job"):
        exact_shap(lambda x: x[:, 0], codes, codes)

"""Nested validation equals that of scikit-learn, and does not boast where there is nothing to find."""

import math
from typing import Any

import numpy as np
import pytest
from execml.automl import (
    nested_runs,
    nested_validation,
    random_trees,
)
from execml.course import risk_split
from sklearn.model_selection import GridSearchCV, StratifiedKFold, cross_val_score
from sklearn.pipeline import Pipeline


def sample(rows: int = 150) -> tuple[np.ndarray, np.ndarray]:
    split = risk_split()
    return split.train_features[:rows], split.train_labels[:rows]


@pytest.mark.parametrize("seed", [0, 7])
def test_nested_validation_equals_scikit_learn_on_the_same_folds(seed: int) -> None:
    x, y = sample()
    trees = random_trees(5, np.random.default_rng(seed))
    ours = nested_validation(trees, x, y, outer=4, inner=3, seed=seed)
    inner, outer = (StratifiedKFold(count, shuffle=True, random_state=seed) for count in (3, 4))
    grid = GridSearchCV(Pipeline([("model", trees[0])]), {"model": trees}, scoring="roc_auc", cv=inner)
    assert ours.nested == pytest.approx(
        cross_val_score(grid, x, y, cv=outer, scoring="roc_auc").mean(), abs=1e-9
    )
    grid.fit(x, y)
    assert ours.reported == pytest.approx(grid.best_score_, abs=1e-9)
    assert ours.winner == grid.best_index_


def test_on_labels_without_meaning_the_search_boasts_and_nested_validation_does_not() -> None:
    draw = np.random.default_rng(5)
    x, y = draw.normal(size=(4_000, 5)), draw.integers(0, 2, size=4_000)
    runs = nested_runs(x, y, draw, runs=8, clients=80, candidates=8)
    reported, nested, true = runs.mean(axis=0)
    assert reported > 0.53
    assert abs(true - 0.5) < 0.02
    assert abs(nested - 0.5) < 3 * runs[:, 1].std() / math.sqrt(len(runs)) + 0.01


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: nested_validation([], *sample()), "candidates"),
        (lambda: random_trees(0, np.random.default_rng(0)), "count"),
    ],
)
def test_bad_arguments_are_named(call: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        call()

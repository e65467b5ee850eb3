"""Leaks by procedure: columns chosen and rows copied before the folds, hours on both sides."""

from typing import Any

import numpy as np
import pytest
from execml.automl import (
    balanced_by_copying,
    bicycle_scores,
    copying_aucs,
    most_related,
    noise_aucs,
    selection_aucs,
)
from execml.course import load, risk_split
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.pipeline import make_pipeline


def clients(rows: int, columns: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    draw = np.random.default_rng(seed)
    outcomes = np.concatenate([[0, 1] * 4, draw.integers(0, 2, size=rows - 8)])
    return draw.normal(size=(rows, columns)).round(1) + 0.3 * outcomes[:, None], outcomes


@given(seed=st.integers(0, 1_000), keep=st.integers(1, 6))
@settings(deadline=None, max_examples=20)
def test_the_columns_most_related_are_those_of_select_k_best(seed: int, keep: int) -> None:
    features, outcomes = clients(80, 6, seed)
    features += np.random.default_rng(seed).normal(size=features.shape) * 1e-6  # no ties
    theirs = SelectKBest(k=keep).fit(features, outcomes).get_support()
    assert set(most_related(features, outcomes, keep)) == set(np.flatnonzero(theirs))


def test_choosing_inside_the_folds_equals_a_pipeline_and_outside_flatters() -> None:
    draw = np.random.default_rng(5)
    features, outcomes = draw.normal(size=(100, 500)), np.tile([0, 1], 50)
    outside, inside = selection_aucs(features, outcomes, keep=10)
    pipeline = make_pipeline(SelectKBest(k=10), LogisticRegression())
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    theirs = cross_val_score(pipeline, features, outcomes, cv=folds, scoring="roc_auc").mean()
    assert inside == pytest.approx(theirs, abs=1e-9)
    assert outside > 0.75


def test_random_columns_are_worth_nothing_however_good_they_look() -> None:
    outside, inside, new = noise_aucs(
        np.tile([0, 1, 0, 0], 30), np.random.default_rng(6), columns=400, keep=10
    )
    assert outside > 0.75
    assert abs(inside - 0.5) < 0.12
    assert abs(new - 0.5) < 0.12


@given(ones=st.integers(1, 20), zeros=st.integers(20, 60), seed=st.integers(0, 100))
@settings(deadline=None, max_examples=20)
def test_copying_balances_the_classes_and_loses_nobody(ones: int, zeros: int, seed: int) -> None:
    outcomes = np.repeat([1, 0], [ones, zeros])
    rows = balanced_by_copying(outcomes, np.random.default_rng(seed))
    assert outcomes[rows].mean() == 0.5
    assert set(rows) == set(range(len(outcomes)))


def test_parts_of_the_sum_forecast_it_and_shuffled_hours_flatter() -> None:
    scores = bicycle_scores(load("bikes")).set_index("columns")
    assert scores.loc["with casual and registered"].min() > 0.99
    known = scores.loc["without them"]
    assert known["the days ahead"] < known["shuffled hours"] - 0.05


def test_copies_on_both_sides_flatter_and_folds_by_client_do_not() -> None:
    copied, grouped, unseen = copying_aucs(risk_split(), np.random.default_rng(7), clients=800)
    assert copied > 0.93
    assert grouped < copied - 0.15
    assert abs(grouped - unseen) < 0.08


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: most_related([[1.0], [2.0]], [0, 1], keep=2), "keep=2"),
        (lambda: balanced_by_copying([1, 1, 0], np.random.default_rng(0)), "fewer ones"),
    ],
)
def test_bad_arguments_are_named(call: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        call()

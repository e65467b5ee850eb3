"""Leakage by a column: the planted one, and how well each ranks alone."""

from typing import Any

import numpy as np
import pytest
from execml.automl import (
    collections_call,
    leak_report,
    single_column_aucs,
)
from execml.automl.spaces.families import harbour_space
from execml.automl.trust.leakage import typical_configurations
from execml.course import risk_split
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score


def test_the_planted_column_is_written_for_the_stated_shares() -> None:
    outcomes = np.repeat([0, 1], 20_000)
    calls = collections_call(outcomes, np.random.default_rng(0))
    assert set(calls) == {0.0, 1.0}
    assert abs(calls[outcomes == 1].mean() - 0.8) < 0.015
    assert abs(calls[outcomes == 0].mean() - 0.02) < 0.005


def test_every_model_reports_the_leak_and_loses_it_in_use() -> None:
    report = leak_report(harbour_space(), risk_split(), np.random.default_rng(3), clients=900, evaluations=2)
    assert len(report) == len(harbour_space().families) + 1
    assert (report["reported"] > report["without"] + 0.08).all()
    assert (report["in use"] < report["reported"] - 0.05).all()
    assert report["risk"].median() < 0.15  # a fifth and more of the clients default


def test_there_is_one_typical_configuration_for_each_family() -> None:
    space = harbour_space()
    points = typical_configurations(space)
    assert [point.family for point in points] == list(space.families)
    for point in points:
        space.check(point)


@given(seed=st.integers(0, 1_000))
@settings(deadline=None, max_examples=20)
def test_single_columns_are_ranked_as_scikit_learn_ranks_them(seed: int) -> None:
    draw = np.random.default_rng(seed)
    features = draw.normal(size=(60, 4)).round(1)  # rounded, so that there are ties
    outcomes = draw.permutation(np.repeat([0, 1], [45, 15]))
    expected = [roc_auc_score(outcomes, column) for column in features.T]
    np.testing.assert_allclose(
        single_column_aucs(features, outcomes), np.maximum(expected, 1 - np.array(expected))
    )


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: collections_call([0, 1], np.random.default_rng(0), reached=1.5), "reached="),
        (lambda: single_column_aucs([[1.0], [2.0]], [1, 1]), "classes"),
    ],
)
def test_bad_arguments_are_named(call: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        call()

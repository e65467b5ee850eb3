"""Clients and outcomes: what is taken, and what is refused by name."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from execml.automl.search.targets import classifier, outcomes_of, target_of
from sklearn.linear_model import LogisticRegression


@pytest.mark.parametrize("labels", [[0, 1], [0.0, 1.0], [False, True], np.array([0, 1], dtype=np.int8)])
def test_outcomes_in_any_type_become_whole_numbers(labels: Any) -> None:
    assert target_of([[1.0], [2.0]], labels)[1].tolist() == [0, 1]


@pytest.mark.parametrize(
    ("features", "labels", "words"),
    [
        ([[1.0], [np.nan]], [0, 1], "features holds nan"),
        ([[1.0], [2.0]], ["yes", "no"], "labels of <U3 must be an array of real numbers"),
        ([[1.0], [2.0]], [0, np.nan], "labels holds nan"),
        ([[1.0], [2.0]], [1, 2], "labels holds 2"),
        ([[1.0], [2.0]], [1, 1], "exactly two"),
        ([[1.0], [2.0]], [0, 1, 1], "as many rows"),
        ([1.0, 2.0], [0, 1], "features of shape"),
    ],
)
def test_anything_else_is_refused_by_name(features: Any, labels: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        target_of(features, labels)


def test_one_outcome_alone_passes_where_both_are_not_needed() -> None:
    assert outcomes_of("outcomes", [1, 1], both=False).tolist() == [1, 1]


@pytest.mark.parametrize("value", [None, "tree", LogisticRegression])
def test_a_model_is_one_that_can_be_trained(value: Any) -> None:
    with pytest.raises(ValueError, match="model="):
        classifier("model", value)
    assert classifier("model", LogisticRegression()) is not None

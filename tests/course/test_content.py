"""A memory's key tells two things apart by all that they hold, and takes equal ones for the same."""

from __future__ import annotations

import functools

import numpy as np
import pandas as pd
import pytest
from execml.course.content import content
from execml.course.measure.repeats import repeated
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def middle(value: float) -> np.ndarray:
    array = np.zeros(5_000)
    array[2_500] = value
    return array


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (middle(0.0), middle(1.0)),
        (np.zeros(4), np.zeros((4, 1))),
        (np.zeros(4), np.zeros(4, dtype=np.float32)),
        (np.array(["a", None], dtype=object), np.array(["b", None], dtype=object)),
        ([1, 2], (1, 2)),
        (1, 1.0),
        (1, True),
        (0.0, -0.0),
        ("1", 1),
        ({"a": middle(0.0)}, {"a": middle(1.0)}),
        (pd.Series([1, 2]), pd.Series([1, 3])),
        (pd.DataFrame({"a": [1, 2]}), pd.DataFrame({"b": [1, 2]})),
        (
            make_pipeline(StandardScaler(), LogisticRegression(C=1)),
            make_pipeline(StandardScaler(), LogisticRegression(C=2)),
        ),
        (StandardScaler(), StandardScaler().fit([[0.0], [1.0]])),
        (functools.partial(max, 1), functools.partial(max, 2)),
        (lambda: 1, lambda: 1),
    ],
)
def test_different_things_have_different_keys(one: object, other: object) -> None:
    assert content(one) != content(other)


def test_equal_content_has_one_key() -> None:
    for make in (
        lambda: middle(1.0),
        lambda: {"a": [1, (2.0, "x")], "b": {3, 4}},
        lambda: pd.DataFrame({"a": [1, 2], "b": ["x", None]}),
        lambda: make_pipeline(StandardScaler(), LogisticRegression()),
        lambda: float("nan"),
    ):
        assert content(make()) == content(make())
        assert hash(content(make())) == hash(content(make()))


@pytest.mark.parametrize("thing", [np.random.default_rng(0), object(), [np.random.default_rng(0)]])
def test_what_has_no_content_that_can_be_told_has_no_key(thing: object) -> None:
    with pytest.raises(TypeError, match="content can't be told"):
        content(thing)


def test_a_table_changed_in_place_is_a_new_circumstance() -> None:
    weights = np.zeros(3)

    def total(seed: int) -> float:
        return float(weights.sum()) + seed

    assert repeated(total, over={"seed": range(2)}).values.tolist() == [0.0, 1.0]
    weights[1] = 5.0
    assert repeated(total, over={"seed": range(2)}).values.tolist() == [5.0, 6.0]

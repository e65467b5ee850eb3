"""Checks of arrays and tables: what is right comes back in its own type, what is wrong is named."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from execml.course.arrays import all_finite, array, frame, zeros_and_ones


@pytest.mark.parametrize("dtype", ["float32", "float64", "int64", "uint8", "bool"])
def test_numbers_come_back_in_their_type(dtype: str) -> None:
    values = np.ones((3, 2), dtype)
    assert array("features", values, ("rows", 2)) is values
    assert array("features", values).dtype == dtype


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "features=None must be an array of real numbers"),
        ("text", "features='text' must be"),
        (True, "features=True must be"),
        (1 + 2j, r"features=\(1\+2j\) must be"),
        (object(), "features=<object"),
        (3.0, "features=3.0 must be an array of shape"),
        ([[1.0, 2.0], [3.0]], r"features=\[\[1.0, 2.0\], \[3.0\]\] must be an array of numbers"),
        ([], r"features of shape \(0,\) must be an array of shape \(rows, 2\)"),
        (np.zeros((0, 2)), r"features of shape \(0, 2\) must hold a number"),
        (np.zeros((3, 2, 1)), r"features of shape \(3, 2, 1\) must be an array of shape \(rows, 2\)"),
        (np.zeros((3, 3)), r"features of shape \(3, 3\)"),
        (np.zeros((3, 2)) + 1j, "features of complex128 must be"),
        (np.array([[None, 1.0]]), "features of object must be"),
        ([[1.0, float("nan")]], "features holds nan; all must be finite"),
        ([[1.0, -float("inf")]], "features holds -inf; all must be finite"),
    ],
)
def test_what_is_no_array_of_finite_numbers_of_that_shape_is_named(value: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        array("features", value, ("rows", 2))


def test_nan_and_no_numbers_pass_only_where_they_may() -> None:
    assert np.isnan(array("risks", [np.nan], finite=False)).all()
    assert array("values", [], ("n",), empty=True).size == 0


def test_large_numbers_are_not_taken_for_infinity() -> None:
    assert all_finite(np.array([1e300, -1e300])) and all_finite(np.array([1e38], "float32"))
    assert not all_finite(np.array([[1.0, np.nan]]).T[::-1])


@pytest.mark.parametrize(
    "value", [[0, 2], [0.5, 1], [-1, 1], ["yes", "no"], [0, None], [[0], [1]], [0, 1, 1]]
)
def test_labels_are_never_guessed(value: Any) -> None:
    with pytest.raises(ValueError, match="labels"):
        zeros_and_ones("labels", value, 2)


@pytest.mark.parametrize("value", [[0, 1], [0.0, 1.0], [False, True], (1, 1)])
def test_labels_0_and_1_come_back(value: Any) -> None:
    np.testing.assert_array_equal(zeros_and_ones("labels", value, 2), np.asarray(value))


def test_a_table_is_a_table_with_rows() -> None:
    pd = pytest.importorskip("pandas")
    good = pd.DataFrame({"a": [1]})
    assert frame("scores", good) is good
    for bad, words in (
        (None, "scores=None"),
        (pd.Series([1]), "to_frame"),
        (good.head(0), r"shape \(0, 1\)"),
    ):
        with pytest.raises(ValueError, match=words):
            frame("scores", bad)

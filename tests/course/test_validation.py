"""Checks of arguments: what is right comes back, what is wrong is named with its range."""

from __future__ import annotations

import numpy as np
import pytest
from execml.course.validation import one_of, positive, real, whole
from hypothesis import given, settings
from hypothesis import strategies as st


@settings(deadline=None, max_examples=50)
@given(st.floats(min_value=0, max_value=1, exclude_min=True, exclude_max=True))
def test_numbers_inside_come_back(value):
    assert real("delta", value, 0, 1) == value == real("delta", np.float64(value), 0, 1)


@pytest.mark.parametrize("value", [0, 1, -1, 2, float("inf"), -float("inf")])
def test_numbers_outside_are_named_with_the_interval(value):
    with pytest.raises(ValueError, match=r"delta=.* must lie in \(0, 1\)"):
        real("delta", value, 0, 1)


@pytest.mark.parametrize("value", [float("nan"), None, "0.5", True, [0.5], 1j, np.bool_(True)])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(ValueError, match=r"delta=.* must be a number in \(0, 1\)"):
        real("delta", value, 0, 1)


def test_closed_ends_belong_to_the_interval():
    assert real("rate", 1, 0, 1, high_open=False) == 1.0
    assert real("rate", 0, 0, 1, low_open=False) == 0.0
    with pytest.raises(ValueError, match=r"must lie in \(0, 1\]"):
        real("rate", 0, 0, 1, high_open=False)


def test_positive_is_finite():
    assert positive("epsilon", np.float32(2)) == 2.0
    for value in (0, -1, float("inf")):
        with pytest.raises(ValueError, match=r"epsilon=.* must lie in \(0, inf\)"):
            positive("epsilon", value)


@pytest.mark.parametrize("value", [0, -3, 1.0, 2.5, "3", None, True, float("nan")])
def test_whole_numbers_are_whole(value):
    with pytest.raises(ValueError, match=r"steps=.* must be a whole number of at least 1"):
        whole("steps", value)


def test_whole_numbers_of_numpy_become_plain():
    assert whole("steps", np.int64(5)) == 5 and type(whole("steps", np.int64(5))) is int
    assert whole("steps", 0, low=0) == 0


def test_words_are_listed():
    with pytest.raises(ValueError, match="accountant='gdp' must be one of: pld, rdp"):
        one_of("accountant", "gdp", ("pld", "rdp"))

"""Checks of arguments: what is right comes back, what is wrong is named with its range."""

from __future__ import annotations

import numpy as np
import pytest
from execml.course.validation import (
    at_least_zero,
    finite,
    flag,
    function,
    generator,
    instance,
    mapping,
    one_of,
    positive,
    real,
    several,
    share,
    shown,
    text,
    whole,
)
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


NOTHING = [None, float("nan"), 1j, object(), b"bytes"]


@pytest.mark.parametrize(
    ("check", "wrong"),
    [
        (lambda value: flag("it", value), [*NOTHING, 0, 1, "True", "", [], np.array([True])]),
        (lambda value: text("it", value), [*NOTHING, 0, "", "  ", ["a"]]),
        (lambda value: text("it", value, empty=True), [*NOTHING, 0, ["a"]]),
        (lambda value: generator("it", value), [*NOTHING, 0, np.random.RandomState(0), np.random]),
        (lambda value: function("it", value), [*NOTHING, 0, "len"]),
        (lambda value: instance("it", value, dict), [*NOTHING, [], "a"]),
        (
            lambda value: several("it", value),
            [*NOTHING, 3, "abc", {"a": 1}, [], (), np.array(3.0), np.empty(0)],
        ),
        (lambda value: several("it", value, least=2), [[1], (1,)]),
        (lambda value: mapping("it", value), [*NOTHING, {}, [("a", 1)], "a"]),
        (lambda value: one_of("it", value, ("a", "b")), [*NOTHING, "c", "", ["a"], np.array(["a"])]),
        (lambda value: whole("it", value, high=10), [*NOTHING, 0, 11, 10**30, 2.0, True, np.bool_(True)]),
        (lambda value: finite("it", value), [*NOTHING, float("inf"), -float("inf"), "1", True, 10**400]),
        (lambda value: at_least_zero("it", value), [*NOTHING, -1e-300, float("inf")]),
        (lambda value: share("it", value), [*NOTHING, -0.1, 1.1, 10**400]),
    ],
)
def test_what_an_argument_cannot_be_is_refused_with_its_name(check, wrong):
    for value in wrong:
        with pytest.raises(ValueError, match=r"^it[= ]"):
            check(value)


def test_what_an_argument_can_be_comes_back():
    draw = np.random.default_rng(0)
    assert flag("it", np.True_) is True and flag("it", False) is False
    assert generator("it", draw) is draw and function("it", len) is len
    assert several("it", np.arange(2)) == [0, 1] and mapping("it", {"a": 1}) == {"a": 1}
    assert share("it", 1) == 1.0 and finite("it", -3) == -3.0 and at_least_zero("it", 0) == 0.0


def test_a_message_shows_an_array_by_its_shape_and_cuts_what_is_long():
    assert shown(np.zeros((3, 2))) == "ndarray of shape (3, 2)"
    assert len(shown(list(range(1000)))) == 80 and shown(float("nan")) == "nan"

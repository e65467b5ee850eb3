"""Names and letters: case, kind, container, order; and what is said to what is none."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from execml.course.answers.names import for_each, letters, name, name_and_number, named, several
from execml.course.answers.verdicts import NotYet


@pytest.mark.parametrize("answer", ["b", " B ", "Vendor B", '"B"', "b.", np.str_("B"), b"B", ["b"], {"B"}])
def test_a_letter_is_known_in_any_dress(answer):
    assert name(answer, "ABC", "vendor") == "B"


@pytest.mark.parametrize("answer", ["A or B", "A, B", "D", "", 2, None, ["A", "B"], "BB", "not sure"])
def test_what_is_not_one_of_the_letters_is_none_of_them(answer):
    assert named(answer, "ABC") is None


def test_of_several_words_the_beginning_will_do_where_it_means_one():
    jobs = ["nightly refresh", "nightly report", "search"]
    assert named("Nightly Ref", jobs) == "nightly refresh"
    assert named("nightly", jobs) is None and named("se", jobs) is None


def test_yes_and_no_may_be_true_and_false():
    assert [named(answer, ("yes", "no")) for answer in (True, np.False_, "YES")] == ["yes", "no", "yes"]
    assert named(True, ("open", "closed")) is None


@pytest.mark.parametrize(
    "answer",
    [
        "AC",
        "c, a",
        "C and A",
        "vendors A C",
        ["A", "C", "a"],
        {"A": True, "B": False, "C": True},
        pd.Series(["A", "C"], index=[5, 9]),
        (letter for letter in "ac"),
        np.array(["A", "C"]),
        [["A"], ["C"]],
    ],
)
def test_letters_are_read_from_any_list(answer):
    assert set(letters(answer, "ABC", "vendor")) == {"A", "C"}


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("AD", "no vendor 'D': choose among A, B, C"),
        (5, "letters of the vendors in a list, .*; this is a number"),
        ({"A": 1}, "letters of the vendors in a list"),
        (["A", None], "no vendor nothing"),
    ],
)
def test_other_letters_are_named(answer, words):
    with pytest.raises(NotYet, match=words):
        letters(answer, "ABC", "vendor")


@pytest.mark.parametrize("answer", [("A", 1), ["A", 1], pd.Series(["A", 1], index=[3, 2])])
def test_several_things_are_a_list(answer):
    assert several(answer, 2, "two things") == ["A", 1]


@pytest.mark.parametrize("answer", ["AB", ("A",), (1, 2, 3), 5.0, None, {"a": 1, "b": 2}, np.eye(2), {1, 2}])
def test_what_has_no_order_or_another_length_is_not_several(answer):
    with pytest.raises(NotYet, match="two things"):
        several(answer, 2, "two things")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (("D", 1), "no vendor 'D'"),
        ((1, "D"), "no vendor 'D'"),
        (("A", "much"), "The gain should be one number"),
        ((1, 2), "no vendor 1"),
        ("A, 1", "two things"),
        (("A", 1, 2), "two things"),
    ],
)
def test_a_pair_says_which_of_the_two_is_off(answer, words):
    with pytest.raises(NotYet, match=words):
        name_and_number(answer, "AB", "vendor", "the gain", "two things")


def test_a_pair_may_come_in_either_order():
    for answer in (("b", "0.5"), (0.5, "B"), {"B", 0.5}, np.array(["B", "0.5"])):
        assert name_and_number(answer, "AB", "vendor", "the gain", "two things") == ("B", 0.5)


def test_each_name_gets_its_own_whatever_the_order():
    for answer in (
        {"b": 2, "A": 1},
        pd.Series({"B": 2, "A": 1}),
        [("B", 2), ("A", 1)],
        [1, 2],
        pd.Series([1, 2]),
    ):
        assert for_each(answer, "AB", "each") == {"A": 1, "B": 2}
    with pytest.raises(NotYet, match="each"):
        for_each("AB", "AB", "each")

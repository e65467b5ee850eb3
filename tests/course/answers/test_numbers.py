"""Numbers in answers: how people write them, to how many digits, and which mistake one is."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from execml.course.answers.numbers import all_close, close, compare, missing_digits, number, numbers, same
from execml.course.answers.verdicts import NotYet, demand
from hypothesis import given, settings
from hypothesis import strategies as st


class TestNumber:
    @settings(deadline=None, max_examples=50)
    @given(st.floats(allow_nan=False, allow_infinity=False))
    def test_number_returns_what_it_was_given(self, value):
        assert number(value) == number(np.float64(value)) == number(repr(value)) == value

    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("9,503", 9503),
            ("1,234,567.5", 1234567.5),
            ("−0.5", -0.5),
            ("12,5", 12.5),
            ("0,006", 0.006),
            (" 1e-3 ", 0.001),
            ("1_000", 1000),
        ],
    )
    def test_a_text_is_read_as_people_write(self, text, value):
        assert number(text) == value

    @pytest.mark.parametrize(
        ("answer", "words"),
        [
            (10**400, "one number of an ordinary size, and this one is too large"),
            (pd.NA, "of the type NAType"),
            ("12 percent", 'this is the text "12 percent"'),
            ([1, 2], "a list of 2"),
            (np.bool_(True), "this is True"),
            (Decimal("NaN"), "missing value"),
        ],
    )
    def test_what_is_no_number_is_described_truly(self, answer, words):
        with pytest.raises(NotYet, match=words):
            number(answer)


class TestNumbers:
    @pytest.mark.parametrize(
        "answer",
        [[1, 2], np.array([[1, 2]]), np.array([[1], [2]]), ("1", "2"), pd.Series([1, 2], index=[4, 9])],
    )
    def test_a_row_is_read_from_any_container(self, answer):
        assert numbers(answer, 2, "Answer with").tolist() == [1.0, 2.0]

    @pytest.mark.parametrize(
        ("answer", "words"),
        [
            ([[1.0, 2.0], [3.0]], "Answer with 3 numbers, one for each column; this is a list of 2"),
            (np.eye(2), "an array of 2 by 2"),
            ({"a": 1}, "a dict of 1"),
            ("much", 'the text "much"'),
        ],
    )
    def test_anything_else_is_described(self, answer, words):
        with pytest.raises(NotYet, match=words):
            numbers(answer, 3, "Answer with")


class TestCloseness:
    @settings(deadline=None, max_examples=200)
    @given(st.floats(1e-12, 1e12), st.sampled_from([1, -1]))
    def test_three_digits_are_enough_and_two_are_not(self, size, sign):
        target = sign * size
        assert close(float(f"{target:.3g}"), target)
        assert not close(target * 1.006, target, within=0.0)

    def test_an_answer_at_zero_may_be_off_by_what_is_allowed(self):
        assert close(4e-4, 0.0, within=5e-4) and not close(4e-4, 0.0)

    def test_rows_are_measured_by_their_largest_number(self):
        assert all_close(np.array([0.333, 0.0]), np.array([1 / 3, 4e-4]))
        assert not all_close(np.array([0.333, 0.0]), np.array([1 / 3, 6e-4]))

    def test_a_long_number_is_not_called_a_mistake_by_coincidence(self):
        assert same(0.971, 0.97123456) and same(np.float32(0.97123456), 0.97123456)
        assert not same(0.97101, 0.97123456) and not same(1.0, 0.97123456)


class TestCompare:
    @pytest.mark.parametrize(
        ("value", "words"),
        [
            (0.33, "0.33 is right as far as it goes: give three significant digits."),
            (0.667, "That is two of them"),
            (0.5, "Divide by three"),
        ],
    )
    def test_each_kind_of_wrong_has_its_sentence(self, value, words):
        with pytest.raises(NotYet, match=words):
            compare(value, 1 / 3, "Divide by three.", [(2 / 3, "That is two of them.")])

    def test_the_right_answer_passes_even_where_a_mistake_looks_alike(self):
        compare(0.333, 1 / 3, "no", [(0.3334, "no")])

    def test_a_count_wants_all_its_digits(self):
        assert missing_digits(16_800_000, 2**24, whole=True).startswith("16,800,000 is right as far")
        assert missing_digits(2**24, 2**24, whole=True) == "" == missing_digits(300, 256, whole=True)


def test_demand_wants_every_element_of_an_array():
    demand(np.array([True, True]), "no")
    with pytest.raises(NotYet, match=r"^no$"):
        demand(np.array([True, False]), "no")

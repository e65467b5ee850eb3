"""Durations in words: two digits, the largest unit that fits, and never a wrong size."""

import math

import pytest
from execml.quantum_ml.forecast.durations import YEAR, in_words
from hypothesis import given
from hypothesis import strategies as st

SIZES = {"millisecond": 1e-3, "second": 1, "minute": 60, "hour": 3_600, "day": 86_400, "year": YEAR}


@given(st.floats(1e-5, 1e12))
def test_the_words_are_within_two_digits_of_the_seconds(seconds):
    count, unit = in_words(seconds).split()
    assert float(count.replace(",", "")) * SIZES[unit.removesuffix("s")] == pytest.approx(seconds, rel=0.051)


def test_never_and_beyond_counting_and_nonsense():
    assert in_words(math.inf) == "never"
    assert in_words(1e20 * YEAR) == "10^20 years"
    assert (in_words(1), in_words(YEAR)) == ("1 second", "1 year")
    for wrong in (-1, math.nan, "soon", None):
        with pytest.raises(ValueError, match="seconds="):
            in_words(wrong)

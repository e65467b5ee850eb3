"""What a search records of a candidate that fails, and of a search in which all fail."""

import math
import warnings
from dataclasses import dataclass

import pytest
from execml.automl.search.attempts import attempt, succeeded


@dataclass(frozen=True)
class One:
    name: str
    error: str = ""


def test_a_measure_comes_back_as_numbers_and_its_warnings_are_kept_quiet() -> None:
    def measures() -> tuple[float, int]:
        warnings.warn("not converged", stacklevel=1)
        return 0.5, 2

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert attempt(measures) == ((0.5, 2.0), "")


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_one_measure_that_is_no_number_fails_the_candidate(value: float) -> None:
    assert attempt(lambda: (value, 1.0)) == ((), f"the score is {value}")
    assert attempt(lambda: (1.0, value))[0] == ()


def test_an_exception_becomes_words_and_an_interruption_does_not() -> None:
    def stopped() -> tuple[float, ...]:
        raise KeyboardInterrupt

    assert attempt(lambda: (float("x"),))[1].startswith("ValueError: could not convert")
    with pytest.raises(KeyboardInterrupt):
        attempt(stopped)


def test_those_that_succeeded_keep_their_order() -> None:
    tried = [One("a"), One("b", "KeyError: b"), One("c")]
    assert succeeded(tried, "trials") == [tried[0], tried[2]]


@pytest.mark.parametrize(
    ("tried", "words"),
    [
        (
            [One("a", "KeyError: a"), One("b", "no")],
            "none of 2 trials succeeded; the first error: KeyError: a",
        ),
        ([], "none of 0 trials succeeded$"),
    ],
)
def test_if_none_succeeded_the_first_error_is_named(tried: list[One], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        succeeded(tried, "trials")

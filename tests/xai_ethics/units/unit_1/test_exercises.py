"""Exercises of unit 1: right answers pass in other forms, and typical mistakes get their own message."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from execml.course.learner.exercises import NotAnswered, NotYet, find
from execml.xai_ethics.units.unit_1.exercises import EXERCISES, VENDORS


def right(one: float, other: float, together: float) -> tuple[float, float]:
    return (one + together - other) / 2, (other + together - one) / 2


@pytest.mark.parametrize(
    "form", [tuple, list, np.array, pd.Series, lambda pair: [round(each, 3) for each in pair]]
)
def test_right_shares_pass_in_any_form(form: Callable[..., Any]) -> None:
    find("xe1.shares").verify(lambda one, other, together: form(right(one, other, together)))


@pytest.mark.parametrize(
    ("identifier", "answer"),
    [
        ("xe1.unused", 0.6),
        ("xe1.unused", "0.6"),
        ("xe1.unused", [0.6]),
        ("xe1.vendor", ("B", 0.14)),
        ("xe1.vendor", [0.14, "vendor b"]),
    ],
)
def test_right_answers_pass(identifier: str, answer: Any) -> None:
    find(identifier).verify(answer)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda a, b, c: (c / 2, c / 2), "half of the whole"),
        (lambda a, b, c: (c - b, c - a), "last to come"),
        (lambda a, b, c: (a, b), "earns alone"),
        (lambda a, b, c: right(a, b, c)[::-1], "exchanged"),
        (lambda a, b, c: (c * a / (a + b), c * b / (a + b)), "in proportion"),
        (lambda a, b, c: (0, 0), "add up to the whole"),
        (lambda a, b, c: 1.0, "2 numbers"),
    ],
)
def test_wrong_shares_get_their_own_message(
    function: Callable[..., Any], words: str, feedback: Callable[..., str]
) -> None:
    assert words in feedback("xe1.shares", function)


def test_a_stub_is_unanswered_and_an_error_is_told() -> None:
    with pytest.raises(NotAnswered):
        find("xe1.shares").verify(lambda a, b, c: ...)
    with pytest.raises(NotYet):
        find("xe1.shares").verify(lambda a, b, c: a / 0)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (0, "interventional game pays"),
        (1.2, "comes second"),
        (1.0, "only a part"),
        (2.0, "own value"),
        (0.3, "for a value of 1"),
        (7, "four values"),
    ],
)
def test_unused_mistakes(answer: float, words: str, feedback: Callable[..., str]) -> None:
    assert words in feedback("xe1.unused", answer)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (("A", 0.14), "adding up is one axiom"),
        (("B", 0.04), "do not cancel"),
        (("B", 0.24), "sum of all columns"),
        (("B", 0.09), "second such column"),
        (("B", 0.5), "Add up the sizes"),
        ("B", "two things"),
    ],
)
def test_vendor_mistakes(answer: Any, words: str, feedback: Callable[..., str]) -> None:
    assert words in feedback("xe1.vendor", answer)


def test_both_vendors_add_up_and_no_message_gives_the_answer_away(feedback: Callable[..., str]) -> None:
    assert sum(VENDORS["vendor A"]) == pytest.approx(sum(VENDORS["vendor B"]))
    said = [feedback("xe1.vendor", ("B", 0.5)), feedback("xe1.unused", 7)]
    said += [text for exercise in EXERCISES for text in (*exercise.hints, exercise.praise)]
    assert not any(secret in text for text in said for secret in ("0.14", "0.6"))

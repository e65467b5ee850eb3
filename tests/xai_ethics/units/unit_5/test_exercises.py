"""Exercises of unit 5: right answers pass in other forms, and typical mistakes get their own message."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from execml.course.learner.exercises import NotAnswered, NotYet, find
from execml.xai_ethics.units.unit_5.exercises import CARD, EXERCISES


def right(wrong: float, accuracy: float, follows: float, stake: float, price: float) -> float:
    return (1 - follows) * (wrong - (1 - accuracy)) * stake - price


@pytest.mark.parametrize("form", [float, np.float64, lambda value: [value], lambda value: f"{value:.4f}"])
def test_right_functions_pass(form: Callable[..., Any]) -> None:
    find("xe5.worth").verify(lambda w, r, f, s, p: form(right(w, r, f, s, p)))


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda w, r, f, s, p: (w - (1 - r)) * s - p, "changes nothing"),
        (lambda w, r, f, s, p: (1 - f) * w * s - p, "wrong too"),
        (lambda w, r, f, s, p: (1 - f) * (w - (1 - r)) * s, "has a price"),
        (lambda w, r, f, s, p: (1 - f) * ((w - (1 - r)) * s - p), "only nods"),
        (lambda w, r, f, s, p: 0.5, "Your function returns"),
    ],
)
def test_worth_mistakes(function: Callable[..., Any], words: str, feedback: Callable[..., str]) -> None:
    assert words in feedback("xe5.worth", function)


def test_a_stub_and_an_error_are_told() -> None:
    with pytest.raises(NotAnswered):
        find("xe5.worth").verify(lambda w, r, f, s, p: ...)
    with pytest.raises(NotYet, match="stopped"):
        find("xe5.worth").verify(lambda w, r, f, s, p: w / 0)


@pytest.mark.parametrize(
    ("identifier", "answer"),
    [
        ("xe5.card", ["B"]),
        ("xe5.card", "entry b"),
        ("xe5.card", {"B": True}),
        ("xe5.vendor", ("A", 0.02)),
        ("xe5.vendor", [9 / 450, "vendor a"]),
    ],
)
def test_right_answers_pass(identifier: str, answer: Any) -> None:
    find(identifier).verify(answer)


@pytest.mark.parametrize(
    ("identifier", "answer", "words"),
    [
        ("xe5.card", ["A", "B"], "A moved"),
        ("xe5.card", ["B", "C"], "C fell"),
        ("xe5.card", ["B", "D"], "nobody promised"),
        ("xe5.card", [], "One entry moved"),
        ("xe5.vendor", ("B", 0.02), "nine minutes"),
        ("xe5.vendor", ("A", 0.012), "all that was overturned"),
        ("xe5.vendor", ("A", 0.009), "not by all reviews"),
        ("xe5.vendor", ("A", 0.75), "rightly overturned"),
        ("xe5.vendor", ("A", 9), "Divide it"),
        ("xe5.vendor", ("A", 0.5), "put right"),
        ("xe5.vendor", "A", "two things"),
    ],
)
def test_each_mistake_gets_its_own_message(
    identifier: str, answer: Any, words: str, feedback: Callable[..., str]
) -> None:
    assert words in feedback(identifier, answer)


def test_one_entry_is_stale_and_no_message_gives_a_number_away(feedback: Callable[..., str]) -> None:
    moved = np.abs(np.subtract(CARD["printed"], CARD["today"])) > np.array(CARD["may differ by"])
    assert moved.tolist() == [False, True, False, False]
    said = [feedback("xe5.vendor", ("A", 0.5)), feedback("xe5.card", [])]
    said += [text for exercise in EXERCISES for text in exercise.hints]
    assert not any("0.02" in text or "450" in text for text in said)

"""Exercises of unit 2: right answers pass in other forms, and typical mistakes get their own message."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from execml.course.learner.exercises import NotAnswered, NotYet, find
from execml.xai_ethics.units.unit_2.exercises import EXERCISES, LEAF


def spoil(values: Any, output: float) -> float:
    values[0] = 0.0
    return output - values.sum()


@pytest.mark.parametrize(
    "function",
    [
        lambda values, output: output - values.sum(),
        lambda values, output: output - sum(values),
        lambda values, output: [output - sum(values.tolist())],
        lambda values, output: np.array(output) - np.sum(values),
        lambda values, output: f"{output - sum(values):.6f}",
    ],
)
def test_right_functions_pass(function: Callable[..., Any]) -> None:
    find("xe2.base").verify(function)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda values, output: output + values.sum(), "sign is wrong"),
        (lambda values, output: output - np.abs(values).sum(), "with their sign"),
        (lambda values, output: values.sum(), "start from"),
        (lambda values, output: output - values.max(), "All values"),
        (lambda values, output: 1.0, "it returns"),
    ],
)
def test_base_mistakes(function: Callable[..., Any], words: str, feedback: Callable[..., str]) -> None:
    assert words in feedback("xe2.base", function)


def test_a_stub_an_error_and_a_change_of_the_argument_are_told() -> None:
    with pytest.raises(NotAnswered):
        find("xe2.base").verify(lambda values, output: ...)
    with pytest.raises(NotYet, match="stopped"):
        find("xe2.base").verify(lambda values, output: values.nothing)
    with pytest.raises(NotYet, match="work on a copy"):
        find("xe2.base").verify(spoil)


@pytest.mark.parametrize(
    ("identifier", "answer"),
    [
        ("xe2.leaf", 0.02),
        ("xe2.leaf", "0.02"),
        ("xe2.leaf", [0.02]),
        ("xe2.vendor", ("C", 0.06)),
        ("xe2.vendor", [0.06, "vendor c"]),
    ],
)
def test_right_answers_pass(identifier: str, answer: Any) -> None:
    find(identifier).verify(answer)


@pytest.mark.parametrize(
    ("identifier", "answer", "words"),
    [
        ("xe2.leaf", LEAF / 3, "nobody had to stay out"),
        ("xe2.leaf", LEAF / 5, "all five"),
        ("xe2.leaf", 0.03, "charged"),
        ("xe2.leaf", 1 / 30, "Multiply"),
        ("xe2.leaf", -0.02, "must join earns"),
        ("xe2.leaf", 9, "Count orders"),
        ("xe2.vendor", ("A", 0.24), "says so"),
        ("xe2.vendor", ("B", 0.81), "everybody can see"),
        ("xe2.vendor", ("C", 0.24), "A's fidelity"),
        ("xe2.vendor", ("C", 0.81), "B's fidelity"),
        ("xe2.vendor", ("C", 0.5), "Read off"),
        ("xe2.vendor", "C", "two things"),
    ],
)
def test_each_mistake_gets_its_own_message(
    identifier: str, answer: Any, words: str, feedback: Callable[..., str]
) -> None:
    assert words in feedback(identifier, answer)


def test_no_message_gives_the_answer_away(feedback: Callable[..., str]) -> None:
    said = [feedback("xe2.leaf", 9), feedback("xe2.vendor", ("C", 0.5))]
    said += [text for exercise in EXERCISES for text in (*exercise.hints, exercise.praise)]
    assert not any("0.02" in text or "0.06" in text for text in said)

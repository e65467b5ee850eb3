"""Exercises of unit 4: right answers pass in other forms, and typical mistakes get their own message."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from execml.course.learner.exercises import NotAnswered, NotYet, find
from execml.xai_ethics import impossibility
from execml.xai_ethics.units.unit_4.exercises import EXERCISES, VENDORS


@pytest.mark.parametrize(
    "function",
    [
        lambda p, ppv, fnr: p / (1 - p) * (1 - ppv) / ppv * (1 - fnr),
        lambda p, ppv, fnr: impossibility(p, ppv, fnr),
        lambda p, ppv, fnr: [float(impossibility(p, ppv, fnr))],
        lambda p, ppv, fnr: f"{float(impossibility(p, ppv, fnr)):.6f}",
    ],
)
def test_right_functions_pass(function: Callable[..., Any]) -> None:
    find("xe4.forced").verify(function)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda p, ppv, fnr: p * (1 - ppv) / ppv * (1 - fnr), "share of all"),
        (lambda p, ppv, fnr: p / (1 - p) * ppv / (1 - ppv) * (1 - fnr), "precision stand upside down"),
        (lambda p, ppv, fnr: p / (1 - p) * (1 - ppv) / ppv * fnr, "not missed"),
        (lambda p, ppv, fnr: (1 - p) / p * (1 - ppv) / ppv * (1 - fnr), "base rate stand upside down"),
        (lambda p, ppv, fnr: 0.5, "your function returns"),
    ],
)
def test_forced_mistakes(function: Callable[..., Any], words: str, feedback: Callable[..., str]) -> None:
    assert words in feedback("xe4.forced", function)


def test_a_stub_and_an_error_are_told() -> None:
    with pytest.raises(NotAnswered):
        find("xe4.forced").verify(lambda p, ppv, fnr: ...)
    with pytest.raises(NotYet, match="stopped"):
        find("xe4.forced").verify(lambda p, ppv, fnr: p / 0)


@pytest.mark.parametrize(
    ("identifier", "answer"),
    [
        ("xe4.apart", ["A", "C", "D"]),
        ("xe4.apart", "d, a and c"),
        ("xe4.apart", np.array(["A", "C", "D"])),
        ("xe4.vendor", ("A", 30)),
        ("xe4.vendor", [30.0, "vendor a"]),
    ],
)
def test_right_answers_pass(identifier: str, answer: Any) -> None:
    find(identifier).verify(answer)


@pytest.mark.parametrize(
    ("identifier", "answer", "words"),
    [
        ("xe4.apart", ["A", "B", "C", "D"], "may be chance"),
        ("xe4.apart", ["C", "D"], "many clients"),
        ("xe4.apart", ["A", "C"], "two directions"),
        ("xe4.apart", ["A", "D"], "only just"),
        ("xe4.vendor", ("B", 30), "nobody better off"),
        ("xe4.vendor", ("A", 50), "women only"),
        ("xe4.vendor", ("A", 0.05), "a share"),
        ("xe4.vendor", ("A", 5), "points"),
        ("xe4.vendor", ("A", 20), "do not change"),
        ("xe4.vendor", ("A", 7), "600 women"),
        ("xe4.vendor", "A", "two things"),
    ],
)
def test_each_mistake_gets_its_own_message(
    identifier: str, answer: Any, words: str, feedback: Callable[..., str]
) -> None:
    assert words in feedback(identifier, answer)


def test_both_vendors_pass_the_test_and_no_message_gives_the_answer_away(
    feedback: Callable[..., str],
) -> None:
    assert VENDORS["gap after"] == (0.0, 0.0)
    said = [feedback("xe4.vendor", ("A", 7)), feedback("xe4.apart", ["A", "D"])]
    said += [text for exercise in EXERCISES for text in (*exercise.hints, exercise.praise)]
    assert not any("30" in text for text in said)

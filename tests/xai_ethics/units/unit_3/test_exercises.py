"""Exercises of unit 3: right answers pass in other forms, and typical mistakes get their own message."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from execml.course.learner.exercises import find
from execml.xai_ethics.units.unit_3.exercises import ASKED, EXERCISES, LABELS, LETTERS, VENDORS


@pytest.mark.parametrize(
    ("identifier", "answer"),
    [
        ("xe3.survival", sum(ASKED in each for each in LETTERS)),
        ("xe3.survival", np.int64(4)),
        ("xe3.survival", "4"),
        ("xe3.labels", ["D"]),
        ("xe3.labels", "d"),
        ("xe3.labels", {"D": True, "A": False}),
        ("xe3.vendor", ("B", 0.31)),
        ("xe3.vendor", [0.31, "b"]),
    ],
)
def test_right_answers_pass(identifier: str, answer: Any) -> None:
    find(identifier).verify(answer)


@pytest.mark.parametrize(
    ("identifier", "answer", "words"),
    [
        ("xe3.survival", 5, "leave it out"),
        ("xe3.survival", 4 / 9, "number of letters"),
        ("xe3.survival", 2, "Any place counts"),
        ("xe3.survival", 9, "Go through"),
        ("xe3.labels", ["A"], "lacks a seed"),
        ("xe3.labels", ["B", "D"], "can be signed"),
        ("xe3.labels", ["C", "D"], "another game"),
        ("xe3.labels", "A, D", "states everything"),
        ("xe3.vendor", ("A", 0.31), "last two rows"),
        ("xe3.vendor", ("B", 62), "Divide"),
        ("xe3.vendor", ("B", 0.35), "main reason"),
        ("xe3.vendor", ("B", 1.0), "test that it passes"),
        ("xe3.vendor", "B", "two things"),
    ],
)
def test_each_mistake_gets_its_own_message(
    identifier: str, answer: Any, words: str, feedback: Callable[..., str]
) -> None:
    assert words in feedback(identifier, answer)


def test_the_vendor_who_passes_the_test_is_the_wrong_one_and_no_message_gives_it_away(
    feedback: Callable[..., str],
) -> None:
    flip, unstated = (
        np.array(VENDORS["all stated reasons flip it"]),
        np.array(VENDORS["an unstated one flips it alone"]),
    )
    assert flip.argmax() == unstated.argmax()
    assert LABELS["standard error"][3] == "not given"
    said = [feedback("xe3.vendor", ("B", 0.9)), feedback("xe3.survival", 9)]
    said += [text for exercise in EXERCISES for text in (*exercise.hints, exercise.praise)]
    assert not any("0.31" in text or "62" in text for text in said)

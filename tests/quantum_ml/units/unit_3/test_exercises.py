"""Exercises of unit 3: right answers pass, and typical mistakes get their own message."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from execml.course import load
from execml.course.learner.exercises import find


def test_right_answers_pass() -> None:
    middle = load("credit")["limit"].median()
    for answer in (middle, int(middle), f"{middle:.0f}"):
        find("qm3.median_limit").verify(answer)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (load("credit")["limit"].mean(), "pull up"),
        (load("credit")["limit"].min(), "Fewer than half"),
        (load("credit")["limit"].max(), "More than half"),
        ("a lot", "one number"),
    ],
)
def test_each_mistake_gets_its_own_message(answer: object, words: str, feedback: Callable[..., str]) -> None:
    assert words in feedback("qm3.median_limit", answer)

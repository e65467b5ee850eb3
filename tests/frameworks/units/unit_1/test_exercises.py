"""Exercises of unit 1: worked answers pass, and typical mistakes get their own message."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from execml.course.learner.exercises import find
from execml.frameworks.units.unit_1.exercises import BUDGET, EXERCISES, REPORTS


def least_segments() -> int:
    def held(segments: int) -> float:
        return segments * BUDGET["state at a checkpoint"] + 96 / segments * BUDGET["values inside one layer"]

    return min((count for count in range(1, 97) if 96 % count == 0), key=held)


@pytest.mark.parametrize(
    ("identifier", "answer"),
    [
        ("fw1.segments", least_segments()),
        ("fw1.segments", float(least_segments())),
        ("fw1.report", ("B", 1e-2)),
        ("fw1.report", ["b", 0.01]),
        ("fw1.report", ("B, float64", 1e-2)),
        ("fw1.report", (np.float64(0.01), "b float64")),
        ("fw1.vendor", "B"),
        ("fw1.vendor", ["vendor b"]),
    ],
)
def test_right_answers_pass(identifier: str, answer: Any) -> None:
    find(identifier).verify(answer)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (8, "square root"),
        (1, "as a whole"),
        (96, "every layer"),
        (10, "do not divide"),
        (12, "Another division"),
        (2.5, "whole number"),
        ("many", "one number"),
    ],
)
def test_segment_mistakes_get_their_own_message(
    answer: Any, words: str, feedback: Callable[..., str]
) -> None:
    assert words in feedback("fw1.segments", answer)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (("A", 1e-2), "falls with the square"),
        (("C", 1e-2), "rounding"),
        (("B", 1e-4), "suits float64"),
        (("B", 1e-3), "not C's best"),
        (("B", 0.5), "none of those"),
        (("D", 1e-2), "no supplier"),
        ("B", "two things"),
        (("D, float64", 1e-2), "no supplier"),
        (("C, float32", 1e-2), "rounding"),
    ],
)
def test_report_mistakes_get_their_own_message(answer: Any, words: str, feedback: Callable[..., str]) -> None:
    assert words in feedback("fw1.report", answer)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("A", "slope of tanh there"),
        ("c", "pass through tanh"),
        ("D", "choose among"),
        (2, "letters of the vendors"),
        ("AB", "One of the three"),
    ],
)
def test_vendor_mistakes_get_their_own_message(answer: Any, words: str, feedback: Callable[..., str]) -> None:
    assert words in feedback("fw1.vendor", answer)


def test_the_reports_are_shaped_like_measured_ones() -> None:
    for name in ("A, float64", "C, float32"):
        errors = REPORTS[name]
        turn = errors.index(min(errors))
        assert 0 < turn < len(errors) - 1
        assert list(errors[: turn + 1]) == sorted(errors[: turn + 1], reverse=True)
    assert min(REPORTS["B, float64"]) > 1e-3


def test_no_message_gives_the_answer_away(feedback: Callable[..., str]) -> None:
    said = [feedback("fw1.segments", answer) for answer in (1, 8, 12, 96)]
    said += [feedback("fw1.report", ("B", 1e-3)), feedback("fw1.vendor", "A"), feedback("fw1.vendor", "C")]
    said += [text for exercise in EXERCISES for text in (*exercise.hints, exercise.praise)]
    for secret in (f" {least_segments()} ", "0.01", "1e-2", "1e-02"):
        assert not any(secret in text for text in said)

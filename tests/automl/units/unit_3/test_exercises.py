"""Exercises of unit 3: worked answers pass, and typical mistakes get their own message."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from execml.automl import expected_best
from execml.automl.units.unit_3.exercises import EXERCISES, REPORT
from execml.course.learner.exercises import find


def difference_error(first: float, second: float, correlation: float) -> float:
    return np.sqrt(first**2 + second**2 - 2 * correlation * first * second)


def enough(scores: np.ndarray, tolerance: float) -> int:
    goal = expected_best(scores, len(scores)) - tolerance
    return next(count for count in range(1, len(scores) + 1) if expected_best(scores, count) >= goal)


def share_of_goal(scores: np.ndarray, tolerance: float) -> int:
    goal = expected_best(scores, len(scores)) * (1 - tolerance)
    return next(count for count in range(1, len(scores) + 1) if expected_best(scores, count) >= goal)


@pytest.mark.parametrize(
    ("identifier", "answer"),
    [
        ("am3.difference_error", difference_error),
        ("am3.enough", enough),
        ("am3.board_lines", "CE"),
        ("am3.board_lines", "e, c"),
        ("am3.board_lines", ["E", "C"]),
        ("am3.board_lines", ("c", "e")),
        ("am3.board_lines", np.array(["C", "E"])),
    ],
)
def test_right_answers_pass(identifier: str, answer: Any) -> None:
    find(identifier).verify(answer)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda a, b, r: np.hypot(a, b), "independent"),
        (lambda a, b, r: np.sqrt(a**2 + b**2 + 2 * r * a * b), "error of a sum"),
        (lambda a, b, r: a**2 + b**2 - 2 * r * a * b, "variance"),
        (lambda a, b, r: np.sqrt(a**2 + b**2 - r * a * b), "once for each model"),
        (lambda a, b, r: a + b, "their squares do"),
        (lambda a, b, r: abs(a - b), "do not subtract"),
        (lambda a, b, r: 0.5, "equal errors"),
        (lambda a, b, r: "small", "one number"),
    ],
)
def test_difference_mistakes_get_their_own_message(
    function: Callable[..., Any], words: str, feedback: Callable[..., str]
) -> None:
    assert words in feedback("am3.difference_error", function)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda scores, tolerance: enough(scores, tolerance) - 1, "One too few"),
        (lambda scores, tolerance: len(scores), "fewer evaluations suffice"),
        (lambda scores, tolerance: 1, "not yet close enough"),
        (share_of_goal, "share"),
    ],
)
def test_stopping_mistakes_get_their_own_message(
    function: Callable[..., Any], words: str, feedback: Callable[..., str]
) -> None:
    assert words in feedback("am3.enough", function)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("ACE", "learned by heart"),
        ("BCE", "highest of many"),
        ("CDE", "used up"),
        ("C", "one more line"),
        ("E", "one more line"),
        ("", "one more line"),
        ("CEF", "passes the test of this unit"),
        ("CG", "no line 'G'"),
        (5, "letters"),
    ],
)
def test_board_mistakes_get_their_own_message(answer: Any, words: str, feedback: Callable[..., str]) -> None:
    assert words in feedback("am3.board_lines", answer)


def test_no_message_gives_the_answer_away(feedback: Callable[..., str]) -> None:
    said = [feedback("am3.board_lines", wrong) for wrong in ("A", "B", "D", "C", "ABCDE")]
    said += [text for exercise in EXERCISES for text in (*exercise.hints, exercise.praise)]
    for secret in ("CE", "C and E", "line C", "line E", "sqrt(", "- 2 *"):
        assert not any(secret in text for text in said)


def test_the_line_with_the_highest_score_is_not_fit_for_the_board() -> None:
    figures = [float(line.split("AUC ")[1].split()[0]) for line in REPORT["the report says"] if "AUC" in line]
    assert REPORT["they also chose the model"][int(np.argmax(figures))]

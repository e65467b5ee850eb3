"""Exercises of unit 3: worked answers pass, stubs are invited, typical mistakes get their own message."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from execml.automl import expected_best
from execml.automl.exercises.unit_3 import EXERCISES, REPORT
from execml.course import check, hint
from execml.course.exercises import NotAnswered, NotYet, find
from execml.course.quizzes import questions


def difference_error(first: float, second: float, correlation: float) -> float:
    return np.sqrt(first**2 + second**2 - 2 * correlation * first * second)


def enough(scores: np.ndarray, tolerance: float) -> int:
    goal = expected_best(scores, len(scores)) - tolerance
    return next(count for count in range(1, len(scores) + 1) if expected_best(scores, count) >= goal)


def share_of_goal(scores: np.ndarray, tolerance: float) -> int:
    goal = expected_best(scores, len(scores)) * (1 - tolerance)
    return next(count for count in range(1, len(scores) + 1) if expected_best(scores, count) >= goal)


def feedback(identifier: str, answer: Any) -> str:
    with pytest.raises(NotYet) as raised:
        find(identifier).verify(answer)
    return str(raised.value)


@pytest.mark.parametrize(
    ("identifier", "answer"),
    [
        ("am3.difference_error", difference_error),
        ("am3.enough", enough),
        ("am3.board_lines", "CE"),
        ("am3.board_lines", "e, c"),
        ("am3.board_lines", ["E", "C"]),
        ("am3.board_lines", ("c", "e")),
    ],
)
def test_right_answers_pass(identifier: str, answer: Any) -> None:
    find(identifier).verify(answer)


@pytest.mark.parametrize("exercise", [exercise.id for exercise in EXERCISES])
def test_an_open_stub_is_invited_to_answer(exercise: str, capsys: pytest.CaptureFixture[str]) -> None:
    check(exercise, ...)
    assert "Your turn" in capsys.readouterr().out


@pytest.mark.parametrize("identifier", ["am3.difference_error", "am3.enough"])
def test_an_open_function_counts_as_unanswered(identifier: str) -> None:
    with pytest.raises(NotAnswered):
        find(identifier).verify(lambda *arguments: ...)


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
def test_difference_mistakes_get_their_own_message(function: Callable[..., Any], words: str) -> None:
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
def test_stopping_mistakes_get_their_own_message(function: Callable[..., Any], words: str) -> None:
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
        ("CF", "only the lines"),
        (5, "letters"),
    ],
)
def test_board_mistakes_get_their_own_message(answer: Any, words: str) -> None:
    assert words in feedback("am3.board_lines", answer)


def test_no_message_gives_the_answer_away() -> None:
    said = [feedback("am3.board_lines", wrong) for wrong in ("A", "B", "D", "C", "ABCDE")]
    said += [text for exercise in EXERCISES for text in (*exercise.hints, exercise.praise)]
    for secret in ("CE", "C and E", "line C", "line E", "sqrt(", "- 2 *"):
        assert not any(secret in text for text in said)


def test_the_line_with_the_highest_score_is_not_fit_for_the_board() -> None:
    figures = [float(line.split("AUC ")[1].split()[0]) for line in REPORT["the report says"] if "AUC" in line]
    assert REPORT["they also chose the model"][int(np.argmax(figures))]


def test_hints_are_shown_in_three_steps(capsys: pytest.CaptureFixture[str]) -> None:
    for exercise in EXERCISES:
        for step in (1, 2, 3):
            hint(exercise.id, step)
            assert f"Hint {step} of 3" in capsys.readouterr().out


def test_each_quiz_question_has_one_right_option_and_explains_all() -> None:
    asked = questions("am3")
    assert len(asked) == 3
    for question in asked:
        assert [option["right"] for option in question["options"]].count(True) == 1
        assert all(len(option["why"].split()) > 5 for option in question["options"])

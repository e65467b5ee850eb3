"""Exercises of unit 1: worked answers pass, and typical mistakes get their own message."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from execml.course.learner.exercises import find
from execml.differential_privacy.units.unit_1.exercises import AUDITS, EXERCISES, FILES


def newcomer(before: float, after: float, head_count: int) -> float:
    return (head_count + 1) * after - head_count * before


@pytest.mark.parametrize(
    ("identifier", "answer"),
    [
        ("dp1.newcomer", newcomer),
        ("dp1.leaking_file", ("C", 390)),
        ("dp1.leaking_file", ["file c", "390"]),
        ("dp1.riskier_model", ("B", 35)),
        ("dp1.riskier_model", ["b", 35.1]),
    ],
)
def test_right_answers_pass(identifier: str, answer: Any) -> None:
    find(identifier).verify(answer)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda before, after, n: n * before - (n - 1) * after, "who leaves"),
        (lambda before, after, n: after - before, "difference of averages"),
        (lambda before, after, n: n * (after - before), "same head count"),
        (lambda before, after, n: n * before - (n + 1) * after, "sign"),
        (lambda before, after, n: after, "your function returns"),
        (lambda before, after, n: "much", "one number"),
    ],
)
def test_newcomer_mistakes_get_their_own_message(
    function: Callable[..., Any], words: str, feedback: Callable[..., str]
) -> None:
    assert words in feedback("dp1.newcomer", function)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (("A", 10), "by chance alone"),
        (("B", 10), "by chance alone"),
        (("C", 410), "all of them"),
        (("C", 20), "what chance gives away"),
        (("C", 20.5), "a quotient"),
        (("C", -390), "turn the sign"),
        (("C", 100), "take off"),
        (("D", 390), "no file"),
        ("C", "two things"),
    ],
)
def test_leaking_file_mistakes_get_their_own_message(
    answer: Any, words: str, feedback: Callable[..., str]
) -> None:
    assert words in feedback("dp1.leaking_file", answer)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (("A", 1.3), "few false alarms"),
        (("B", 4), "1% false alarms"),
        (("B", 1 / 35), "upside down"),
        (("B", 0.035), "divide"),
        (("B", 100), "the odds are not"),
        (("C", 35), "no model"),
        ("B", "two things"),
        (("B", "high"), "one number"),
    ],
)
def test_riskier_model_mistakes_get_their_own_message(
    answer: Any, words: str, feedback: Callable[..., str]
) -> None:
    assert words in feedback("dp1.riskier_model", answer)


def test_no_message_gives_the_answer_away(feedback: Callable[..., str]) -> None:
    said = [feedback("dp1.leaking_file", ("C", 100)), feedback("dp1.riskier_model", ("B", 100))]
    said += [text for exercise in EXERCISES for text in (*exercise.hints, exercise.praise)]
    for secret in ("390", "35", "head_count + 1"):
        assert not any(secret in text for text in said)


def test_the_audits_set_the_average_against_the_confident_attack() -> None:
    averages, strict = np.array(AUDITS["attack AUC"]), np.array(AUDITS["found at 0.1% false alarms"])
    assert averages.argmax() != strict.argmax()


def test_all_files_pass_the_test_on_groups_and_the_one_with_the_largest_groups_leaks() -> None:
    smallest, known, chance = (np.array(FILES[column]) for column in list(FILES)[1:])
    assert (smallest >= 5).all()
    assert (known - chance).argmax() == smallest.argmax() == FILES["file"].index("C")
    assert (known - chance)[:2].max() < 0.05 * (known - chance).max()

"""Exercises of unit 4: worked answers pass, and typical mistakes get their own message."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from execml.automl import expected_best_of
from execml.automl.units.unit_4.exercises import EXERCISES, REPORTS
from execml.course.learner.exercises import find

NEEDED = math.log(2 * 50 / 0.05) / (2 * 0.02**2)
LUCK = float(np.random.default_rng(0).binomial(400, 0.7, size=(4_000, 500)).max(axis=1).mean() / 400)


@pytest.mark.parametrize(
    ("identifier", "answer"),
    [
        ("am4.clients_needed", NEEDED),
        ("am4.clients_needed", np.int64(math.ceil(NEEDED))),
        ("am4.four_reports", ("C", LUCK)),
        ("am4.four_reports", [" c ", LUCK]),
    ],
)
def test_right_answers_pass(identifier: str, answer: Any) -> None:
    find(identifier).verify(answer)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (math.log(2 / 0.05) / (2 * 0.02**2), "enough for one model"),
        (math.ceil(math.log(2 / 0.05) / (2 * 0.02**2)), "enough for one model"),
        (math.log(50 / 0.05) / (2 * 0.02**2), "both sides"),
        (50 * math.log(2 / 0.05) / (2 * 0.02**2), "inside the logarithm"),
        (math.log(100 / 0.95) / (2 * 0.02**2), "doubt"),
        (math.log(100 / 0.05) / (2 * 0.02), "squared"),
        (math.log(100 / 0.05) / (2 * 2**2), "0.02"),
        (math.log(100 / 0.05) / 0.02**2, "Under the root"),
        (NEEDED - 200, "Square both sides"),
        ("many", "one number"),
    ],
)
def test_clients_needed_mistakes_get_their_own_message(
    answer: Any, words: str, feedback: Callable[..., str]
) -> None:
    assert words in feedback("am4.clients_needed", answer)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (("A", 0.77), "luck"),
        (("B", 0.77), "calendar"),
        (("D", 0.77), "still a test"),
        (("E", 0.77), "no vendor"),
        ("C", "two things"),
        (("C", 0.7), "best of 500"),
        (("C", expected_best_of(500, 400)), "coin flips"),
        (("C", expected_best_of(400, 500, 0.7)), "swapped"),
        (("C", expected_best_of(500, 400, 0.7) - 0.7), "luck alone"),
        (("C", 100 * expected_best_of(500, 400, 0.7)), "percentage"),
        (("C", 0.9), "the share is not"),
        (("C", 0.77), "three significant digits"),  # the number that stands in the table
    ],
)
def test_four_reports_mistakes_get_their_own_message(
    answer: Any, words: str, feedback: Callable[..., str]
) -> None:
    assert words in feedback("am4.four_reports", answer)


def test_vendor_a_reports_what_luck_alone_shows() -> None:
    assert REPORTS["share right"][0] == pytest.approx(LUCK, abs=0.005)


def test_no_message_gives_the_answer_away(feedback: Callable[..., str]) -> None:
    said = [feedback("am4.clients_needed", NEEDED - 200), feedback("am4.four_reports", ("C", 0.9))]
    said += [text for exercise in EXERCISES for text in (*exercise.hints, exercise.praise)]
    for secret in (str(math.ceil(NEEDED)), f"{math.ceil(NEEDED):,}", f"{LUCK:.2f}"[1:]):
        assert not any(secret in text for text in said)

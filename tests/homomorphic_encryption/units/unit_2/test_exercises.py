"""Exercises of unit 2: right answers pass, and typical mistakes get their own message."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from execml.course.learner.exercises import find
from execml.homomorphic_encryption import check_security
from execml.homomorphic_encryption.units.unit_2.exercises import EXERCISES, LOG


@pytest.mark.parametrize(
    ("identifier", "answer"),
    [
        ("he2.left", 42),
        ("he2.left", [42.0]),
        ("he2.left", "42"),
        ("he2.log", 3),
        ("he2.log", np.array([3])),
        ("he2.supplier", ("B", 39)),
        ("he2.supplier", pd.Series([39, "b"])),
    ],
)
def test_right_answers_pass(identifier: str, answer: Any) -> None:
    find(identifier).verify(answer)


def test_the_bits_left_are_those_of_the_check() -> None:
    assert check_security(16_384, (60, 40, 40, 40, 40, 60), adversary="quantum") == 42
    assert check_security(8_192, (60, 40, 40, 60), edition="2018", adversary="quantum") == 2
    assert all(len(column) == 6 for column in LOG.values())


@pytest.mark.parametrize(
    ("identifier", "answer", "words"),
    [
        ("he2.left", 150, "classical column"),
        ("he2.left", 131, "edition of 2018"),
        ("he2.left", 158, "classical column of 2018"),
        ("he2.left", 102, "key switching counts"),
        ("he2.left", 322, "is the limit"),
        ("he2.left", -42, "sign is turned"),
        ("he2.left", 7, "all six primes"),
        ("he2.left", "some", "one number"),
        ("he2.log", 5, "none ever is"),
        ("he2.log", 4, "used up"),
        ("he2.log", 2, "27 bits"),
        ("he2.log", 27, "how many products|How many products"),
        ("he2.log", 0, "last line"),
        ("he2.supplier", ("A", 39), "allows one more"),
        ("he2.supplier", ("C", 39), "names no table"),
        ("he2.supplier", ("B", -2), "names itself"),
        ("he2.supplier", ("B", -14), "classical column"),
        ("he2.supplier", ("B", -39), "sign is turned"),
        ("he2.supplier", ("B", 200), "sum of its primes"),
        ("he2.supplier", ("B", 5), "from the sum"),
        ("he2.supplier", "B", "two things"),
    ],
)
def test_mistakes_get_their_own_message(
    identifier: str, answer: Any, words: str, feedback: Callable[..., str]
) -> None:
    said = feedback(identifier, answer)
    assert any(word in said for word in words.split("|")), said


def test_no_message_gives_the_answer_away(feedback: Callable[..., str]) -> None:
    said = [text for exercise in EXERCISES for text in (*exercise.hints, exercise.praise)]
    said += [feedback("he2.left", 7), feedback("he2.supplier", ("B", 5)), feedback("he2.log", 0)]
    assert not any(secret in text.split() for secret in ("42", "39", "3") for text in said)

"""Exercises of unit 4: right answers pass, and typical mistakes get their own message."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from execml.course.learner.exercises import NotAnswered, find
from execml.homomorphic_encryption import end_to_end_gain
from execml.homomorphic_encryption.units.unit_4.exercises import EXERCISES


def worked(encrypt, evaluate, decrypt, speedup):
    return (encrypt + evaluate + decrypt) / (encrypt + evaluate / speedup + decrypt)


def ours(encrypt, evaluate, decrypt, speedup):
    parts = {"encrypt": encrypt, "evaluate": evaluate, "decrypt": decrypt}
    return np.array([end_to_end_gain(parts, "evaluate", speedup)])


def raising(encrypt, evaluate, decrypt, speedup):
    return encrypt / 0


@pytest.mark.parametrize(
    ("identifier", "answer"),
    [
        ("he4.gain", worked),
        ("he4.gain", ours),
        ("he4.gain", lambda a, b, c, f: float(f"{worked(a, b, c, f):.3g}")),
        ("he4.enough", 90),
        ("he4.enough", [90.0]),
        ("he4.enough", "90"),
        ("he4.output", ("B", 37)),
        ("he4.output", pd.Series([37, "b"])),
    ],
)
def test_right_answers_pass(identifier: str, answer: Any) -> None:
    find(identifier).verify(answer)


def test_a_stub_is_not_answered() -> None:
    with pytest.raises(NotAnswered):
        find("he4.gain").verify(lambda encrypt, evaluate, decrypt, speedup: ...)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda a, b, c, f: 1 / worked(a, b, c, f), "Turn it over"),
        (lambda a, b, c, f: f, "one of the three parts"),
        (lambda a, b, c, f: (a + b + c) / (a + c), "and stays"),
        (lambda a, b, c, f: (a + b + c) / (a + b * f + c), "slower"),
        (lambda a, b, c, f: a + b / f + c, "Divide the old ones"),
        (lambda a, b, c, f: 7.0, "the answer is 1"),
        (raising, "stopped with"),
    ],
)
def test_gain_mistakes(function: Callable[..., Any], words: str, feedback: Callable[..., str]) -> None:
    assert words in feedback("he4.gain", function)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (89.78, "round up"),
        (89, "round up"),
        (19.8, "do not add up"),
        (20, "not yet 99%"),
        (2, "not 0.05"),
        (500, "to the power"),
        ("many", "one number"),
    ],
)
def test_enough_mistakes(answer: Any, words: str, feedback: Callable[..., str]) -> None:
    assert words in feedback("he4.enough", answer)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (("A", 37), "decision about her"),
        (("C", 37), "smallest groups"),
        (("B", 400), "number of groups"),
        (("B", 6_000), "would be A"),
        (("B", 0), "no sum"),
        (("B", 5), "one woman"),
        ("B", "two things"),
    ],
)
def test_output_mistakes(answer: Any, words: str, feedback: Callable[..., str]) -> None:
    assert words in feedback("he4.output", answer)


def test_no_message_gives_the_answer_away(feedback: Callable[..., str]) -> None:
    said = [text for exercise in EXERCISES for text in (*exercise.hints, exercise.praise)]
    said += [feedback("he4.enough", 500), feedback("he4.output", ("B", 5))]
    assert not any(secret in text.split() for secret in ("90", "37") for text in said)

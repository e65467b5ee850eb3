"""Exercises of unit 3: right answers pass, and typical mistakes get their own message."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from execml.course.learner.exercises import NotAnswered, find
from execml.homomorphic_encryption.units.unit_3.exercises import EXERCISES, simulated_blur


def blur(digits, scale, ring_dimension):
    return 2 * scale / ring_dimension**0.5 * 10.0**-digits / 12**0.5


def raising(digits, scale, ring_dimension):
    raise ZeroDivisionError


@pytest.mark.parametrize(
    ("identifier", "answer"),
    [
        ("he3.blur", blur),
        ("he3.blur", lambda d, s, n: np.array([float(f"{blur(d, s, n):.3g}")])),
        ("he3.plan", (4, 16_384)),
        ("he3.plan", np.array([4, 16_384])),
        ("he3.plan", ["4", "16,384"]),
        ("he3.supplier", ("B", 16_384)),
        ("he3.supplier", [16_384, "b"]),
    ],
)
def test_right_answers_pass(identifier: str, answer: Any) -> None:
    find(identifier).verify(answer)


def test_the_formula_is_what_rounding_really_does() -> None:
    for digits, scale, size in ((3, 2.0**20, 1_024), (2, 1.0, 4_096)):
        found = simulated_blur(digits, scale, size, np.random.default_rng(0))
        assert found == pytest.approx(blur(digits, scale, size), rel=0.1)


def test_a_stub_is_not_answered() -> None:
    with pytest.raises(NotAnswered):
        find("he3.blur").verify(lambda digits, scale, ring_dimension: ...)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda d, s, n: blur(d, s, n) / 2, "doubles each"),
        (lambda d, s, n: blur(d, s, n) * math.sqrt(n), "root of the ring dimension as well"),
        (lambda d, s, n: blur(d, s, n) / math.sqrt(n), "divided by N itself"),
        (lambda d, s, n: blur(d, s, n) * math.sqrt(12), "whole step"),
        (lambda d, s, n: blur(d, s, n) ** 2, "variance"),
        (lambda d, s, n: blur(-d, s, n), "check the sign"),
        (lambda d, s, n: 0.07, "your function returns"),
        (raising, "stopped with"),
        (lambda d, s, n: "small", "one number"),
    ],
)
def test_blur_mistakes(function: Callable[..., Any], words: str, feedback: Callable[..., str]) -> None:
    assert words in feedback("he3.blur", function)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((3, 16_384), "uses one more"),
        ((5, 16_384), "rides along"),
        ((6, 16_384), "one product after the other"),
        ((2, 16_384), "levels are not right"),
        ((4, 8_192), "too small"),
        ((4, 32_768), "smaller ring"),
        ((4, 14), "not its logarithm"),
        (5, "2 numbers"),
    ],
)
def test_plan_mistakes(answer: Any, words: str, feedback: Callable[..., str]) -> None:
    assert words in feedback("he3.plan", answer)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (("A", 16_384), "one bit a client"),
        (("C", 16_384), "both sides"),
        (("B", 8_192), "half of what is needed|ring dimension of the page"),
        (("B", 2), "number of batches"),
        (("B", 32_768), "half as many numbers"),
        (("B", 7), "how many batches"),
        ("B", "two things"),
    ],
)
def test_supplier_mistakes(answer: Any, words: str, feedback: Callable[..., str]) -> None:
    said = feedback("he3.supplier", answer)
    assert any(word in said for word in words.split("|"))


def test_no_message_gives_the_answer_away(feedback: Callable[..., str]) -> None:
    said = [text for exercise in EXERCISES for text in (*exercise.hints, exercise.praise)]
    said += [feedback("he3.plan", (2, 16_384)), feedback("he3.supplier", ("B", 7))]
    assert not any(secret in text for secret in ("16384", "16,384") for text in said)

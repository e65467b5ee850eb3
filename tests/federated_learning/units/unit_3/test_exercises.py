"""Exercises of unit 3: right answers in every form pass, and typical mistakes get their own message."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import execml.federated_learning as fl
import numpy as np
import pytest
from execml.course.learner.exercises import find
from execml.federated_learning.units.unit_3.exercises import TESTS


def secret(first: Any, second: Any, prime: int) -> int:
    (x1, y1), (x2, y2) = first, second
    return (y1 - (y2 - y1) * pow(x2 - x1, -1, prime) * x1) % prime


@pytest.mark.parametrize(
    ("identifier", "answer"),
    [
        ("fl3.secret", secret),
        ("fl3.secret", lambda first, second, prime: fl.shamir_recover([first, second], prime)),
        ("fl3.secret", lambda first, second, prime: float(secret(first, second, prime))),
        ("fl3.units", -200 / np.log(0.9)),
        ("fl3.units", 1898),
        ("fl3.units", "1,898"),
        ("fl3.units", np.array([1899.0])),
        ("fl3.audit", ("D", 2)),
        ("fl3.audit", ["d", "2"]),
        ("fl3.audit", np.array(["D", "2"])),
    ],
)
def test_right_answers_pass(identifier: str, answer: Any) -> None:
    find(identifier).verify(answer)


def raises(first: Any, second: Any, prime: int) -> int:
    raise KeyError("x")


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda a, b, p: (b[1] - a[1]) * pow(b[0] - a[0], -1, p) % p, "slope"),
        (lambda a, b, p: (a[1] + (b[1] - a[1]) * pow(b[0] - a[0], -1, p) * a[0]) % p, "subtract"),
        (lambda a, b, p: 0, "your function returns"),
        (lambda a, b, p: a[1], "your function returns"),
        (raises, "KeyError"),
        (lambda a, b, p: "much", "one number"),
    ],
)
def test_secret_mistakes(function: Callable[..., Any], words: str, feedback: Callable[..., str]) -> None:
    assert words in feedback("fl3.secret", function)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (-200 / np.log(0.1), "10% are alone"),
        (200 / 0.9, "exponential"),
        (180, "90% of the clients"),
        (200 / np.log(0.9), "sign"),
        (-np.log(0.9) / 200, "reciprocal"),
        (500, "Put your number back"),
        ("many", "one number"),
    ],
)
def test_units_mistakes(answer: Any, words: str, feedback: Callable[..., str]) -> None:
    assert words in feedback("fl3.units", answer)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (("A", 2), "exact too"),
        (("B", 2), "uniform under the trap"),
        (("C", 2), "TLS"),
        (("D", 1), "nothing to compare"),
        (("D", 5), "All five"),
        (("D", 3), "threshold"),
        (("D", 9), "laid side by side"),
        (("E", 2), "no test"),
        ("D", "two things"),
    ],
)
def test_audit_mistakes(answer: Any, words: str, feedback: Callable[..., str]) -> None:
    assert words in feedback("fl3.audit", answer)


def test_every_test_of_the_vendor_was_passed() -> None:
    assert set(TESTS["found"]) == {"in order"}

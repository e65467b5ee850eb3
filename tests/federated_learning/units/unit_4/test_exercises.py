"""Exercises of unit 4: right answers in every form pass, and typical mistakes get their own message."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import execml.differential_privacy as dp
import execml.federated_learning as fl
import numpy as np
import pytest
from execml.course import POLICY
from execml.course.digits import at_most
from execml.course.learner.exercises import find
from execml.federated_learning.units.unit_4.exercises import CAP, EPSILON_BY_SHARES


def left(planned: float, lenders: int, dropped: int, colluding: int) -> float:
    return planned * math.sqrt((lenders - dropped - colluding) / lenders)


@pytest.mark.parametrize(
    ("identifier", "answer"),
    [
        ("fl4.left", left),
        ("fl4.left", lambda p, n, d, c: fl.arrived_noise_multiplier(p, n, n - d - c)),
        ("fl4.left", lambda p, n, d, c: np.array([left(p, n, d, c)])),
        ("fl4.plan", 12 * math.sqrt(2)),
        ("fl4.plan", 17.0),
        ("fl4.plan", "16.97"),
        ("fl4.cap", ("no", 5.03)),
        ("fl4.cap", ["No", "5.03"]),
        ("fl4.cap", np.array(["no", "5.03"])),
    ],
)
def test_right_answers_pass(identifier: str, answer: Any) -> None:
    find(identifier).verify(answer)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda p, n, d, c: p * (n - d - c) / n, "Variances add up"),
        (lambda p, n, d, c: p * math.sqrt((n - d) / n), "Colluders subtract"),
        (lambda p, n, d, c: p * math.sqrt(n / (n - d - c)), "grows"),
        (lambda p, n, d, c: p, "planned"),
        (lambda p, n, d, c: -1.0, "your function returns"),
        (lambda p, n, d, c: 1 / 0, "ZeroDivisionError"),
        (lambda p, n, d, c: "much", "one number"),
    ],
)
def test_left_mistakes(function: Callable[..., Any], words: str, feedback: Callable[..., str]) -> None:
    assert words in feedback("fl4.left", function)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (12 * math.sqrt(8 / 6), "colluders out"),
        (24, "root"),
        (12 / math.sqrt(2), "other way round"),
        (12, "left at the end"),
        (100, "certain"),
        ("more", "one number"),
    ],
)
def test_plan_mistakes(answer: Any, words: str, feedback: Callable[..., str]) -> None:
    assert words in feedback("fl4.plan", answer)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (("yes", 3.0), "five shares"),
        (("yes", 4.00), "knows the noise"),
        (("no", 3.40), "never arrived"),
        (("no", 7.50), "One too few"),
        (("yes", 5.03), "cap of 4"),
        (("no", 1.0), "no row"),
        ("no", "two things"),
    ],
)
def test_cap_mistakes(answer: Any, words: str, feedback: Callable[..., str]) -> None:
    assert words in feedback("fl4.cap", answer)


def test_the_table_and_the_cap_are_the_accountant_s_and_the_bank_s() -> None:
    delta = POLICY.delta.value
    noise = dp.noise_multiplier(POLICY.model_epsilon.value, delta, 1.0, 100)
    for shares, epsilon in zip(EPSILON_BY_SHARES["shares"], EPSILON_BY_SHARES["ε"], strict=True):
        found = dp.epsilon(fl.arrived_noise_multiplier(noise, 5, shares), 1.0, 100, delta)
        assert f"{epsilon:.2f}" == at_most(found, ".2f")
    assert POLICY.yearly_cap.value == CAP

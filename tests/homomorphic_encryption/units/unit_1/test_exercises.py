"""Exercises of unit 1: right answers pass, and typical mistakes get their own message."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from execml.course.learner.exercises import NotAnswered, find
from execml.homomorphic_encryption import paillier
from execml.homomorphic_encryption.units.unit_1.exercises import EXERCISES, VENDORS


def worked(ciphertexts, weights):
    total = ciphertexts[0] * weights[0]
    for ciphertext, weight in zip(ciphertexts[1:], weights[1:], strict=True):
        total = total + ciphertext * weight
    return total


def by_sum(ciphertexts, weights):
    products = [weight * ciphertext for ciphertext, weight in zip(ciphertexts, weights, strict=True)]
    return sum(products[1:], start=products[0])


def from_nothing(ciphertexts, weights):
    return sum(c * w for c, w in zip(ciphertexts, weights, strict=True))


def changing(ciphertexts, weights):
    weights[0] = 0
    return worked(ciphertexts, weights)


def failing(ciphertexts, weights):
    raise RuntimeError("no")


@pytest.mark.parametrize(
    ("identifier", "answer"),
    [
        ("he1.weighted", worked),
        ("he1.weighted", by_sum),
        ("he1.weighted", from_nothing),
        ("he1.slots", 68),
        ("he1.slots", [68]),
        ("he1.slots", np.array(68)),
        ("he1.slots", "68"),
        ("he1.randomness", ("B", 65_536 * 81)),
        ("he1.randomness", ["b", 5.31e6]),
        ("he1.randomness", pd.Series([5_308_416, "B"])),
    ],
)
def test_right_answers_pass(identifier: str, answer: Any) -> None:
    find(identifier).verify(answer)


def test_a_stub_is_not_answered() -> None:
    with pytest.raises(NotAnswered):
        find("he1.weighted").verify(lambda ciphertexts, weights: ...)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda c, w: sum(c[1:], start=c[0]), "plain sum"),
        (lambda c, w: sum(c[1:], start=c[0]) * sum(w), "of its own"),
        (lambda c, w: worked(c, w) + c[0], "only once"),
        (lambda c, w: 5, "Return a ciphertext"),
        (lambda c, w: worked(c, w).value, "Return a ciphertext"),
        (lambda c, w: c[0] * c[0], "stopped with"),
        (changing, "work on a copy"),
        (failing, "stopped with"),
    ],
)
def test_weighted_mistakes(function: Callable[..., Any], words: str, feedback: Callable[..., str]) -> None:
    assert words in feedback("he1.weighted", function)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (97, "single numbers"),
        (68.2, "round down"),
        (69, "round down"),
        (31, "64 bits"),
        (5, "how many bits"),
        ("many", "one number"),
    ],
)
def test_slots_mistakes(answer: Any, words: str, feedback: Callable[..., str]) -> None:
    assert words in feedback("he1.slots", answer)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (("A", 5_308_416), "as many possible values"),
        (("C", 5_308_416), "close to uniform"),
        (("B", 65_536), "81 limits"),
        (("B", 81), "any r"),
        (("B", 16 * 81), "2 to the 16"),
        (("B", 65_617), "multiply"),
        (("B", 7), "every possible r"),
        (("D", 7), "no supplier"),
        ("B", "two things"),
    ],
)
def test_randomness_mistakes(answer: Any, words: str, feedback: Callable[..., str]) -> None:
    assert words in feedback("he1.randomness", answer)


def test_the_supplier_who_passes_the_test_is_opened_with_a_list() -> None:
    """A smaller counter and key: the list that the exercise counts does open every limit."""
    public_key, _ = paillier.generate_keypair(128)
    limits, counter = [10_000 * step for step in range(1, 6)], 32
    listed = {public_key.encrypt(limit, r).value: limit for limit in limits for r in range(1, counter + 1)}
    assert len(listed) == len(limits) * counter
    sent = [public_key.encrypt(limit, 1 + place % counter).value for place, limit in enumerate(limits * 6)]
    assert [listed[value] for value in sent] == limits * 6
    assert VENDORS["two encryptions of one limit differ"] == ("yes",) * 3


def test_no_message_gives_the_answer_away(feedback: Callable[..., str]) -> None:
    said = [text for exercise in EXERCISES for text in (*exercise.hints, exercise.praise)]
    said += [feedback("he1.slots", 5), feedback("he1.randomness", ("B", 7))]
    assert not any(secret in text for secret in ("68", "5308416", "5,308,416") for text in said)

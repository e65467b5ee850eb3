"""Exercises of unit 3: worked answers pass, and typical mistakes get their own message."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from execml.course.learner.exercises import find
from execml.quantum_ml import crossover_time
from execml.quantum_ml.units.unit_3.exercises import OFFERS, USES


def crossover(c, q, k, m):
    return (c / q) ** (1 / (k - 1)) * m / q


@pytest.mark.parametrize(
    ("identifier", "answer"),
    [
        ("qm3.crossover", crossover),
        ("qm3.crossover", crossover_time),
        ("qm3.crossover", lambda c, q, k, m: np.array([crossover(c, q, k, m)])),
        ("qm3.offer", ("B", 6)),
        ("qm3.offer", ["offer b", "6.00"]),
        ("qm3.offer", pd.Series([6.0, "b"])),
        ("qm3.start", ("payments", 2027)),
        ("qm3.start", [2027.0, "Payments"]),
    ],
)
def test_right_answers_pass(identifier: str, answer: Any) -> None:
    find(identifier).verify(answer)


@pytest.mark.parametrize(
    ("identifier", "answer", "words"),
    [
        ("qm3.crossover", lambda c, q, k, m: (c / q) ** (1 / (k - 1)), "These are the calls"),
        ("qm3.crossover", lambda c, q, k, m: c / q * m / q, "exponent is missing"),
        ("qm3.crossover", lambda c, q, k, m: (c / q) ** (1 / (k - 1)) / q, "several operations"),
        ("qm3.crossover", lambda c, q, k, m: (c / q) ** (1 / k) * m / q, "k less one"),
        ("qm3.crossover", lambda c, q, k, m: (c / q) ** (1 / (k - 1)) * m / c, "quantum computer"),
        ("qm3.crossover", lambda c, q, k, m: "soon", "one number"),
        ("qm3.offer", ("A", 2.5), "already have"),
        ("qm3.offer", ("C", 1.5), "already have"),
        ("qm3.offer", ("B", 1 / 6), "Turn the fraction"),
        ("qm3.offer", ("B", 40 / 3), "vendor's factor"),
        ("qm3.offer", ("B", 2.5), "difference in hours"),
        ("qm3.offer", "B", "two things"),
        ("qm3.start", ("certificates", 2029), "Which start comes first"),
        ("qm3.start", ("archive", 2028), "Which start comes first"),
        ("qm3.start", ("payments", 2030), "when must it begin"),
        ("qm3.start", ("payments", 2026), "less the years"),
    ],
)
def test_mistakes_get_their_own_message(
    identifier: str, answer: Any, words: str, feedback: Callable[..., str]
) -> None:
    assert words in feedback(identifier, answer)


def test_each_offer_beats_the_rival_that_its_vendor_names_and_one_loses_to_ours() -> None:
    quantum, named, best = (np.array(OFFERS[column]) for column in list(OFFERS)[1:])
    assert (quantum < named).all()
    assert (quantum > best).tolist() == [False, True, False]


def test_the_use_that_starts_first_is_not_the_longest_migration() -> None:
    starts = np.subtract(USES["done by the end of"], USES["migration, years"])
    assert starts.tolist() == [2028, 2027, 2029]
    assert int(np.argmax(USES["migration, years"])) != int(np.argmin(starts))

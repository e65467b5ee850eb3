"""Exercises of unit 1: worked answers pass, and typical mistakes get their own message."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from execml.course.learner.exercises import find
from execml.quantum_ml import mosca_margin
from execml.quantum_ml.units.unit_1.exercises import OFFERS, YEARS_LEFT


@pytest.mark.parametrize(
    ("identifier", "answer"),
    [
        ("qm1.shots", lambda error: math.ceil(1 / error**2)),
        ("qm1.shots", lambda error: np.ceil([1 / error**2])),
        ("qm1.supplier", ("B", 5)),
        ("qm1.supplier", ["supplier b", "5.00"]),
        ("qm1.supplier", pd.Series([5.0, "b"])),
        ("qm1.first", ("archive", 7)),
        ("qm1.first", [7.0, "Archive"]),
    ],
)
def test_right_answers_pass(identifier: str, answer: Any) -> None:
    find(identifier).verify(answer)


@pytest.mark.parametrize(
    ("identifier", "answer", "words"),
    [
        ("qm1.shots", lambda error: 1 / error, "square root"),
        ("qm1.shots", lambda error: error**2, "inverse"),
        ("qm1.shots", lambda error: math.ceil(1 / (4 * error**2)), "0 and 1"),
        ("qm1.shots", lambda error: int(1 / error**2 + 1e-9), "round up"),
        ("qm1.shots", lambda error: "many", "one number"),
        ("qm1.supplier", ("A", 8), "Whoever agrees"),
        ("qm1.supplier", ("C", 6), "Whoever agrees"),
        ("qm1.supplier", ("B", 2), "migration takes time"),
        ("qm1.supplier", ("B", -5), "above zero"),
        ("qm1.supplier", ("B", 15), "beyond the ten"),
        ("qm1.supplier", "B", "two things"),
        ("qm1.first", ("prices", -4), "recorded"),
        ("qm1.first", ("archive", -4), "the other's"),
        ("qm1.first", ("archive", 10), "takes time"),
        ("qm1.first", ("archive", 3), "nearly 0"),
    ],
)
def test_mistakes_get_their_own_message(
    identifier: str, answer: Any, words: str, feedback: Callable[..., str]
) -> None:
    assert words in feedback(identifier, answer)


def test_the_right_years_are_those_of_mosca_s_inequality() -> None:
    rows = zip(OFFERS["secret for, years"], OFFERS["migration, years"], strict=True)
    margins = [mosca_margin(kept, moving, YEARS_LEFT) for kept, moving in rows]
    assert margins == [-8, -5, 6]
    assert OFFERS["keys agreed by"][0].startswith("ML-KEM")
    assert (mosca_margin(12, 2, YEARS_LEFT), mosca_margin(0, 3, YEARS_LEFT)) == (-4, 7)

"""Exercises of unit 2: worked answers pass, and typical mistakes get their own message."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from execml.course.learner.exercises import find
from execml.quantum_ml.units.unit_2.exercises import OFFERS

HALF = math.pi / 2


@pytest.mark.parametrize(
    ("identifier", "answer"),
    [
        ("qm2.shift", lambda answer, angle: (answer(angle + HALF) - answer(angle - HALF)) / 2),
        ("qm2.shift", lambda answer, angle: np.array([0.5 * (answer(angle + HALF) - answer(angle - HALF))])),
        ("qm2.shift", lambda answer, angle: (answer(angle + 1) - answer(angle - 1)) / (2 * math.sin(1))),
        ("qm2.luck", lambda chance, tries: 1 - (1 - chance) ** tries),
        ("qm2.luck", lambda chance, tries: -math.expm1(tries * math.log1p(-chance))),
        ("qm2.luck", lambda chance, tries: [1 - (1 - chance) ** tries]),
        ("qm2.offer", ("C", 0.6)),
        ("qm2.offer", ["offer c", "0.60"]),
        ("qm2.offer", pd.Series([0.6, "c"])),
    ],
)
def test_right_answers_pass(identifier: str, answer: Any) -> None:
    find(identifier).verify(answer)


@pytest.mark.parametrize(
    ("identifier", "answer", "words"),
    [
        ("qm2.shift", lambda answer, angle: answer(angle + HALF) - answer(angle - HALF), "twice the slope"),
        ("qm2.shift", lambda answer, angle: (answer(angle - HALF) - answer(angle + HALF)) / 2, "sign"),
        (
            "qm2.shift",
            lambda answer, angle: (answer(angle + HALF) - answer(angle - HALF)) / math.pi,
            "divides by 2",
        ),
        (
            "qm2.shift",
            lambda answer, angle: (answer(angle + math.pi) - answer(angle - math.pi)) / 2,
            "Half a turn",
        ),
        (
            "qm2.shift",
            lambda answer, angle: (answer(angle + HALF) + answer(angle - HALF)) / 2,
            "mean of the two",
        ),
        ("qm2.shift", lambda answer, angle: answer(angle), "the answer itself"),
        (
            "qm2.shift",
            lambda answer, angle: (answer(angle + 1e-5) - answer(angle - 1e-5)) / 2e-5,
            "small step",
        ),
        ("qm2.shift", lambda answer, angle: "steep", "one number"),
        ("qm2.luck", lambda chance, tries: chance * tries, "add up"),
        ("qm2.luck", lambda chance, tries: chance**tries, "all tries"),
        ("qm2.luck", lambda chance, tries: (1 - chance) ** tries, "take it from 1"),
        ("qm2.luck", lambda chance, tries: tries * chance * (1 - chance) ** (tries - 1), "exactly one"),
        ("qm2.luck", lambda chance, tries: 1 - chance**tries, "not all"),
        ("qm2.luck", lambda chance, tries: 0.5, "none is so good"),
        ("qm2.offer", ("A", -0.8), "mean of all its tries"),
        ("qm2.offer", ("B", 1.5), "How often was its rival"),
        ("qm2.offer", ("C", 1.2), "best of twenty"),
        ("qm2.offer", ("C", 4.1), "no gain"),
        ("qm2.offer", "C", "two things"),
    ],
)
def test_mistakes_get_their_own_message(
    identifier: str, answer: Any, words: str, feedback: Callable[..., str]
) -> None:
    assert words in feedback(identifier, answer)


def test_all_offers_pass_the_test_and_one_alone_is_fair_and_gains() -> None:
    assert min(OFFERS["geometric difference"]) > 4
    fair = [
        name
        for name, quantum, classical, mean in zip(
            OFFERS["offer"],
            OFFERS["tries of the quantum side"],
            OFFERS["tries of the classical side"],
            OFFERS["mean gain of all tries"],
            strict=True,
        )
        if quantum <= classical and mean > 0
    ]
    assert fair == ["C"]

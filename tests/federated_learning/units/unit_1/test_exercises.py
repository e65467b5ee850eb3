"""Exercises of unit 1: right answers in every form pass, and typical mistakes get their own message."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from execml.course.learner.exercises import find
from execml.federated_learning.units.unit_1.exercises import BROCHURE


def average(models: Any, counts: Any) -> Any:
    return np.average(models, axis=0, weights=counts)


@pytest.mark.parametrize(
    ("identifier", "answer"),
    [
        ("fl1.average", average),
        ("fl1.average", lambda models, counts: average(models, counts).tolist()),
        ("fl1.average", lambda models, counts: pd.Series(average(models, counts))),
        ("fl1.average", lambda models, counts: tuple(counts @ models / counts.sum())),
        ("fl1.megabytes", 256.0),
        ("fl1.megabytes", "256"),
        ("fl1.megabytes", np.array([256])),
        ("fl1.brochure", ("C", -0.002)),
        ("fl1.brochure", ["c", 0.731 - 0.733]),
        ("fl1.brochure", np.array(["C", "-0.002"])),
    ],
)
def test_right_answers_pass(identifier: str, answer: Any) -> None:
    find(identifier).verify(answer)


def spoils(models: Any, counts: Any) -> Any:
    models *= 0
    return models[0]


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda models, counts: models.mean(axis=0), "counts alike"),
        (lambda models, counts: counts @ models, "add up to one"),
        (lambda models, counts: counts @ models / len(counts), "number of lenders"),
        (lambda models, counts: models[0], "not the average"),
        (spoils, ""),
        (lambda models, counts: 1 / 0, "ZeroDivisionError"),
        (lambda models, counts: "much", "averaged model"),
    ],
)
def test_average_mistakes(function: Callable[..., Any], words: str, feedback: Callable[..., str]) -> None:
    assert words in feedback("fl1.average", function)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (64, "one array one way"),
        (128, "Half is missing"),
        (256e6, "bytes"),
        (32, "one lender"),
        (6.4, "one round"),
        (1, "Count"),
        ("a lot", "one number"),
    ],
)
def test_megabytes_mistakes(answer: Any, words: str, feedback: Callable[..., str]) -> None:
    assert words in feedback("fl1.megabytes", answer)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (("A", 0.039), "different clients"),
        (("B", 0.022), "not yours"),
        (("C", 0.002), "sign"),
        (("C", -0.2), "points"),
        (("C", 0.039), "another row"),
        (("C", 0.5), "not the difference"),
        (("D", 0.1), "no row"),
        ("C", "two things"),
    ],
)
def test_brochure_mistakes(answer: Any, words: str, feedback: Callable[..., str]) -> None:
    assert words in feedback("fl1.brochure", answer)


def test_the_slide_s_headline_row_shows_the_largest_gain_and_the_right_row_none() -> None:
    gains = np.array(BROCHURE["federated"]) - np.array(BROCHURE["your model"])
    assert gains.argmax() == 0 and gains[2] < 0

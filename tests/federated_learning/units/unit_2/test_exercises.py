"""Exercises of unit 2: right answers in every form pass, and typical mistakes get their own message."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import execml.federated_learning as fl
import numpy as np
import pandas as pd
import pytest
from execml.course.learner.exercises import find
from execml.federated_learning.units.unit_2.exercises import REPORTS
from scipy.stats import trim_mean


def trimmed(values: Any, cut: int) -> Any:
    ordered = sorted(values)
    return np.mean(ordered[cut : len(ordered) - cut])


@pytest.mark.parametrize(
    ("identifier", "answer"),
    [
        ("fl2.trimmed", trimmed),
        ("fl2.trimmed", lambda values, cut: trim_mean(values, (cut + 0.5) / len(values))),
        ("fl2.trimmed", lambda values, cut: [trimmed(values, cut)]),
        ("fl2.shapley", 0.23),
        ("fl2.shapley", "0.23"),
        ("fl2.shapley", pd.Series([0.69 / 3])),
        ("fl2.reports", ("B", 30)),
        ("fl2.reports", ["b", "30"]),
        ("fl2.reports", np.array(["B", "30"])),
    ],
)
def test_right_answers_pass(identifier: str, answer: Any) -> None:
    find(identifier).verify(answer)


def spoils(values: Any, cut: int) -> Any:
    values.sort()
    values[:cut] = 0
    return values.sum()


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda values, cut: np.mean(values), "plain mean"),
        (lambda values, cut: np.mean(values[cut : len(values) - cut]), "Sort first"),
        (lambda values, cut: np.mean(sorted(values)[cut:]), "small end"),
        (lambda values, cut: np.mean(sorted(values)[: len(values) - cut]), "large end"),
        (lambda values, cut: sum(sorted(values)[cut : len(values) - cut]) / len(values), "how many are left"),
        (lambda values, cut: 1e9, "your function returns"),
        (spoils, ""),
        (lambda values, cut: 1 / 0, "ZeroDivisionError"),
    ],
)
def test_trimmed_mistakes(function: Callable[..., Any], words: str, feedback: Callable[..., str]) -> None:
    assert words in feedback("fl2.trimmed", function)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (0.60, "alone"),
        (0.69, "shared"),
        (0.03, "last"),
        (0.06, "second"),
        (0.33, "half of what two"),
        (0.5, "Add up"),
        ("a third", "one number"),
    ],
)
def test_shapley_mistakes(answer: Any, words: str, feedback: Callable[..., str]) -> None:
    assert words in feedback("fl2.shapley", answer)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (("A", 240), "rare in"),
        (("C", 900), "rare in"),
        (("B", 6_000), "all its rows"),
        (("B", 2_880), "your clients"),
        (("B", 3_000), "hundredth"),
        (("B", 7), "Rows times"),
        (("D", 30), "no partner"),
        ("B", "two things"),
    ],
)
def test_reports_mistakes(answer: Any, words: str, feedback: Callable[..., str]) -> None:
    assert words in feedback("fl2.reports", answer)


def test_the_share_of_the_exercise_is_the_shapley_value() -> None:
    found = fl.shapley_values(lambda group: (0.0, 0.60, 0.66, 0.69)[len(group)], 3)
    assert found == pytest.approx([0.23] * 3)


def test_the_partner_to_avoid_has_the_best_auc_and_the_fewest_rows_behind_its_weight() -> None:
    rows = np.array(REPORTS["rows"]) * np.array(REPORTS["share of rows"])
    assert np.argmax(REPORTS["AUC on own clients"]) == rows.argmin() == 1

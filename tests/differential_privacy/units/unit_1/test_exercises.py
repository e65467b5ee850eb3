"""Exercises of unit 1: worked answers pass, and typical mistakes get their own message."""

from collections.abc import Callable
from typing import Any

import execml.differential_privacy as dp
import numpy as np
import pytest
from execml.course import load
from execml.course.learner.exercises import find
from execml.differential_privacy.units.unit_1.exercises import AUDITS, EXERCISES


def coarse() -> tuple[Any, list[str]]:
    clients = load("credit")
    bands = {"age_band": clients["age"] // 10 * 10, "limit_band": clients["limit"] // 100_000 * 100_000}
    return clients.assign(**bands), ["sex", "age_band", "education", "marriage", "limit_band"]


def lone_share() -> float:
    frame, facts = coarse()
    return float((~frame.duplicated(facts, keep=False)).mean())


def newcomer(before: float, after: float, head_count: int) -> float:
    return (head_count + 1) * after - head_count * before


@pytest.mark.parametrize(
    ("identifier", "answer"),
    [
        ("dp1.newcomer", newcomer),
        ("dp1.coarse_share", lone_share()),
        ("dp1.riskier_model", ("B", 35)),
        ("dp1.riskier_model", ["b", 35.1]),
    ],
)
def test_right_answers_pass(identifier: str, answer: Any) -> None:
    find(identifier).verify(answer)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda before, after, n: n * before - (n - 1) * after, "who leaves"),
        (lambda before, after, n: after - before, "difference of averages"),
        (lambda before, after, n: n * (after - before), "same head count"),
        (lambda before, after, n: n * before - (n + 1) * after, "sign"),
        (lambda before, after, n: after, "your function returns"),
        (lambda before, after, n: "much", "one number"),
    ],
)
def test_newcomer_mistakes_get_their_own_message(
    function: Callable[..., Any], words: str, feedback: Callable[..., str]
) -> None:
    assert words in feedback("dp1.newcomer", function)


def test_coarse_share_mistakes_get_their_own_message(feedback: Callable[..., str]) -> None:
    frame, facts = coarse()
    lone, groups = dp.lone_rows(frame, facts), frame.groupby(facts, observed=True).ngroups
    exact = dp.lone_rows(frame, ["sex", "age", "education", "marriage", "limit"])
    for answer, words in (
        (lone.sum(), "number of clients"),
        (100 * lone.mean(), "percentage"),
        (lone.sum() / groups, "share of groups"),
        ((dp.group_sizes(frame, facts) < 5).mean(), "fewer than five"),
        (exact.mean(), "exact ages"),
        (1 - lone.mean(), "has company"),
        (0.5, "not the share"),
    ):
        assert words in feedback("dp1.coarse_share", answer)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (("A", 1.3), "few false alarms"),
        (("B", 4), "1% false alarms"),
        (("B", 1 / 35), "upside down"),
        (("B", 0.035), "divide"),
        (("B", 100), "the odds are not"),
        (("C", 35), "no model"),
        ("B", "two things"),
        (("B", "high"), "one number"),
    ],
)
def test_riskier_model_mistakes_get_their_own_message(
    answer: Any, words: str, feedback: Callable[..., str]
) -> None:
    assert words in feedback("dp1.riskier_model", answer)


def test_no_message_gives_the_answer_away(feedback: Callable[..., str]) -> None:
    said = [feedback("dp1.coarse_share", 0.5), feedback("dp1.riskier_model", ("B", 100))]
    said += [text for exercise in EXERCISES for text in (*exercise.hints, exercise.praise)]
    for secret in (f"{lone_share():.4f}"[2:], "35", "head_count + 1"):
        assert not any(secret in text for text in said)


def test_the_audits_set_the_average_against_the_confident_attack() -> None:
    averages, strict = np.array(AUDITS["attack AUC"]), np.array(AUDITS["found at 0.1% false alarms"])
    assert averages.argmax() != strict.argmax()

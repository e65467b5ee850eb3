"""Exercises of the unit on searches that learn: worked answers pass, mistakes get their own message."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import Any

import execml.automl as am
import pytest
from execml.automl.units.unit_2.exercises import EXERCISES, OFFER, PIPELINES
from execml.course.learner.exercises import find

RIGHT = {"A", "C", "D", "F"}
PRICE = OFFER["fee ($)"] / (OFFER["trials, random"] - OFFER["trials, learned"])


@pytest.mark.parametrize(
    ("identifier", "answer"),
    [
        ("am2.higher", lambda mean, sd, best: am.expected_improvement(-mean, sd, -best)),
        ("am2.front", ["A", "C", "D", "F"]),
        ("am2.front", "acdf"),
        ("am2.front", {"F", "D", "C", "A"}),
        ("am2.licence", (80, "no")),
        ("am2.licence", [80.1, "No"]),
    ],
)
def test_right_answers_pass(identifier: str, answer: Any) -> None:
    find(identifier).verify(answer)


def test_the_front_is_what_brute_force_says() -> None:
    rows = list(zip(*PIPELINES.values(), strict=True))
    beaten = {
        two[0]
        for one in rows
        for two in rows
        if one != two and one[1] >= two[1] and one[2] <= two[2] and one[1:] != two[1:]
    }
    assert {row[0] for row in rows} - beaten == RIGHT


def test_no_other_list_passes(feedback: Callable[..., str]) -> None:
    for size in range(7):
        for letters in combinations(PIPELINES["pipeline"], size):
            if set(letters) != RIGHT:
                assert feedback("am2.front", list(letters))


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (am.expected_improvement, "*below*"),
        (lambda mean, sd, best: am.expected_improvement(-mean, sd, best), "unturned"),
        (lambda mean, sd, best: am.expected_improvement(mean, sd, -best), "unturned"),
        (lambda mean, sd, best: -am.expected_improvement(mean, sd, best), "sign of the result"),
        (lambda mean, sd, best: mean - best, "expected difference"),
        (lambda mean, sd, best: sd, "your function returns"),
        (lambda mean, sd, best: "a lot", "one number"),
    ],
)
def test_higher_mistakes_get_their_own_message(
    function: Callable[..., Any], words: str, feedback: Callable[..., str]
) -> None:
    assert words in feedback("am2.higher", function)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (list("ABCDEF"), "Not all six"),
        (["C", "D", "F"], "highest AUC"),
        (["A", "C", "D"], "smallest"),
        (["A", "C", "D", "E", "F"], "dominated"),
        (["A", "D", "F"], "missing"),
        (["A", "Z"], "no pipeline 'Z'"),
        (7, "letters"),
    ],
)
def test_front_mistakes_get_their_own_message(answer: Any, words: str, feedback: Callable[..., str]) -> None:
    assert words in feedback("am2.front", answer)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((OFFER["fee ($)"] / OFFER["trials, random"], "no"), "*saved*"),
        ((OFFER["fee ($)"] / OFFER["trials, learned"], "no"), "still needed"),
        ((35 * OFFER["one trial ($)"], "no"), "what the offer saves"),
        ((35 / OFFER["fee ($)"], "no"), "upside down"),
        ((12, "no"), "At break-even"),
        ((PRICE, "yes"), "last two columns"),
        ((PRICE, "perhaps"), "no verdict 'perhaps'"),
        (80, "two things"),
        (("cheap", "no"), "one number"),
    ],
)
def test_licence_mistakes_get_their_own_message(
    answer: Any, words: str, feedback: Callable[..., str]
) -> None:
    assert words in feedback("am2.licence", answer)


def test_no_message_gives_the_answer_away(feedback: Callable[..., str]) -> None:
    said = [feedback("am2.licence", (12, "no")), feedback("am2.licence", (PRICE, "yes"))]
    said += [feedback("am2.front", list(letters)) for letters in combinations("ABCDEF", 3)]
    said += [text for exercise in EXERCISES for text in (*exercise.hints, exercise.praise)]
    for secret in (f"{PRICE:.0f}", "A, C", '"C"'):
        assert not any(secret in text for text in said)

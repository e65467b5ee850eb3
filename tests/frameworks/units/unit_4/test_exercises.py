"""Exercises of unit 4: worked answers pass, and typical mistakes get their own message."""

from collections.abc import Callable
from typing import Any

import ml_dtypes
import numpy as np
import pandas as pd
import pytest
from execml.course.learner.exercises import find
from execml.frameworks.units.unit_4.exercises import EXERCISES, JOBS, PORTS

COUNTERS = (256, 2048, 16_777_216)
WORTH = "quarterly retraining"


def test_the_counters_really_stop_there() -> None:
    for kind, end in zip((ml_dtypes.bfloat16, np.float16, np.float32), COUNTERS, strict=True):
        assert kind(end) + kind(1) == kind(end)
        assert kind(end - 1) + kind(1) == kind(end)


@pytest.mark.parametrize(
    ("identifier", "answer"),
    [
        ("fw4.counters", COUNTERS),
        ("fw4.counters", list(map(float, COUNTERS))),
        ("fw4.counters", np.array(COUNTERS)),
        ("fw4.worth_compiling", (WORTH, 310)),
        ("fw4.worth_compiling", [WORTH, 310.0]),
        ("fw4.worth_compiling", ("Quarterly retraining", np.float32(310))),
        ("fw4.port", ("Elm", 702)),
        ("fw4.port", [702.0, "elm "]),
        ("fw4.port", pd.Series(["ELM", 702])),
    ],
)
def test_right_answers_pass(identifier: str, answer: Any) -> None:
    find(identifier).verify(answer)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((128, 2048, 2**24), "still works"),
        ((255, 2048, 2**24), "one step more"),
        ((256, 2049, 2**24), "never gets there"),
        ((256, 2048, 2**25), "half of that"),
        ((256, 65_504, 2**24), "largest number"),
        ((256, 2048, 2**32), "significant"),
        ((256, 2048, 1e6), "not stuck for the first time"),
        ((256, 2048), "three numbers"),
        (256, "three numbers"),
        (("many", 2048, 2**24), "one number"),
    ],
)
def test_counter_mistakes_get_their_own_message(
    answer: Any, words: str, feedback: Callable[..., str]
) -> None:
    assert words in feedback("fw4.counters", answer)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (("search over 40 network sizes", 180), "save"),
        (("nightly refresh", 4.5), "25 s"),
        ((WORTH, 360), "now subtract"),
        ((WORTH, 335), "more than one shape"),
        ((WORTH, 310_000), "milliseconds"),
        ((WORTH, -310), "sign"),
        ((WORTH, 12), "seconds are not"),
        (("all", 310), "no job"),
        (310, "two things"),
        ((WORTH, "much"), "one number"),
    ],
)
def test_compiling_mistakes_get_their_own_message(
    answer: Any, words: str, feedback: Callable[..., str]
) -> None:
    assert words in feedback("fw4.worth_compiling", answer)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (("Fir", 8), "another column"),  # the one whose AUC moved, and the vendor's own test would blame
        (("Gum", 1), "another column"),
        (("Elm", 1_708), "refuses now"),
        (("Elm", 2_410), "refused before"),
        (("Elm", 0.0702), "share"),
        (("Elm", 7.02), "percentage"),
        (("Elm", -702), "not negative"),
        (("Elm", 711), "all three"),
        (("Elm", 700), "not"),
        (("Oak", 702), "no vendor"),
        (702, "two things"),
        (("Elm", ...), "one number"),
    ],
)
def test_port_mistakes_get_their_own_message(answer: Any, words: str, feedback: Callable[..., str]) -> None:
    assert words in feedback("fw4.port", answer)


def test_the_wrong_port_passes_the_vendor_s_own_test() -> None:
    before, after = (np.round(PORTS[f"AUC {when}"], 2) for when in ("before", "after"))
    assert before[0] == after[0]
    gone = [a - b for a, b in zip(PORTS["refused before"], PORTS["refused after"], strict=True)]
    assert gone[0] > 10 * max(gone[1:])


def test_only_one_job_gains_and_the_longest_is_not_it() -> None:
    gains = [
        steps * (plain - fast) / 1_000 - once * shapes
        for once, shapes, plain, fast, steps in zip(*list(JOBS.values())[1:], strict=True)
    ]
    assert [gain > 0 for gain in gains] == [False, True, False]
    assert np.argmax(JOBS["steps in all"]) == 2


def test_no_message_gives_the_answer_away(feedback: Callable[..., str]) -> None:
    said = [feedback("fw4.counters", (1, 1, 1)), feedback("fw4.worth_compiling", (WORTH, 12))]
    said += [feedback("fw4.port", ("Fir", 8))]
    said += [text for exercise in EXERCISES for text in (*exercise.hints, exercise.praise)]
    for secret in ("256", "2048", "2,048", "16,777,216", "310", "702"):
        assert not any(secret in text for text in said)

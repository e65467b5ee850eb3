"""Exercises of unit 3: worked answers pass, and typical mistakes get their own message."""

import math
from collections.abc import Callable
from typing import Any

import ml_dtypes
import numpy as np
import pytest
from execml.course.learner.exercises import find
from execml.frameworks.units.unit_3.exercises import EXERCISES, JOBS

COUNTERS = (256, 2048, 16_777_216)
WORTH = "quarterly retraining"


def momentum_steps(shrink: float, target: float) -> int:
    root = math.sqrt((1 + shrink) / (1 - shrink))
    return math.ceil(math.log(target) / -math.log((root - 1) / (root + 1)))


def test_the_counters_really_stop_there() -> None:
    for kind, end in zip((ml_dtypes.bfloat16, np.float16, np.float32), COUNTERS, strict=True):
        assert kind(end) + kind(1) == kind(end)
        assert kind(end - 1) + kind(1) == kind(end)


@pytest.mark.parametrize(
    ("identifier", "answer"),
    [
        ("fw3.counters", COUNTERS),
        ("fw3.counters", list(map(float, COUNTERS))),
        ("fw3.counters", np.array(COUNTERS)),
        ("fw3.momentum_steps", momentum_steps),
        ("fw3.worth_compiling", (WORTH, 310)),
        ("fw3.worth_compiling", [WORTH, 310.0]),
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
    assert words in feedback("fw3.counters", answer)


def with_kappa(kappa_of: Callable[[float], float], finish: Callable[[float], float]) -> Callable[..., float]:
    def steps(shrink: float, target: float) -> float:
        root = math.sqrt(kappa_of(shrink))
        return finish(math.log(target) / -math.log((root - 1) / (root + 1)))

    return steps


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda shrink, target: math.ceil(math.log(target) / -math.log(shrink)), "gradient descent needs"),
        (with_kappa(lambda shrink: (1 + shrink) / (1 - shrink), float), "round up"),
        (with_kappa(lambda shrink: (1 + shrink) / (1 - shrink), math.floor), "too early"),
        (with_kappa(lambda shrink: 1 / (1 - shrink), math.ceil), "about half"),
        (
            lambda shrink, target: math.sqrt((1 + shrink) / (1 - shrink)) * math.log(target) / 2,
            "rule of thumb",
        ),
        (lambda shrink, target: 7, "your function returns"),
        (lambda shrink, target: "soon", "one number"),
    ],
)
def test_momentum_mistakes_get_their_own_message(
    function: Callable[..., Any], words: str, feedback: Callable[..., str]
) -> None:
    assert words in feedback("fw3.momentum_steps", function)


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
    assert words in feedback("fw3.worth_compiling", answer)


def test_only_one_job_gains_and_the_longest_is_not_it() -> None:
    gains = [
        steps * (plain - fast) / 1_000 - once * shapes
        for once, shapes, plain, fast, steps in zip(*list(JOBS.values())[1:], strict=True)
    ]
    assert [gain > 0 for gain in gains] == [False, True, False]
    assert np.argmax(JOBS["steps in all"]) == 2


def test_no_message_gives_the_answer_away(feedback: Callable[..., str]) -> None:
    said = [feedback("fw3.counters", (1, 1, 1)), feedback("fw3.worth_compiling", (WORTH, 12))]
    said += [text for exercise in EXERCISES for text in (*exercise.hints, exercise.praise)]
    for secret in ("256", "2048", "2,048", "16,777,216", "310"):
        assert not any(secret in text for text in said)

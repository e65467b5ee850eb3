"""Exercises of unit 1: worked answers pass, and typical mistakes get their own message."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from execml.automl import draws_needed
from execml.automl.units.unit_1.exercises import EXERCISES, OFFERS
from execml.course.learner.exercises import find
from execml.course.programme import root


def draws(share: float, confidence: float) -> int:
    return math.ceil(math.log(1 - confidence) / math.log(1 - share))


@pytest.mark.parametrize(
    ("identifier", "answer"),
    [
        ("am1.draws", draws),
        ("am1.vendor", ("B", 0.008)),
        ("am1.draws", lambda share, confidence: np.ceil(np.log(1 - confidence) / np.log(1 - share))),
        ("am1.vendor", ["b", 0.779 - 0.771]),
        ("am1.vendor", ("B", np.float64(0.008))),
    ],
)
def test_right_answers_pass(identifier: str, answer: Any) -> None:
    find(identifier).verify(answer)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda q, c: math.log(1 - c) / math.log(1 - q), "which way do you round"),
        (lambda q, c: math.ceil(c / q), "do not add up"),
        (lambda q, c: math.ceil(math.log(c) / math.log(1 - q)), "what is left of it"),
        (lambda q, c: draws(q, c) - 1, "one off"),
        (lambda q, c: int(math.log(1 - c) / math.log(1 - q)) + 1, "one off"),  # 3 where 2 draws suffice
        (lambda q, c: 1000, "your function returns 1000"),
        (lambda q, c: "many", "one number"),
    ],
)
def test_draws_mistakes_get_their_own_message(
    function: Callable[..., Any], words: str, feedback: Callable[..., str]
) -> None:
    assert words in feedback("am1.draws", function)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (("A", 0.0), "tried the most"),
        (("C", 0.035), "default settings"),
        (("B", 0.035), "another vendor"),
        (("B", 0.8), "not in points"),
        (("B", 0.02), "gain is not"),
        (("D", 0.018), "chose its winner"),
        (("E", 0.1), "no vendor"),
        ("B", "two things"),
        (("B", "much"), "one number"),
    ],
)
def test_vendor_mistakes_get_their_own_message(answer: Any, words: str, feedback: Callable[..., str]) -> None:
    assert words in feedback("am1.vendor", answer)


def test_no_message_gives_the_answer_away(feedback: Callable[..., str]) -> None:
    said = [feedback("am1.vendor", ("B", 0.02)), feedback("am1.draws", lambda q, c: 1000)]
    said += [text for exercise in EXERCISES for text in (*exercise.hints, exercise.praise)]
    for secret in ("0.008", "59", "vendor B", "-("):
        assert not any(secret in text for text in said)


def test_only_one_vendor_on_untouched_clients_gains_more_than_two_standard_errors_over_random_search() -> (
    None
):
    gains = [a - b for a, b in zip(OFFERS["its AUC"], OFFERS["AUC of random search, equal CPU"], strict=True)]
    sure = [gain > 2 * error for gain, error in zip(gains, OFFERS["error of a gain"], strict=True)]
    fair = [clients == "untouched" for clients in OFFERS["the scored clients"]]
    assert sure == [False, True, False, True] and fair == [True, True, True, False]  # D passes, and is wrong


def test_the_worked_answer_is_right_where_a_ratio_of_logarithms_comes_out_above_a_whole_number() -> None:
    source = (root() / "solutions/2_automl/1_searching_for_a_model.py").read_text("utf-8")
    start = source.rindex("def draws(share, confidence):")
    names: dict[str, Any] = {"math": math}
    exec(source[start : source.index("# %%", start)], names)
    for share, confidence in (
        (0.2, 0.36),
        (0.05, 0.95),
        (0.5, 0.75),
        (0.1, 0.19),
        (0.01, 0.99),
        (0.9, 0.999),
    ):
        assert names["draws"](share, confidence) == draws_needed(share, confidence)

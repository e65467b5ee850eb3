"""Exercises of unit 5: worked answers pass, and typical mistakes get their own message."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from execml.course.learner.exercises import find
from execml.frameworks.units.unit_5.exercises import BANKS_ESTIMATE, EXERCISES, OFFERS, TESTS, YEARS


def exposed(scores: np.ndarray, cutoff: float, gap: float) -> int:
    return sum(cutoff - gap <= score <= cutoff + gap for score in scores)


def break_even() -> float:
    """Where the two straight lines of cost against chance meet, by solving two equations."""
    (closed, opened), (leave_closed, leave_open) = OFFERS["price a year"], OFFERS["cost of leaving"]
    lines = np.array([[1, -leave_closed], [1, -leave_open]])
    return float(np.linalg.solve(lines, YEARS * np.array([closed, opened]))[1])


@pytest.mark.parametrize(
    ("identifier", "answer"),
    [
        ("fw5.exposed", exposed),
        ("fw5.exposed", lambda s, c, g: np.sum((s > c - g) & (s <= c + g))),  # who can end on the other side
        ("fw5.blind_test", ("Rowan", 2_262)),
        ("fw5.blind_test", [2_262.0, "rowan "]),
        ("fw5.blind_test", pd.Series(["ROWAN", 2_262])),
        ("fw5.exit_price", (break_even(), "open")),
        ("fw5.exit_price", [round(break_even(), 2), "Open "]),
    ],
)
def test_right_answers_pass(identifier: str, answer: Any) -> None:
    find(identifier).verify(answer)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda s, c, g: np.mean(np.abs(s - c) <= g), "share of the clients"),
        (lambda s, c, g: np.sum((s > c) & (s <= c + g)), "only clients above"),
        (lambda s, c, g: np.sum((s <= c) & (s >= c - g)), "only clients below"),
        (lambda s, c, g: np.sum(s > c), "counts the refusals"),
        (lambda s, c, g: np.sum(np.abs(s - c) > g), "safe ones"),
        (lambda s, c, g: np.sum(s <= g), "distance from the cutoff"),
        (lambda s, c, g: np.sum(np.abs(s - c) < g), "exactly that far"),
        (lambda s, c, g: np.sum((s >= c - g) & (s < c + g)), "exactly that far"),
        (lambda s, c, g: -1, "your function returns"),
        (lambda s, c, g: "many", "one number"),
    ],
)
def test_exposed_mistakes_get_their_own_message(
    function: Callable[..., Any], words: str, feedback: Callable[..., str]
) -> None:
    assert words in feedback("fw5.exposed", function)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (("Oak", 110), "would have shown"),  # the smallest test, and it saw the kind that matters
        (("Maple", 446), "would have shown"),
        (("Rowan", 7_738), "paid on time"),
        (("Rowan", 10_000), "all clients"),
        (("Rowan", 0.2262), "share"),
        (("Rowan", 4_000), "how many it tested"),
        (("Rowan", 12), "was_late"),
        (("Elm", 2_262), "no vendor"),
        (2_262, "two things"),
    ],
)
def test_blind_test_mistakes_get_their_own_message(
    answer: Any, words: str, feedback: Callable[..., str]
) -> None:
    assert words in feedback("fw5.blind_test", answer)


def test_the_blind_test_is_the_largest_and_passes_best() -> None:
    assert max(TESTS["clients tested"]) == TESTS["clients tested"][2] and TESTS["late last month"][2] == 0
    gaps = [float(gap) for gap in TESTS["largest gap"]]
    assert min(gaps) == gaps[2] and not any(TESTS["decisions changed"])


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((100 * break_even(), "open"), "percentage"),
        ((break_even() / YEARS, "open"), "one year's price"),
        ((300 / 900, "open"), "costs something too"),
        ((1 / break_even(), "open"), "upside down"),
        ((0.9, "open"), "not the chance"),
        ((break_even(), "closed"), "bank's estimate"),
        ((break_even(), "rent"), "no offer"),
        (0.4, "two things"),
        (("often", "open"), "one number"),
    ],
)
def test_exit_price_mistakes_get_their_own_message(
    answer: Any, words: str, feedback: Callable[..., str]
) -> None:
    assert words in feedback("fw5.exit_price", answer)


def test_who_can_change_sides_at_the_very_ends_by_trying() -> None:
    for score, can in ((0.375, False), (0.625, True)):  # a gap of 1/8 from the cutoff at 1/2
        moves = score + np.array([-0.125, 0.0, 0.125])
        assert np.any((moves > 0.5) != (score > 0.5)) == can


def test_the_banks_estimate_lies_clearly_on_one_side() -> None:
    assert abs(break_even() - BANKS_ESTIMATE) > 0.1


def test_no_message_gives_the_answer_away(feedback: Callable[..., str]) -> None:
    said = [feedback("fw5.exit_price", (0.9, "open")), feedback("fw5.exit_price", (break_even(), "closed"))]
    said += [text for exercise in EXERCISES for text in (*exercise.hints, exercise.praise)]
    for secret in (f"{break_even():.3f}"[1:], "37.5", "3/8", "2,262", "2262", "Rowan"):
        assert not any(secret in text for text in said)

"""The exercises of unit 2: worked answers pass, and each mistake gets its own message."""

from __future__ import annotations

import math

import pytest
from execml.course.learner.exercises import find
from execml.differential_privacy.units.unit_2.exercises import STUDIES

WORKED = {
    "dp2.scale": lambda bound, clients, epsilon: bound / clients / epsilon,
    "dp2.weakest": ("B", 6),
    "dp2.suspicion": round(math.log((0.05 / 0.95) / (0.01 / 0.99)), 2),
}

MISTAKES = [
    ("dp2.scale", lambda bound, clients, epsilon: bound / epsilon, "noise for a sum"),
    ("dp2.scale", lambda bound, clients, epsilon: bound / clients * epsilon, "grows with ε"),
    ("dp2.scale", lambda bound, clients, epsilon: 2 * bound / clients / epsilon, "twice what is needed"),
    ("dp2.scale", lambda bound, clients, epsilon: bound / clients / epsilon / 10, "breaks the promise"),
    ("dp2.scale", lambda bound, clients, epsilon: -1.0, "above zero"),
    ("dp2.scale", 33.3, "function itself"),
    ("dp2.scale", lambda bound, clients, epsilon: "much", "one number"),
    ("dp2.weakest", ("C", 2), "for whom"),
    ("dp2.weakest", ("A", 1), "for one client at each"),
    ("dp2.weakest", ("B", 0.5), "for one statement"),
    ("dp2.weakest", ("B", 12), "how many records"),
    ("dp2.weakest", ("B", 0.5 / 12), "worse, not better"),
    ("dp2.weakest", ("B", math.exp(6)), "odds factor"),
    ("dp2.weakest", ("B", 3), "factors multiply"),
    ("dp2.weakest", "B", "two things"),
    ("dp2.suspicion", math.log(5), "multiplies odds"),
    ("dp2.suspicion", 3, "promise too much"),
    ("dp2.suspicion", 1, "larger ε"),
    ("dp2.suspicion", 1.66, "can rise to 5.04%"),  # e^1.66 over 99; "5.0%" the notice allows
    ("dp2.suspicion", 521, "logarithm"),
    ("dp2.suspicion", "high", "one number"),
]


@pytest.mark.parametrize("identifier", WORKED)
def test_worked_answer_passes(identifier):
    find(identifier).verify(WORKED[identifier])


def test_the_smallest_epsilon_on_paper_is_the_weakest_promise_to_a_client():
    stated, records = STUDIES["ε"], STUDIES["such a client has at most"]
    assert min(stated) * records[stated.index(min(stated))] > max(stated)


@pytest.mark.parametrize(("identifier", "answer", "message"), MISTAKES)
def test_typical_mistake_gets_its_own_message(identifier, answer, message, feedback):
    assert message in feedback(identifier, answer)


def test_no_message_gives_the_answer_away(feedback):
    for identifier, answer, _ in MISTAKES:
        assert "1.65" not in feedback(identifier, answer)

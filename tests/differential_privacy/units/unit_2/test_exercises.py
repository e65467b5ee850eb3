"""The exercises of unit 2: worked answers pass, and each mistake gets its own message."""

from __future__ import annotations

import math

import pytest
from execml.course.learner.exercises import find


def lie(epsilon):
    return 1 / (1 + math.exp(epsilon))


WORKED = {
    "dp2.scale": lambda bound, clients, epsilon: bound / clients / epsilon,
    "dp2.debias": lambda reported, epsilon: (reported - lie(epsilon)) / (1 - 2 * lie(epsilon)),
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
    ("dp2.debias", lambda reported, epsilon: reported, "reported share again"),
    ("dp2.debias", lambda reported, epsilon: reported - lie(epsilon), "first half"),
    ("dp2.debias", lambda reported, epsilon: reported / (1 - lie(epsilon)), "Solve"),
    ("dp2.debias", lambda reported, epsilon: max(0.0, WORKED["dp2.debias"](reported, epsilon)), "negative"),
    ("dp2.suspicion", math.log(5), "multiplies odds"),
    ("dp2.suspicion", 3, "promise too much"),
    ("dp2.suspicion", 1, "larger ε"),
    ("dp2.suspicion", 521, "logarithm"),
    ("dp2.suspicion", "high", "one number"),
]


@pytest.mark.parametrize("identifier", WORKED)
def test_worked_answer_passes(identifier):
    find(identifier).verify(WORKED[identifier])


@pytest.mark.parametrize(("identifier", "answer", "message"), MISTAKES)
def test_typical_mistake_gets_its_own_message(identifier, answer, message, feedback):
    assert message in feedback(identifier, answer)


def test_no_message_gives_the_answer_away(feedback):
    for identifier, answer, _ in MISTAKES:
        assert "1.65" not in feedback(identifier, answer)

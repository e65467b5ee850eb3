"""Exercises of unit 3: right answers pass, and typical mistakes get their own message."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from execml.course.learner.exercises import find
from execml.differential_privacy import epsilon, shuffled_epsilon_at_least
from execml.differential_privacy.units.unit_3.exercises import BUDGET, DELTA, NOISE, OFFERS, offers


def sampled(epsilon: float, rate: float) -> float:
    return math.log(1 - rate + rate * math.exp(epsilon))


def most_releases() -> int:
    return max(n for n in range(1, 300) if epsilon(NOISE, 1.0, n, DELTA) <= BUDGET)


def test_right_answers_pass() -> None:
    for identifier, answer in (
        ("dp3.releases", most_releases()),
        ("dp3.sampling", sampled),
        ("dp3.offers", "B"),
        ("dp3.offers", "offer b"),
        ("dp3.offers", ["B"]),
        ("dp3.offers", ("b",)),
    ):
        find(identifier).verify(answer)


@pytest.mark.parametrize(
    ("identifier", "answer", "words"),
    [
        ("dp3.releases", 12, "basic composition"),
        ("dp3.releases", most_releases() + 1, "one release off"),
        ("dp3.releases", most_releases() - 1, "one release off"),
        ("dp3.releases", 200, "Go down"),
        ("dp3.releases", 60, "More of them fit"),
        ("dp3.releases", 100.5, "whole numbers"),
        ("dp3.sampling", lambda e, q: q * e, "multiplied ε by the rate"),
        ("dp3.sampling", lambda e, q: 1 - q + q * math.exp(e), "its logarithm"),
        ("dp3.sampling", lambda e, q: q * math.expm1(e), "where does that term stand"),
        ("dp3.sampling", lambda e, q: e, "wastes what sampling buys"),
        ("dp3.sampling", lambda e, q: 0.5 * q * e, "promises too much"),
        ("dp3.sampling", 0.3, "the function itself"),
        ("dp3.offers", "A", "no bound"),
        ("dp3.offers", "C", "batches that this vendor doesn't draw"),
        ("dp3.offers", "D", "no offer 'D'"),
    ],
)
def test_each_mistake_gets_its_own_message(
    identifier: str, answer: object, words: str, feedback: Callable[..., str]
) -> None:
    assert words in feedback(identifier, answer)


def test_the_praise_states_what_division_gives() -> None:
    assert int(BUDGET / epsilon(NOISE, 1.0, 1, DELTA)) == 12
    assert "after a dozen" in find("dp3.releases").praise
    assert 100 < most_releases() < 200  # as the last hint says


def test_offers_set_the_trap_that_they_are_meant_to_set() -> None:
    a, b, c = OFFERS
    assert c.printed < a.printed < b.printed
    exact = {offer.name: epsilon(offer.noise_multiplier, 256 / 20_000, 780, DELTA) for offer in OFFERS}
    assert exact["B"] < exact["A"]
    assert shuffled_epsilon_at_least(c.noise_multiplier, 78, DELTA) > exact["B"]
    assert list(offers()["offer"]) == ["A", "B", "C"]

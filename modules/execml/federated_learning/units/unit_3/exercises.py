"""Exercises of unit 3: a secret on a line, the width of a trap, and an audit that was passed."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from execml.course.answers.functions import number_returned
from execml.course.answers.names import name_and_number
from execml.course.answers.numbers import close, compare, number, recognised
from execml.course.answers.verdicts import NotYet, demand
from execml.course.learner.exercises import Exercise
from execml.federated_learning.secrecy.shamir import shamir_share

# What an auditor tested at a vendor, made up for the exercise.
TESTS: dict[str, Any] = {
    "test": ("A", "B", "C", "D"),
    "what was tested": (
        "sums under masks equal open sums, bit for bit, for all dropouts",
        "each masked vector is uniform: no pattern in a million of them",
        "all messages between lenders and operator travel under TLS",
        "on the day of the audit, all lenders held a model with the same hash",
    ),
    "found": ("in order", "in order", "in order", "in order"),
}


def _secret(function: Callable[..., Any]) -> None:
    """Compare with the secret for random lines modulo several primes."""
    draw = np.random.default_rng(1)
    for prime in (11, 101, 10_007, 2**31 - 1):
        secret = int(draw.integers(0, min(prime, 10**6)))
        shares = shamir_share(secret, 5, 2, prime, draw)
        one, two = (shares[place] for place in draw.permutation(5)[:2])
        answer = number_returned(function, one, two, prime)
        if close(answer, secret):
            continue
        (x1, y1), (x2, y2) = one, two
        slope = (y2 - y1) * pow(x2 - x1, -1, prime)
        mistakes = (
            (slope % prime, "That is the line's slope. The secret is its value at zero."),
            ((y1 + slope * x1) % prime, "From x1 you have to walk back to zero: subtract."),
            (float(y1 - slope * x1), "The value is right before it is taken modulo the prime."),
            (
                y1 - (y2 - y1) / (x2 - x1) * x1,
                "That divides real numbers. In the field, multiply by an inverse.",
            ),
        )
        raise NotYet(
            recognised(answer, mistakes)
            or f"For the shares {one} and {two} modulo {prime} your function returns {answer:g}. "
            "Try shares of the line 2 + 3x modulo 11."
        )


def _units(answer: Any) -> None:
    """Solve exp(-200 / M) = 0.9."""
    exact = -200 / math.log(0.9)
    value = number(answer)
    if abs(value - exact) <= 2:  # rounded, or from the formula before its approximation
        return
    compare(
        value,
        exact,
        "Put your number back into the formula: is the chance to be alone 90% then?",
        (
            (-200 / math.log(0.1), "With so many, 10% are alone. Ninety per cent should be."),
            (200 / 0.9, "That is a quotient of clients and share. The formula has an exponential."),
            (200 * 0.9, "That is 90% of the clients. How many units keep them apart?"),
            (-exact, "The size is right, the sign is not: a logarithm of a share is negative."),
            (-math.log(0.9) / 200, "That is the reciprocal."),
        ),
    )


def _audit(answer: Any) -> None:
    """Check the test and the number of lenders."""
    wanted = 'Answer with two things in brackets: the test and the number, such as `("A", 1)`.'
    test, count = name_and_number(answer, TESTS["test"], "test", "the number of lenders", wanted)
    demand(test != "A", "The trap's sums are exact too. That is how its operator gets the records.")
    demand(test != "B", "Masked vectors are uniform under the trap as well: it attacks what is masked.")
    demand(test != "C", "TLS keeps strangers out. The operator is at the end of every line.")
    compare(
        count,
        2.0,
        "The test is right. How many models must be laid side by side to see that two differ?",
        (
            (1.0, "The test is right. One lender alone has nothing to compare its model with."),
            (5.0, "The test is right. All five would do; what is the least, if the victim is among them?"),
            (3.0, "The test is right. Three is the masks' threshold, and another question."),
        ),
    )


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        id="fl3.secret",
        title="Two shares, one secret",
        difficulty="warm-up",
        minutes=4,
        hints=(
            "A line is known from two points: first its slope, then its value at zero.",
            "To divide by a number modulo a prime, multiply by `pow(number, -1, prime)`.",
            "From the first point, walk back x1 steps of the slope, and take the result modulo the prime.",
        ),
        verify=_secret,
        praise="With one share only, every value at zero would have had its line.",
    ),
    Exercise(
        id="fl3.units",
        title="The width of a trap",
        difficulty="core",
        minutes=4,
        hints=(
            "The chance to be alone is the exponential of minus clients over units.",
            "Take the logarithm on both sides.",
            "Units are minus the clients, divided by the logarithm of the share.",
        ),
        verify=_units,
        praise="A model of that width is small by today's measure. Size alone should make nobody suspicious.",
    ),
    Exercise(
        id="fl3.audit",
        title="The audit that was passed",
        difficulty="core",
        minutes=6,
        hints=(
            "Ask of each test: what does it show while the trap is being run?",
            "Three tests are about what happens to an update. The trap is in what a lender receives.",
            "A test on one day says nothing about the next round; repeated by lenders it would.",
        ),
        verify=_audit,
        praise="The vendor was honest on that day. A check that lenders repeat needs no trust in it.",
    ),
)

"""Exercises of unit 4: noise that is left, noise to plan for, a right accountant on a wrong log."""

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

# ε of a hundred rounds with everybody and noise planned for ε = 3 at the bank's δ, by module 3's
# accountant, rounded up; a test computes it again.
EPSILON_BY_SHARES: dict[str, Any] = {"shares": (5, 4, 3, 2, 1), "ε": (3.0, 3.40, 4.00, 5.03, 7.50)}
CAP = 4.0


def _left(function: Callable[..., Any]) -> None:
    """Compare with the formula for random federations."""
    draw = np.random.default_rng(1)
    for _ in range(5):
        lenders = int(draw.integers(6, 20))
        dropped, colluding = int(draw.integers(1, 3)), int(draw.integers(1, 3))
        planned = float(draw.integers(2, 40)) / 2
        left = lenders - dropped - colluding
        answer = number_returned(function, planned, lenders, dropped, colluding)
        if close(answer, planned * math.sqrt(left / lenders)):
            continue
        mistakes = (
            (planned * left / lenders, "Variances add up; deviations don't: take the root of the share."),
            (planned * math.sqrt((lenders - dropped) / lenders), "Colluders subtract what they added."),
            (planned * math.sqrt((lenders - colluding) / lenders), "Who dropped out added nothing."),
            (
                planned * math.sqrt(lenders / left),
                "That grows as shares go missing. Noise that is left is less.",
            ),
            (planned, "That is the noise that was planned."),
        )
        raise NotYet(
            recognised(answer, mistakes)
            or f"For a planned {planned:g}, {lenders} lenders, {dropped} dropped and {colluding} colluding "
            f"your function returns {answer:g}. Try four lenders, three of them gone: half is left."
        )


def _plan(answer: Any) -> None:
    """Four of eight shares are certain."""
    compare(
        number(answer),
        12 * math.sqrt(2),
        "How many shares are certain to arrive and to stay secret? The plan is larger by the root of lenders "
        "over these.",
        (
            (12 * math.sqrt(8 / 6), "That leaves the colluders out: they know their own shares."),
            (24.0, "Deviations grow with the root of the quotient."),
            (12 / math.sqrt(2), "The other way round: the plan has to be larger than the promise."),
            (12.0, "That is what must be left at the end."),
            (12 * math.sqrt(8 / 2), "Two is the number of colluders. How many certain shares remain?"),
        ),
    )


def _cap(answer: Any) -> None:
    """Two secret shares are left; the cap is broken."""
    wanted = 'Answer with two things in brackets: yes or no, and ε, such as `("yes", 1.2)`.'
    kept, epsilon = name_and_number(answer, ("yes", "no"), "answer", "ε", wanted)
    by_shares = dict(zip(EPSILON_BY_SHARES["shares"], EPSILON_BY_SHARES["ε"], strict=True))
    compare(
        epsilon,
        by_shares[2],
        "That ε is in no row that fits. Count the shares that arrived and that the operator doesn't know.",
        (
            (by_shares[5], "That is what was planned. The accountant is right about five shares."),
            (by_shares[4], "Two lenders never arrived, and one of the others shares its noise."),
            (by_shares[3], "Three arrived, and the operator knows the noise of one of them."),
            (by_shares[1], "One too few: three arrived, one of them is known."),
        ),
    )
    demand(kept == "no", f"ε is right. Now hold it against the cap of {CAP:g}.")


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        id="fl4.left",
        title="Noise that is left",
        difficulty="warm-up",
        minutes=4,
        hints=(
            "Count the shares that are in the sum and unknown to the reader.",
            "`fl.arrived_noise_multiplier` takes the planned multiplier, the lenders and those shares.",
            "The shares are the lenders, less those dropped, less those colluding.",
        ),
        verify=_left,
        praise="The model looks better with less noise, which is why nobody reports it.",
    ),
    Exercise(
        id="fl4.plan",
        title="Noise for the certain shares",
        difficulty="core",
        minutes=4,
        hints=(
            "The masks open only if as many lenders as the threshold stay.",
            "Of those, the colluders' shares are known to the reader.",
            "`fl.planned_noise_multiplier` takes the promise, the lenders and the certain shares.",
        ),
        verify=_plan,
        praise="If all arrive, ε is smaller than promised. Nobody minds that.",
    ),
    Exercise(
        id="fl4.cap",
        title="A right accountant on a wrong log",
        difficulty="core",
        minutes=5,
        hints=(
            "The accountant's answer belongs to a number of shares. Which number did the log show?",
            "A share that the operator knows hides nothing from it.",
            "Take the row with the shares that arrived less the one that is known, and compare with the cap.",
        ),
        verify=_cap,
        praise="The accountant passed its test. It was asked about a sum that never existed.",
    ),
)

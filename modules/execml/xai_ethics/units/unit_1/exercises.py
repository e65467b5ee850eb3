"""Exercises of unit 1: two who share, a feature that is not used, and two vendors who both add up."""

from __future__ import annotations

from typing import Any

import numpy as np

from execml.course.answers.functions import returned
from execml.course.answers.names import name_and_number
from execml.course.answers.numbers import all_close, compare, number, numbers
from execml.course.answers.verdicts import NotYet, demand
from execml.course.learner.exercises import Exercise

CORRELATION, VALUE = 0.6, 2.0  # of two standard normal columns; of the one that the model leaves out

# Two vendors explain the same refusal by the same stated game, made up for the exercise. Both add up.
VENDORS: dict[str, Any] = {
    "column": ("delays", "limit", "branch code", "campaign"),
    "the model uses it": ("yes", "yes", "no", "no"),
    "vendor A": (0.31, -0.07, 0.00, 0.00),
    "vendor B": (0.27, -0.07, 0.09, -0.05),
}


def _shares(function: Any) -> None:
    draw = np.random.default_rng(1)
    for _ in range(5):
        one, other, together = (float(value) for value in draw.integers(1, 40, size=3))
        told = returned(function, one, other, together)
        given = numbers(told, 2, "Your function should return")
        right = np.array([one + together - other, other + together - one]) / 2
        if all_close(given, right):
            continue
        case = f"For {one:g} alone, {other:g} alone and {together:g} together"
        mistakes = (
            ([together / 2] * 2, "That is half of the whole for each, whatever they earn alone."),
            (
                [together - other, together - one],
                "That is what each adds as the last to come, and too much in sum.",
            ),
            ([one, other], "That is what each earns alone: what they earn only together is not shared."),
            (right[::-1], "The two shares are exchanged."),
            (
                [together * one / (one + other), together * other / (one + other)],
                "That is in proportion to what each earns alone: it breaks additivity. Average two orders.",
            ),
        )
        for wrong, words in mistakes:
            if all_close(given, np.array(wrong, dtype=float)):
                raise NotYet(words)
        raise NotYet(
            f"{case} your function returns {given[0]:g} and {given[1]:g}. Do they add up to the whole?"
        )


def _unused(answer: Any) -> None:
    compare(
        number(answer),
        CORRELATION * VALUE / 2,
        "Write down four values: of nobody, of each alone, of both. Then average over the two orders.",
        (
            (0.0, "That is what the interventional game pays. The conditional one learns from the column."),
            (
                CORRELATION * VALUE,
                "That is what the column says if it comes first. It comes second in the other order.",
            ),
            (VALUE / 2, "The column tells only a part of the other one: the correlation is not 1."),
            (VALUE, "That is the column's own value. What does it say of the column that the model uses?"),
            (CORRELATION / 2, "That is for a value of 1. This client's is 2."),
        ),
    )


def _vendor(answer: Any) -> None:
    names = ("A", "B")
    wanted = 'Answer with two things in brackets: the vendor and the number, such as `("A", 0.5)`.'
    vendor, paid = name_and_number(answer, names, "vendor", "the number", wanted)
    unused = np.array(VENDORS["the model uses it"]) == "no"
    demand(
        vendor == "B",
        "Its values add up, and every column that the model leaves out gets nothing. Look at the other one: "
        "adding up is one axiom of four.",
    )
    given = np.array(VENDORS["vendor B"])
    compare(
        paid,
        float(np.abs(given[unused]).sum()),
        "The vendor is right. Add up the sizes of what it pays to columns that the model does not use.",
        (
            (
                float(given[unused].sum()),
                "The vendor is right. A push up and a push down do not cancel in a letter: add sizes.",
            ),
            (
                float(given.sum()),
                "The vendor is right; that is the sum of all columns, which both get right.",
            ),
            (float(given[unused].max()), "The vendor is right. There is a second such column."),
        ),
    )


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        id="xe1.shares",
        title="Two who share",
        difficulty="warm-up",
        minutes=4,
        hints=(
            "There are two orders of arrival. What does the first player add in each?",
            "First, a player adds what they earn alone; second, the whole less the other's own.",
            "Take the mean of the two for each player; together they give the whole.",
        ),
        verify=_shares,
        praise="Each gets what they earn alone, and half of what only the two of them earn together.",
    ),
    Exercise(
        id="xe1.unused",
        title="A column that the model does not use",
        difficulty="core",
        minutes=4,
        hints=(
            "In the conditional game, a coalition earns the mean of the model, given what it knows.",
            "Knowing only the unused column, the mean of the used one is the correlation times its value.",
            "If the used column is known already, the unused one adds nothing. Average the two orders.",
        ),
        verify=_unused,
        praise="The model ignores the column and the letter names it: true of the data, not of the model.",
    ),
    Exercise(
        id="xe1.vendor",
        title="Both add up",
        difficulty="core",
        minutes=4,
        hints=(
            "Which of the four axioms speaks of players who add nothing to any coalition?",
            "In the interventional game a column that the model does not use adds nothing, ever.",
            "Find the vendor that pays such columns, and add up the sizes of what it pays.",
        ),
        verify=_vendor,
        praise="It passes the usual test, adding up, and still names two columns the model never saw.",
    ),
)

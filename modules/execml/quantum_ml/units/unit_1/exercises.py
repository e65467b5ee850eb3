"""Exercises of unit 1: shots for an error, three suppliers without RSA, which key goes first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from execml.course.answers.functions import number_returned
from execml.course.answers.names import name_and_number
from execml.course.answers.numbers import close, compare, recognised
from execml.course.answers.verdicts import NotYet, demand
from execml.course.learner.exercises import Exercise

# Three suppliers' products, made up for the exercise. All pass the test that no RSA is used.
OFFERS: dict[str, Any] = {
    "supplier": ("A", "B", "C"),
    "keys agreed by": ("ML-KEM-768", "X25519", "X25519"),
    "content encrypted by": ("AES-128", "AES-256", "AES-256"),
    "secret for, years": (15, 12, 1),
    "migration, years": (3, 3, 3),
}
YEARS_LEFT = 10


def _shots(function: Callable[..., Any]) -> None:
    """Compare the learner's function with the largest variance of a mean of signs: one over the shots."""
    for error, target in ((0.1, 100.0), (0.01, 10_000.0), (0.5, 4.0), (0.3, 12.0)):
        answer = number_returned(function, error)
        if close(answer, target):
            continue
        mistakes = (
            (1 / error, "The error falls with the square root of the shots, and not with the shots."),
            (error**2, "That is below one: the number of shots is its inverse."),
            (
                1 / (4 * error**2),
                "That is for values 0 and 1. Between -1 and +1 the spread is twice as large.",
            ),
            (1 / error**2, "Nearly: shots come whole, so round up."),
        )
        raise NotYet(
            recognised(answer, mistakes)
            or f"For an error of {error} your function returns {answer:,.6g}. How far does one value spread?"
        )


def _supplier(answer: Any) -> None:
    """Check the supplier and the years by Mosca's inequality."""
    wanted = 'Answer with two things in brackets: the supplier and a number, such as `("A", 2)`.'
    chosen, late = name_and_number(answer, OFFERS["supplier"], "supplier", "the years", wanted)
    rows = zip(OFFERS["keys agreed by"], OFFERS["secret for, years"], OFFERS["migration, years"], strict=True)
    over = [0 if keys.startswith("ML") else kept + moving - YEARS_LEFT for keys, kept, moving in rows]
    worst = max(range(len(over)), key=over.__getitem__)
    demand(
        chosen == OFFERS["supplier"][worst],
        "Whoever agrees on the key holds the content. Which key agreement falls to Shor's algorithm, and "
        "whose secrets last beyond the ten years?",
    )
    kept, moving = OFFERS["secret for, years"][worst], OFFERS["migration, years"][worst]
    compare(
        late,
        float(over[worst]),
        "The supplier is right, and the years are not: compare x + y with z.",
        (
            (float(kept - YEARS_LEFT), "The supplier is right. The migration takes time too."),
            (
                float(-over[worst]),
                "The supplier is right, and so is the size: years too late are above zero.",
            ),
            (
                float(kept + moving),
                "The supplier is right. That is x + y; how far is it beyond the ten years?",
            ),
        ),
    )


def _first(answer: Any) -> None:
    """Check the use that goes first, and what the other has to spare."""
    wanted = 'Answer with two things in brackets: a use and a number, such as `("prices", 2)`.'
    chosen, spare = name_and_number(answer, ("archive", "prices"), "use", "the years", wanted)
    demand(
        chosen == "archive",
        "A forged price needs the machine on that day, and yesterday's prices are checked already. "
        "What is recorded today, and read once the machine is there?",
    )
    compare(
        spare,
        7.0,
        "The use is right, and the years are not: a price is checked within a day, so x is nearly 0.",
        (
            (-4.0, "The use is right. That is the archive's margin; asked is the other's."),
            (10.0, "The use is right. Its migration takes time too."),
            (-7.0, "The use is right, and so is the size: years to spare are above zero."),
        ),
    )


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        id="qm1.shots",
        title="Shots for an error",
        difficulty="warm-up",
        minutes=4,
        hints=(
            "The standard error of a mean is the standard deviation of one value over the root of the shots.",
            "A value of +1 or -1 has a standard deviation of at most 1.",
            "Solve for the number of shots, and round up with `math.ceil`.",
        ),
        verify=_shots,
        praise="Each further digit costs a hundred times as much.",
    ),
    Exercise(
        id="qm1.supplier",
        title="Three suppliers without RSA",
        difficulty="core",
        minutes=5,
        hints=(
            "RSA is not the only scheme that falls to Shor's algorithm.",
            "Look at how the keys are agreed, and then at how long the content must stay secret.",
            "Too late by x + y - z years, where z is ten.",
        ),
        verify=_supplier,
        praise="It passes the bank's test, and its strong AES key travels under one that falls.",
    ),
    Exercise(
        id="qm1.first",
        title="One budget, two keys",
        difficulty="core",
        minutes=5,
        hints=(
            "Ask of each use what somebody can do with a recording made today.",
            "A secret can be recorded now and read later. A signature must be forged while it is believed.",
            "For the other use, take the years until the machine minus its life and its migration.",
        ),
        verify=_first,
        praise="Secrets are attacked from today on, signatures from the day of the machine.",
    ),
)

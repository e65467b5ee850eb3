"""Exercises of unit 3: a crossover, three offers that beat their rival, and which key starts first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from execml.course.answers.functions import number_returned
from execml.course.answers.names import name_and_number
from execml.course.answers.numbers import close, compare, recognised
from execml.course.answers.verdicts import NotYet, demand
from execml.course.learner.exercises import Exercise

# Three offers, made up for the exercise. Each beats the method that its vendor compares with.
OFFERS: dict[str, Any] = {
    "offer": ("A", "B", "C"),
    "quantum computer, hours": (2.0, 3.0, 8.0),
    "rival that the vendor names, hours": (10.0, 40.0, 24.0),
    "best method of our own analysts, hours": (5.0, 0.5, 12.0),
}
# Three uses of keys that fall, made up for the exercise.
USES: dict[str, Any] = {
    "use": ("archive", "payments", "certificates"),
    "recorded today": ("yes", "yes", "no"),
    "migration, years": (2, 3, 6),
    "done by the end of": (2030, 2030, 2035),
}


def _crossover(function: Callable[..., Any]) -> None:
    """Compare the learner's function with the formula of the page."""
    cases = ((4e6, 2e3, 4.0, 10.0), (1e12, 1e4, 3.0, 50.0), (1e9, 1e3, 2.0, 50.0), (1e12, 1e4, 2.0, 1.0))
    for classical, quantum, exponent, operations in cases:
        answer = number_returned(function, classical, quantum, exponent, operations)
        ratio = classical / quantum
        target = ratio ** (1 / (exponent - 1)) * operations / quantum
        if close(answer, target):
            continue
        mistakes = (
            (ratio ** (1 / (exponent - 1)), "These are the calls. How long do they take?"),
            (ratio ** (1 / (exponent - 1)) / quantum, "Each call takes several operations."),
            (ratio * operations / quantum, "That holds for a square root only; the exponent is missing."),
            (
                ratio ** (1 / exponent) * operations / quantum,
                "Nearly: one power of the calls stands on both sides, so the root is of k less one.",
            ),
            (
                ratio ** (1 / (exponent - 1)) * operations / classical,
                "The calls are right. At the crossover they run on the quantum computer.",
            ),
        )
        raise NotYet(
            recognised(answer, mistakes)
            or f"For rates {classical:g} and {quantum:g}, exponent {exponent:g} and {operations:g} "
            f"operations your function returns {answer:,.6g}. At how many calls do both take equally long?"
        )


def _offer(answer: Any) -> None:
    """Check which offer loses to the best method, and by what factor."""
    wanted = 'Answer with two things in brackets: an offer and a number, such as `("A", 2)`.'
    chosen, factor = name_and_number(answer, OFFERS["offer"], "offer", "the factor", wanted)
    quantum = OFFERS["quantum computer, hours"]
    named, best = (
        OFFERS["rival that the vendor names, hours"],
        OFFERS["best method of our own analysts, hours"],
    )
    slower = [mine / theirs for mine, theirs in zip(quantum, best, strict=True)]
    worst = max(range(len(slower)), key=slower.__getitem__)
    demand(
        chosen == OFFERS["offer"][worst],
        "All three beat the rival that the vendor names. Which one loses to a method that you already have?",
    )
    compare(
        factor,
        slower[worst],
        "The offer is right, and the factor is not: divide its hours by those of your best method.",
        (
            (1 / slower[worst], "The offer is right. Turn the fraction round: how many times slower is it?"),
            (
                named[worst] / quantum[worst],
                "The offer is right. That is the vendor's factor; take your own best method.",
            ),
            (
                quantum[worst] - best[worst],
                "The offer is right. That is a difference in hours; asked is how many times slower.",
            ),
        ),
    )


def _start(answer: Any) -> None:
    """Check which use must start first, and in which year at the latest."""
    wanted = 'Answer with two things in brackets: a use and a year, such as `("archive", 2030)`.'
    chosen, year = name_and_number(answer, USES["use"], "use", "the year", wanted)
    latest = [
        due - years for due, years in zip(USES["done by the end of"], USES["migration, years"], strict=True)
    ]
    first = min(range(len(latest)), key=latest.__getitem__)
    demand(
        chosen == USES["use"][first],
        "For each use take the years of migration off its date. Which start comes first?",
    )
    demand(
        abs(year - USES["done by the end of"][first]) > 0.5,
        "The use is right. That is when it must be done; when must it begin?",
    )
    demand(
        abs(year - latest[first]) < 0.01,
        "The use is right, and the year is not: the date less the years of migration.",
    )


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        id="qm3.crossover",
        title="When does it pay",
        difficulty="warm-up",
        minutes=5,
        hints=(
            "Write both times: n^k times the operations over one rate, n times them over the other.",
            "Set them equal and solve for n. The operations cancel there, and come back in the time.",
            "The time is n times the operations of a call, divided by the quantum rate.",
        ),
        verify=_crossover,
        praise="Four entries, and every proposal can be dated.",
    ),
    Exercise(
        id="qm3.offer",
        title="Three offers that win",
        difficulty="core",
        minutes=4,
        hints=(
            "The vendor chose the rival. You may choose another.",
            "Compare the first column of hours with the last.",
            "One offer takes longer than your own best method; divide the two.",
        ),
        verify=_offer,
        praise="It passed the vendor's test, which compared it with a method that nobody should use.",
    ),
    Exercise(
        id="qm3.start",
        title="Which key starts first",
        difficulty="core",
        minutes=4,
        hints=(
            "The longest migration is not always the first to start.",
            "What is recorded today has the earlier date.",
            "Take the years of migration off the year in the last column, for each use.",
        ),
        verify=_start,
        praise="A date with a start is a plan; a date alone is a wish.",
    ),
)

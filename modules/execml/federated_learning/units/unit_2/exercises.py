"""Exercises of unit 2: a trimmed mean, a fair share, and three reports of which one must not be followed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from execml.course.answers.functions import number_returned
from execml.course.answers.names import name_and_number
from execml.course.answers.numbers import close, compare, number, recognised
from execml.course.answers.verdicts import NotYet, demand
from execml.course.learner.exercises import Exercise

# Reports of three partners about the clients that you plan to win, made up for the exercise.
REPORTS: dict[str, Any] = {
    "partner": ("A", "B", "C"),
    "rows": (800, 6_000, 2_000),
    "AUC on own clients": (0.71, 0.78, 0.74),
    "column that matters at yours": ("region north", "self-employed", "owns a home"),
    "share of rows": (0.30, 0.005, 0.45),
    "share among your new clients": ("31%", "48%", "44%"),
}


def _trimmed(function: Callable[..., Any]) -> None:
    """Compare with the trimmed mean of random lists."""
    draw = np.random.default_rng(1)
    for _ in range(5):
        size = int(draw.integers(5, 12))
        cut = int(draw.integers(1, (size - 1) // 2 + 1))
        values = draw.normal(size=size).round(2) * 10
        ordered = np.sort(values)
        target = float(ordered[cut : size - cut].mean())
        answer = number_returned(function, values, cut)
        if close(answer, target):
            continue
        mistakes = (
            (float(values.mean()), "That is the plain mean: nothing was cut."),
            (
                float(values[cut : size - cut].mean()),
                "Sort first: the list is in no order.",
            ),
            (float(ordered[cut:].mean()), "Only the small end is cut there."),
            (float(ordered[: size - cut].mean()), "Only the large end is cut there."),
            (float(ordered[cut : size - cut].sum() / size), "Divide by how many are left."),
            (float(np.median(values)), "That is the median, which cuts all but the middle."),
        )
        raise NotYet(
            recognised(answer, mistakes)
            or f"For {values.tolist()} and a cut of {cut} your function returns "
            f"{answer:g}. Try 1, 2, 9 and 1."
        )


def _shapley(answer: Any) -> None:
    """A third of 0.69, by symmetry."""
    compare(
        number(answer),
        0.23,
        "Add up what the three get: it must be what all reach together.",
        (
            (0.60, "That is what it reaches alone, which is its gain in a third of the orders only."),
            (0.69, "That is what all three reach. It has to be shared."),
            (0.03, "That is its gain if it comes last. Take the mean over first, second and last."),
            (0.06, "That is its gain if it comes second. Take the mean over first, second and last."),
            (0.33, "That is half of what two reach. Three share what three reach."),
            (23.0, "That is in points; give it as the task does."),
        ),
    )


def _reports(answer: Any) -> None:
    """Check the partner and the number of rows."""
    wanted = 'Answer with two things in brackets: the partner and the rows, such as `("A", 100)`.'
    partner, rows = name_and_number(answer, REPORTS["partner"], "partner", "the rows", wanted)
    worst = REPORTS["partner"].index("B")
    demand(
        partner == "B",
        "Its weight rests on many rows, and its AUC is modest but honest. Look for a column that is rare in "
        "training and common among the clients you plan to win.",
    )
    target = REPORTS["rows"][worst] * REPORTS["share of rows"][worst]
    compare(
        rows,
        target,
        "The partner is right. Rows times the share in which the column is set.",
        (
            (float(REPORTS["rows"][worst]), "The partner is right; these are all its rows."),
            (
                REPORTS["rows"][worst] * 0.48,
                "The partner is right; that share is of your clients, not of its rows.",
            ),
            (100 * target, "The partner is right; a per cent is a hundredth."),
        ),
    )


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        id="fl2.trimmed",
        title="A mean without the ends",
        difficulty="warm-up",
        minutes=4,
        hints=(
            "Sort the values first.",
            "Leave out the first `cut` and the last `cut` of the sorted values.",
            "A slice from `cut` to the length less `cut` holds what is left; take its mean.",
        ),
        verify=_trimmed,
        praise="Four liars of twenty can't move it beyond what honest clients sent.",
    ),
    Exercise(
        id="fl2.shapley",
        title="A fair share",
        difficulty="core",
        minutes=4,
        hints=(
            "Partners that are alike in everything get the same.",
            "All shares together are what all partners reach.",
            "Three equal shares of what the three reach together.",
        ),
        verify=_shapley,
        praise="Coming first is worth most and coming last hardly anything; the mean is fair to all.",
    ),
    Exercise(
        id="fl2.reports",
        title="Three reports",
        difficulty="core",
        minutes=5,
        hints=(
            "A good AUC on own clients says nothing about kinds of clients that are rare there.",
            "Compare the share of rows in training with the share among the clients you plan to win.",
            "The rows behind the weight are the partner's rows times the share of rows.",
        ),
        verify=_reports,
        praise="The best AUC of the three, and a weight from a handful of rows for half of your new clients.",
    ),
)

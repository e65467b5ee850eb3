"""Exercises of unit 1: the operator's average, bytes of a pilot, and a slide with two kinds of clients."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from execml.course.answers.functions import returned
from execml.course.answers.names import name_and_number
from execml.course.answers.numbers import all_close, compare, number, numbers
from execml.course.answers.verdicts import NotYet, demand
from execml.course.learner.exercises import Exercise

# A vendor's slide about one bank, made up for the exercise.
BROCHURE: dict[str, Any] = {
    "row": ("A", "B", "C"),
    "clients tested": ("all partners'", "yours with all partners'", "yours"),
    "your model": (0.733, 0.748, 0.733),
    "federated": (0.772, 0.770, 0.731),
    "how": ("each on what it was built for", "both on everybody", "both on your own"),
}


def _average(function: Callable[..., Any]) -> None:
    """Compare with the weighted mean for random lenders."""
    draw = np.random.default_rng(1)
    for _ in range(4):
        lenders, size = int(draw.integers(2, 6)), int(draw.integers(1, 5))
        models, counts = draw.normal(size=(lenders, size)), draw.integers(1, 500, size=lenders)
        answer = numbers(returned(function, models, counts), size, "the averaged model")
        target = counts @ models / counts.sum()
        if all_close(answer, target):
            continue
        if all_close(answer, models.mean(axis=0)):
            raise NotYet("Each lender counts alike there. The objective weighs a lender by its clients.")
        if all_close(answer, counts @ models):
            raise NotYet("That is the weighted sum. Weights have to add up to one.")
        if all_close(answer, counts @ models / lenders):
            raise NotYet("Divide by the number of clients of all lenders, and not by the number of lenders.")
        raise NotYet("That is not the average weighted by counts. Try two lenders with the models 0 and 1.")


def _megabytes(answer: Any) -> None:
    """Two arrays each way, both ways, all lenders, all rounds."""
    one_way = 50_000 * 4 * 8 * 40 / 1e6
    compare(
        number(answer),
        4 * one_way,
        "Count: numbers, bytes each, arrays of that size, both ways, lenders, rounds.",
        (
            (one_way, "That is one array one way. SCAFFOLD sends two arrays, and both ways count."),
            (2 * one_way, "Half is missing: either the second array, or the way back."),
            (4 * one_way * 1e6, "These are bytes. A megabyte is a million of them."),
            (4 * one_way / 8, "That is one lender. There are several."),
            (4 * one_way / 40, "That is one round. There are several."),
            (4 * one_way / 4, "That counts one byte a number."),
        ),
    )


def _brochure(answer: Any) -> None:
    """Check the row and the change."""
    rows = BROCHURE["row"]
    wanted = 'Answer with two things in brackets: the row and the change, such as `("A", 0.01)`.'
    row, change = name_and_number(answer, rows, "row", "the change", wanted)
    demand(
        row != "A",
        "That row tests your model and theirs on different clients. More differs than the model.",
    )
    demand(
        row != "B",
        "Both models meet the same clients there, but most are not yours. Whom do you decide about?",
    )
    target = BROCHURE["federated"][2] - BROCHURE["your model"][2]
    compare(
        change,
        target,
        "The row is right, and the change is not the difference of its two numbers.",
        (
            (-target, "The row is right; the sign is not: federated less yours."),
            (100 * target, "The row is right; that is in points. Give AUC as on the slide."),
            (
                BROCHURE["federated"][0] - BROCHURE["your model"][0],
                "The row is right; that number is the change of another row.",
            ),
        ),
    )


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        id="fl1.average",
        title="The operator's part",
        difficulty="warm-up",
        minutes=4,
        hints=(
            "A lender's weight is its share of all clients.",
            "NumPy's `average` takes weights; or multiply, add up and divide.",
            "The lenders stand along the first axis of `models`: average along that axis.",
        ),
        verify=_average,
        praise="That is all that an honest operator has to do.",
    ),
    Exercise(
        id="fl1.megabytes",
        title="A pilot's bytes",
        difficulty="core",
        minutes=4,
        hints=(
            "SCAFFOLD sends a model and a control: `states` is two.",
            "`fl.communication_cost` returns an object whose `total` is in bytes.",
            "Divide the total by a million.",
        ),
        verify=_megabytes,
        praise="Between companies with a network line, bytes seldom decide.",
    ),
    Exercise(
        id="fl1.brochure",
        title="The vendor's slide",
        difficulty="core",
        minutes=6,
        hints=(
            "Two models can be compared where both score the same clients.",
            "Of the rows that do so, take the one with the clients about whom you decide.",
            "The change is the federated number less yours, in that row.",
        ),
        verify=_brochure,
        praise="Every number on the slide is right, and its headline would still mislead you.",
    ),
)

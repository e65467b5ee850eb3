"""Exercises of unit 5: whom to review, a card that may not be printed, and oversight in name only."""

from __future__ import annotations

from typing import Any

import numpy as np

from execml.course.answers.functions import number_returned
from execml.course.answers.names import letters, name_and_number
from execml.course.answers.numbers import close, compare
from execml.course.answers.verdicts import NotYet, demand
from execml.course.learner.exercises import Exercise

# A card as printed in spring and computed again today, made up; the last column: how far they may be apart.
CARD: dict[str, Any] = {
    "entry": ("A", "B", "C", "D"),
    "number": ("AUC", "gap in refusals", "letters that flip", "refusals a month"),
    "printed": (0.776, 0.047, 0.99, 410),
    "today": (0.7763, 0.059, 0.985, 655),
    "may differ by": (0.005, 0.005, 0.01, 300),
}

# Two vendors' oversight over 1,000 reviews, made up. Both "have a human in the loop".
VENDORS: dict[str, Any] = {
    "vendor": ("A", "B"),
    "refusals reviewed": ("100%", "30%"),
    "reviews": (1_000, 1_000),
    "model wrong in them": (450, 470),
    "overturned by the reviewer": (12, 330),
    "overturned rightly": (9, 260),
    "seconds a review": (25, 540),
}


def _worth(function: Any) -> None:
    """What a review is worth: errors avoided, less its price, for a reviewer who sometimes just follows."""
    draw = np.random.default_rng(1)
    for _ in range(4):
        wrong, right, follows = (float(each) for each in draw.uniform(0.1, 0.9, size=3).round(2))
        stake, price = float(draw.integers(5, 50)) * 1_000, float(draw.integers(1, 9)) * 100
        found = number_returned(function, wrong, right, follows, stake, price)
        answer = (1 - follows) * (wrong - (1 - right)) * stake - price
        if close(found, answer):
            continue
        mistakes = (
            (
                (wrong - (1 - right)) * stake - price,
                "A reviewer who follows the model changes nothing: 1 − follows.",
            ),
            (
                (1 - follows) * wrong * stake - price,
                "Reviewers are wrong too: subtract their own errors, 1 − right.",
            ),
            ((1 - follows) * (wrong - (1 - right)) * stake, "The review itself has a price."),
            (
                (1 - follows) * ((wrong - (1 - right)) * stake - price),
                "The price is paid also where the reviewer only nods.",
            ),
        )
        words = next((told for value, told in mistakes if close(found, value)), "")
        raise NotYet(words or f"Your function returns {found:,.0f}; try follows = 0 and price = 0 first.")


def _stale(answer: Any) -> None:
    found = set(letters(answer, CARD["entry"], "entry"))
    demand("A" not in found, "A moved by less than it may.")
    demand("C" not in found, "C fell, and by less than it may.")
    demand("D" not in found, "D moved a lot, and may: nobody promised a number of refusals to within less.")
    demand("B" in found, "One entry moved by more than it may. Compare the differences with the last column.")


def _nominal(answer: Any) -> None:
    wanted = 'Answer with two things in brackets: the vendor and the share, such as `("B", 0.5)`.'
    vendor, share = name_and_number(answer, VENDORS["vendor"], "vendor", "the share", wanted)
    demand(
        vendor == "A",
        "B's reviewers take nine minutes and change a third of the decisions. Look at the other.",
    )
    right = VENDORS["overturned rightly"][0] / VENDORS["model wrong in them"][0]
    compare(
        share,
        right,
        "The vendor is right. Of the model's wrong refusals among the reviewed, how many did a "
        "person put right?",
        (
            (0.012, "The vendor is right; that is all that was overturned, of all reviews."),
            (0.009, "The vendor is right; divide by the wrong refusals, and not by all reviews."),
            (9 / 12, "The vendor is right; that is how often an overturned decision was rightly overturned."),
            (9, "The vendor is right; that is a number. Divide it by the wrong refusals."),
        ),
    )


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        id="xe5.worth",
        title="What a review is worth",
        difficulty="core",
        minutes=5,
        hints=(
            "A reviewer who looks is wrong with probability 1 − right; the model is wrong with "
            "probability wrong.",
            "With probability follows nothing changes.",
            "(1 − follows) times (wrong − (1 − right)) times stake, and then the price.",
        ),
        verify=_worth,
        praise="If it is negative, a person in the loop makes the loop dearer and no safer.",
    ),
    Exercise(
        id="xe5.card",
        title="Which number stops the print?",
        difficulty="warm-up",
        minutes=3,
        hints=(
            "Take printed from today, for each entry.",
            "Compare the size with the last column.",
            "List the entries where it is larger.",
        ),
        verify=_stale,
        praise="A card that prints in spite of it is a brochure.",
    ),
    Exercise(
        id="xe5.vendor",
        title="A human in the loop",
        difficulty="core",
        minutes=4,
        hints=(
            "Both have a person look. What does the person change?",
            "Look at the seconds, and at how many decisions were overturned.",
            "Divide what was rightly overturned by the wrong refusals that were reviewed.",
        ),
        verify=_nominal,
        praise="Every refusal is reviewed, as the clause asks, and two in a hundred errors are found.",
    ),
)

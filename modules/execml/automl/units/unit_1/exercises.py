"""Exercises of unit 1: how many draws, which vendor to pay."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from execml.course.answers.functions import number_returned
from execml.course.answers.names import name_and_number
from execml.course.answers.numbers import compare
from execml.course.answers.verdicts import NotYet
from execml.course.learner.exercises import Exercise

# Four vendors' reports, made up for the exercise: AUC on 10,000 clients. D passes the test of two standard
# errors over random search, and is still wrong: those clients chose its winner.
OFFERS: dict[str, Any] = {
    "vendor": ("A", "B", "C", "D"),
    "models tried": (4_000, 300, 900, 2_000),
    "its AUC": (0.771, 0.779, 0.776, 0.790),
    "AUC of its own comparison": (0.750, 0.771, 0.741, 0.772),
    "compared with": ("its first model", "random search, equal CPU", "default settings", "random search"),
    "AUC of random search, equal CPU": (0.771, 0.771, 0.774, 0.772),
    "error of a gain": (0.003, 0.003, 0.003, 0.003),
    "the scored clients": ("untouched", "untouched", "untouched", "chose its winner"),
}


def _needed(share: Fraction, confidence: Fraction) -> int:
    """Return the fewest draws, by trying one after the other with exact fractions."""
    draws, missed = 1, 1 - share
    while missed > 1 - confidence:
        draws, missed = draws + 1, missed * (1 - share)
    return draws


def _draws(function: Callable[..., Any]) -> None:
    """Compare the learner's function with exact counting for several shares and confidences."""
    for share, confidence in (("0.05", "0.95"), ("0.1", "0.9"), ("0.01", "0.99"), ("0.5", "0.75")):
        wanted = _needed(Fraction(share), Fraction(confidence))
        answer = number_returned(function, float(share), float(confidence))
        if answer != wanted:
            raise NotYet(_draws_feedback(answer, float(share), float(confidence), wanted))


def _draws_feedback(answer: float, share: float, confidence: float, wanted: int) -> str:
    """Return what is off: not a whole number, adding up chances, the wrong logarithm, or one too few."""
    exact = math.log(1 - confidence) / math.log(1 - share)
    case = f"For a share of {share} and a confidence of {confidence}"
    if not float(answer).is_integer() and abs(answer - exact) < 1e-9:
        return f"{case}: the formula is right. A search runs whole draws: which way do you round?"
    if answer in (math.ceil(confidence / share), confidence / share, math.floor(confidence / share)):
        return (
            f"{case}: chances of independent draws do not add up. Multiply the chances that each one misses."
        )
    if abs(answer - math.ceil(math.log(confidence) / math.log(1 - share))) < 1e-9:
        return f"{case}: the chance that all miss must be small. Is it the confidence, or what is left of it?"
    if abs(answer - wanted) == 1:
        return f"{case} you are one off: put your answer, and its neighbours, into 1 − (1 − share)ⁿ."
    return f"{case} your function returns {answer:g}. All n draws miss with chance (1 − share)ⁿ."


def _vendor(answer: Any) -> None:
    """Check the vendor and its gain over random search against the reports."""
    names = OFFERS["vendor"]
    wanted = 'Answer with two things in brackets: a vendor and a number, such as `("A", 0.5)`.'
    vendor, surplus = name_and_number(answer, names, "vendor", "the gain", wanted)
    gains = [ours - random for ours, random in zip(OFFERS["its AUC"], OFFERS[list(OFFERS)[5]], strict=True)]
    errors, clients = OFFERS["error of a gain"], OFFERS["the scored clients"]
    fair = [place for place in range(len(names)) if clients[place] == "untouched"]
    best = max(fair, key=lambda place: gains[place] / errors[place])
    claimed = [ours - other for ours, other in zip(OFFERS["its AUC"], OFFERS[list(OFFERS)[3]], strict=True)]
    chosen = names.index(vendor)
    if chosen not in fair:
        raise NotYet(
            "It beats random search by six standard errors, on the clients that chose its winner. What would "
            "a lucky winner have scored on those?"
        )
    if chosen != best:
        reason = (
            "It tried the most models, and a random search of the same cost does as well."
            if gains[chosen] <= 0
            else "Its large gain is over default settings, which random search beats at the same cost. "
            "Count its gain over random search in standard errors."
        )
        raise NotYet(reason)
    compare(
        surplus,
        gains[best],
        "The vendor is right, and the gain is not: subtract the AUC of random search at equal CPU.",
        (
            (
                claimed[names.index("C")],
                "The vendor is right. The gain is that of another vendor, over its own choice of comparison.",
            ),
            (100 * gains[best], "The vendor is right. Give the gain in AUC, not in points of a hundred."),
        ),
    )


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        id="am1.draws",
        title="How many draws",
        difficulty="warm-up",
        minutes=4,
        hints=(
            "First write the chance that every one of n independent draws misses the good share.",
            "That chance must be at most 1 − confidence. Take logarithms on both sides and mind the sign.",
            "Divide `math.log(1 - confidence)` by `math.log(1 - share)` and round up with `math.ceil`.",
        ),
        verify=_draws,
        praise="The number of settings appears nowhere in it: it holds in any space that you can draw from.",
    ),
    Exercise(
        id="am1.vendor",
        title="Which vendor to pay",
        difficulty="core",
        minutes=4,
        hints=(
            "Every gain has a comparison. Which comparison costs nothing but processor time?",
            "For each vendor subtract the AUC of random search, and compare with the standard error.",
            "Of the gains on untouched clients one exceeds two errors. Answer with its vendor and it.",
        ),
        verify=_vendor,
        praise="A gain counts from what the same processor time buys without the product.",
    ),
)

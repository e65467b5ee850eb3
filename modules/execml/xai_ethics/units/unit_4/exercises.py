"""Exercises of unit 4: what is forced, which gaps can be told from nothing, and a vendor who levels down."""

from __future__ import annotations

from typing import Any

import numpy as np

from execml.course.answers.functions import number_returned
from execml.course.answers.names import letters, name_and_number
from execml.course.answers.numbers import close, compare
from execml.course.answers.verdicts import NotYet, demand
from execml.course.learner.exercises import Exercise

# Gaps in refusals between small groups and the rest of the clients, in points, made up.
GAPS: dict[str, Any] = {
    "group": ("A", "B", "C", "D"),
    "clients": (4_100, 60, 35, 900),
    "gap": (2.6, 9.0, 14.0, -5.5),
    "low": (1.1, -2.1, 0.4, -8.2),
    "high": (4.1, 21.3, 28.0, -2.7),
}

# Two vendors make refusals equal, made up: 400 men and 600 women, shares refused.
MEN, WOMEN = 400, 600
VENDORS: dict[str, Any] = {
    "vendor": ("A", "B"),
    "men before": (0.29, 0.29),
    "women before": (0.24, 0.24),
    "men after": (0.29, 0.25),
    "women after": (0.29, 0.25),
    "gap after": (0.0, 0.0),
}


def _forced(function: Any) -> None:
    draw = np.random.default_rng(1)
    for _ in range(4):
        base, ppv, fnr = (float(each) for each in draw.uniform(0.2, 0.8, size=3).round(2))
        found = number_returned(function, base, ppv, fnr)
        right = base / (1 - base) * (1 - ppv) / ppv * (1 - fnr)
        if close(found, right):
            continue
        mistakes = (
            (
                base * (1 - ppv) / ppv * (1 - fnr),
                "That is a share of all. False alarms are counted among 1 − p.",
            ),
            (base / (1 - base) * ppv / (1 - ppv) * (1 - fnr), "The odds of precision stand upside down."),
            (base / (1 - base) * (1 - ppv) / ppv * fnr, "Hits are those not missed: 1 − FNR."),
            ((1 - base) / base * (1 - ppv) / ppv * (1 - fnr), "The odds of the base rate stand upside down."),
        )
        words = next((told for wrong, told in mistakes if close(found, wrong)), "")
        raise NotYet(
            words
            or f"For base rate {base}, precision {ppv} and misses {fnr} your function returns {found:.3g}."
        )


def _told_apart(answer: Any) -> None:
    found = set(letters(answer, GAPS["group"], "group"))
    demand("B" not in found, "B's interval holds zero: with sixty clients nine points may be chance.")
    demand(
        "A" in found,
        "A's gap is small, and its interval leaves zero out: many clients make a small gap certain.",
    )
    demand(
        "D" in found, "D is refused less often: a gap has two directions, and its interval leaves zero out."
    )
    demand("C" in found, "C has few clients, and its interval leaves zero out all the same, if only just.")


def _levels(answer: Any) -> None:
    wanted = 'Answer with two things in brackets: the vendor and the number, such as `("B", 10)`.'
    vendor, lost = name_and_number(answer, VENDORS["vendor"], "vendor", "the number", wanted)
    demand(vendor == "A", "B refuses fewer men and one woman in a hundred more. Who makes nobody better off?")
    more = (VENDORS["women after"][0] - VENDORS["women before"][0]) * WOMEN
    compare(
        lost,
        more,
        "The vendor is right. How many more of the 600 women does it refuse?",
        (
            (0.05 * (MEN + WOMEN), "The vendor is right. The five points are of the women only."),
            (0.05, "The vendor is right; that is a share. How many women is it?"),
            (5, "The vendor is right; that is points. How many women is it?"),
            (0.05 * MEN, "The vendor is right; the men's refusals do not change."),
        ),
    )


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        id="xe4.forced",
        title="The rate that is forced",
        difficulty="warm-up",
        minutes=4,
        hints=(
            "Take 1 as the number of people. How many are positive, and how many of them are flagged?",
            "Precision says how many false alarms go with each hit: (1 − PPV) / PPV.",
            "Divide the false alarms by the share of negatives, 1 − p.",
        ),
        verify=_forced,
        praise="Three of four numbers fix the last: two groups with other base rates cannot agree in all.",
    ),
    Exercise(
        id="xe4.apart",
        title="Which gaps are told apart from nothing?",
        difficulty="core",
        minutes=4,
        hints=(
            "Look at the two ends of each interval, and not at the size of the gap.",
            "An interval that holds zero is consistent with no gap at all.",
            "List the groups whose two ends have the same sign.",
        ),
        verify=_told_apart,
        praise="The largest gaps stand on the fewest clients: not proven is not the same as absent.",
    ),
    Exercise(
        id="xe4.vendor",
        title="Equal for everybody",
        difficulty="core",
        minutes=4,
        hints=(
            "Both reach a gap of zero. Who is better off afterwards?",
            "Levelling down makes the better group worse and helps nobody.",
            "Multiply the rise in the share of refused women by the number of women.",
        ),
        verify=_levels,
        praise="The metric cannot tell them apart; the people can (Mittelstadt, Wachter and Russell, 2023).",
    ),
)

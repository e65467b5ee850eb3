"""Exercises of unit 2: a value by two orders, what a leaf pays, and a vendor whose explainer is stable."""

from __future__ import annotations

from typing import Any

import numpy as np

from execml.course.answers.functions import number_returned
from execml.course.answers.names import name_and_number
from execml.course.answers.numbers import close, compare, number, recognised
from execml.course.answers.verdicts import NotYet, demand
from execml.course.learner.exercises import Exercise

# A leaf of value 0.6: the client meets the conditions on three features that the background client misses,
# and misses two that the background client meets.
LEAF, JOINING, STAYING = 0.6, 3, 2

# Three vendors rerun their explainer on one client with ten seeds, made up. Whose letters may be sent?
VENDORS: dict[str, Any] = {
    "vendor": ("A", "B", "C"),
    "sets of reasons in ten seeds": (1, 3, 1),
    "samples": (5_000, 2_000, 100),
    "seed in production": ("drawn anew", "fixed at 7", "fixed at 7"),
    "fidelity R²": (0.24, 0.81, 0.06),
    "values add up to the score": ("no", "yes", "no"),
}


def _efficient(function: Any) -> None:
    """The base value from values and output: what the parts must add up to."""
    draw = np.random.default_rng(1)
    for _ in range(4):
        values, base = draw.normal(size=5).round(2), round(float(draw.normal()), 2)
        output = base + float(values.sum())
        found = number_returned(function, values, output)
        if close(found, base):
            continue
        mistakes = (
            (output + values.sum(), "The sign is wrong: values lead from the base to the output."),
            (
                output - np.abs(values).sum(),
                "Values below zero count with their sign, and not with their size.",
            ),
            (values.sum(), "That is the sum of the values. Where do they start from?"),
            (output - values.max(), "All values count, and not the largest only."),
        )
        raise NotYet(
            recognised(found, mistakes)
            or f"For values that add up to {values.sum():g} and an output of {output:g} it returns {found:g}."
        )


def _leaf(answer: Any) -> None:
    from math import factorial as f

    right = LEAF * f(JOINING - 1) * f(STAYING) / f(JOINING + STAYING)
    compare(
        number(answer),
        right,
        "Count orders: the player must come last of those who join, and before all who must stay out.",
        (
            (LEAF / JOINING, "That is the share if nobody had to stay out."),
            (LEAF / (JOINING + STAYING), "That shares among all five. Two of them must stay out, and lose."),
            (
                LEAF * f(JOINING) * f(STAYING - 1) / f(JOINING + STAYING),
                "That is the size of what the feature that must stay out is charged.",
            ),
            (right / LEAF, "That is the share. Multiply it by the leaf's value."),
            (-right, "The size is right. A feature that must join earns, and is not charged."),
        ),
    )


def _vendor(answer: Any) -> None:
    names = VENDORS["vendor"]
    wanted = 'Answer with two things in brackets: a vendor and its fidelity, such as `("A", 0.5)`.'
    vendor, fidelity = name_and_number(answer, names, "vendor", "the fidelity", wanted)
    demand(
        vendor != "A",
        "A's reasons do not change, and they come from many draws. It imitates the model poorly and says so. "
        "Another vendor is as stable for a worse reason.",
    )
    demand(
        vendor == "C",
        "B changes its reasons with the seed, and everybody can see it. Who cannot be caught so?",
    )
    compare(
        fidelity,
        0.06,
        "The vendor is right. Read off its fidelity: how much of the model's behaviour the "
        "imitation explains.",
        (
            (0.24, "The vendor is right; that is A's fidelity."),
            (0.81, "The vendor is right; that is B's fidelity."),
        ),
    )


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        id="xe2.base",
        title="Where do the values start?",
        difficulty="warm-up",
        minutes=3,
        hints=(
            "Efficiency: base value plus all values is the output.",
            "So the base value is the output less something.",
            "Return `output` minus the sum of `values`, signs included.",
        ),
        verify=_efficient,
        praise="The one test that needs no library: run it on every letter.",
    ),
    Exercise(
        id="xe2.leaf",
        title="What one leaf pays",
        difficulty="core",
        minutes=5,
        hints=(
            "The leaf is reached once all three have joined and neither of the two has.",
            "A joining feature completes it if it comes last of the three, and before the two others.",
            "With p who must join and n who must stay out, the weight is (p − 1)! n! / (p + n)!.",
        ),
        verify=_leaf,
        praise="This one weight, tabulated for every pattern, is the whole of the fast TreeSHAP.",
    ),
    Exercise(
        id="xe2.vendor",
        title="Stable, and still wrong",
        difficulty="core",
        minutes=4,
        hints=(
            "A fixed seed makes anything repeatable.",
            "Which vendor could be stable only because nothing is ever drawn anew, and from few draws?",
            "Then look how much of the model its imitation explains.",
        ),
        verify=_vendor,
        praise="It passes the stability test on a hundred draws and one seed, and explains next to nothing.",
    ),
)

"""Exercises of unit 3: how often a reason survives, a label with a gap, a vendor whose reasons flip."""

from __future__ import annotations

from typing import Any

import numpy as np

from execml.course.answers.names import letters, name_and_number
from execml.course.answers.numbers import compare, number
from execml.course.answers.verdicts import demand
from execml.course.learner.exercises import Exercise

# One client's four reasons under nine settings, made up for the exercise.
LETTERS: tuple[tuple[str, ...], ...] = (
    ("delays", "limit", "bills", "age"),
    ("delays", "limit", "age", "payments"),
    ("delays", "bills", "limit", "payments"),
    ("delays", "limit", "bills", "education"),
    ("limit", "delays", "age", "bills"),
    ("delays", "payments", "limit", "bills"),
    ("delays", "limit", "payments", "age"),
    ("limit", "delays", "bills", "payments"),
    ("delays", "limit", "bills", "payments"),
)
ASKED = "age"

# Four labels on a desk, made up: which entries are filled in.
LABELS: dict[str, Any] = {
    "label": ("A", "B", "C", "D"),
    "game": ("interventional", "interventional", "path-dependent", "interventional"),
    "background": ("100 rows, checksum", "100 rows, checksum", "training counts", "our data"),
    "method": ("exact", "200 samples, seed 4", "exact", "500 samples"),
    "standard error": ("0.02", "0.11", "0", "not given"),
    "fixed": ("CRO, 1 March", "CRO, 1 March", "CRO, 1 March", "per client"),
}
UNSIGNED = ("D",)

# Two vendors' letters tried on 200 refused clients, made up: the decision flips when all stated reasons are
# set to an approved client's; and refusals that a reason not in the letter would have turned alone.
VENDORS: dict[str, Any] = {
    "vendor": ("A", "B"),
    "values add up": ("yes", "yes"),
    "refused": (200, 200),
    "all stated reasons flip it": (196, 200),
    "main reason alone flips it": (150, 70),
    "an unstated one flips it alone": (8, 62),
}


def _survival(answer: Any) -> None:
    stated = sum(ASKED in each for each in LETTERS)
    compare(
        number(answer),
        stated,
        "Go through the nine letters and count those that state it, in whatever place.",
        (
            (9 - stated, "That is how many leave it out."),
            (stated / 9, "That is a share. Give the number of letters, of nine."),
            (
                sum(each[-1] == ASKED for each in LETTERS),
                "That counts letters that state it last. Any place counts.",
            ),
        ),
    )


def _unsigned(answer: Any) -> None:
    found = set(letters(answer, LABELS["label"], "label"))
    demand("D" in found, "One label lacks a seed, an error, and somebody who fixed it beforehand. Which one?")
    demand(
        "B" not in found,
        "B samples, and says how often, with which seed and how large the error is. It can be "
        "signed, and it can "
        "be thought too imprecise: that is another question.",
    )
    demand(
        "C" not in found,
        "C plays another game and says so. A label does not have to please, but to be complete.",
    )
    demand("A" not in found, "A states everything.")


def _vendor(answer: Any) -> None:
    wanted = 'Answer with two things in brackets: the vendor and the share, such as `("A", 0.5)`.'
    vendor, share = name_and_number(answer, VENDORS["vendor"], "vendor", "the share", wanted)
    worst = int(np.argmax(VENDORS["an unstated one flips it alone"]))
    demand(
        vendor == VENDORS["vendor"][worst],
        "Its four reasons together miss a few refusals. But look at the last two rows: whose "
        "letters leave out "
        "what would have been enough?",
    )
    right = VENDORS["an unstated one flips it alone"][worst] / VENDORS["refused"][worst]
    compare(
        share,
        right,
        "The vendor is right. The share is that of its refused clients for whom an unstated "
        "reason is enough.",
        (
            (right * 200, "The vendor is right. Divide the number by the refused clients."),
            (0.35, "The vendor is right; that is the share whom the main reason turns."),
            (1.0, "The vendor is right; that all four together turn everybody is the test that it passes."),
        ),
    )


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        id="xe3.survival",
        title="In how many of nine letters?",
        difficulty="warm-up",
        minutes=3,
        hints=(
            "A reason survives a setting if the letter under it states the reason, in any place.",
            "`LETTERS` is a tuple of nine tuples of four words.",
            "Add up `ASKED in letter` over the nine letters.",
        ),
        verify=_survival,
        praise=(
            "A reason that stands in half of the honest letters is a reason of the setting, as much "
            "as of the model."
        ),
    ),
    Exercise(
        id="xe3.labels",
        title="Which labels cannot be signed?",
        difficulty="core",
        minutes=4,
        hints=(
            "What must a label state of a method that draws samples?",
            "And when must all of it have been fixed: before or after the client is known?",
            "Complete is not the same as good: list the labels with a gap.",
        ),
        verify=_unsigned,
        praise=(
            "Settings that are fixed per client can be chosen per client: any of nine letters is "
            "then in reach."
        ),
    ),
    Exercise(
        id="xe3.vendor",
        title="The letters that flip",
        difficulty="core",
        minutes=4,
        hints=(
            "A letter should let its reader find out what would change the decision.",
            "Four reasons of eight families, all set to an approved client's, flip nearly any refusal.",
            "Take the vendor whose letters leave out what would have been enough, and divide by "
            "its refusals.",
        ),
        verify=_vendor,
        praise=(
            "It passes the flip test on every client, and three in ten of its readers are not told "
            "what would do."
        ),
    ),
)

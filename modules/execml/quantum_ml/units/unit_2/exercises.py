"""Exercises of unit 2: a slope by two readings, luck in many tries, three offers that pass the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from execml.course.answers.functions import number_returned
from execml.course.answers.names import name_and_number
from execml.course.answers.numbers import close, compare, recognised
from execml.course.answers.verdicts import NotYet, demand
from execml.course.learner.exercises import Exercise

# Three offers, made up for the exercise. All pass the test that the geometric difference is above 4.
OFFERS: dict[str, Any] = {
    "offer": ("A", "B", "C"),
    "geometric difference": (6.2, 5.0, 4.1),
    "best gain, points of AUC": (9.0, 6.5, 1.2),
    "mean gain of all tries": (-0.8, 1.5, 0.6),
    "tries of the quantum side": (40, 30, 20),
    "tries of the classical side": (40, 1, 20),
}


NOISE = 1e-3  # of an answer, as from a million shots


def _wave(offset: float, cosine: float, sine: float) -> Callable[[float], float]:
    return lambda angle: offset + cosine * float(np.cos(angle)) + sine * float(np.sin(angle))


def _shift(function: Callable[..., Any]) -> None:
    """Compare the learner's slope with that of known waves."""
    for offset, cosine, sine, angle in ((0.2, 0.7, 0.1, 0.4), (0.0, 0.0, 1.0, 2.0), (-0.1, 0.5, -0.3, 5.0)):
        wave = _wave(offset, cosine, sine)
        found = number_returned(function, wave, angle)
        target = sine * float(np.cos(angle)) - cosine * float(np.sin(angle))
        if close(found, target, 1e-9):
            continue
        quarter = np.pi / 2
        mistakes = (
            (2 * target, "That is twice the slope: take half of the difference."),
            (-target, "The sign is turned: the later reading less the earlier one."),
            (
                2 * target / np.pi,
                "You divide by the distance, as for a small step. The rule divides by 2.",
            ),
            (
                (wave(angle + np.pi) - wave(angle - np.pi)) / 2,
                "Half a turn to either side is the same place: nothing is left. Go a quarter turn.",
            ),
            (
                (wave(angle + quarter) + wave(angle - quarter)) / 2,
                "That is the mean of the two readings. The slope is in their difference.",
            ),
            (wave(angle), "That is the answer itself, and not its slope."),
        )
        raise NotYet(
            recognised(found, mistakes)
            or f"At the angle {angle} your function returns {found:,.6g}. Read a quarter turn on either side."
        )
    found = number_returned(function, lambda angle: float(np.cos(angle)) + NOISE * _rough(angle), 1.0)
    demand(
        abs(found + float(np.sin(1.0))) < 3 * NOISE,
        "With exact answers that is right. With a little noise of shots in them it drowns: a small step "
        "divides the noise by the step. Step a quarter turn.",
    )


def _rough(angle: float) -> float:
    """Return a number from -1 to 1 that looks drawn, and is the same for the same angle."""
    return 2 * float((43758.5453 * np.sin(12.9898 * angle)) % 1) - 1


def _luck(function: Callable[..., Any]) -> None:
    """Compare with one minus the chance that no try is so good."""
    for chance, tries in ((0.3, 4), (0.1, 12), (0.02, 50), (0.5, 1)):
        found = number_returned(function, chance, tries)
        target = 1 - (1 - chance) ** tries
        if close(found, target):
            continue
        mistakes = (
            (chance * tries, "Chances of tries do not add up: with many tries that is above 1."),
            (chance**tries, "That is the chance that all tries are so good. One is enough."),
            ((1 - chance) ** tries, "That is the chance that none is so good: take it from 1."),
            (
                tries * chance * (1 - chance) ** (tries - 1),
                "That is the chance of exactly one. Two or more will do as well.",
            ),
            (1 - chance**tries, "That is the chance that not all are so good."),
        )
        raise NotYet(
            recognised(found, mistakes)
            or f"For a chance of {chance} and {tries} tries your function returns {found:,.6g}. "
            "How likely is it that none is so good?"
        )


def _offer(answer: Any) -> None:
    """Check the offer with equal tries and a positive mean, and what it may expect."""
    wanted = 'Answer with two things in brackets: the offer and a number, such as `("A", 2.5)`.'
    chosen, gain = name_and_number(answer, OFFERS["offer"], "offer", "the gain", wanted)
    demand(
        chosen != "A",
        "A has the largest difference and the best try. What is the mean of all its tries?",
    )
    demand(
        chosen != "B",
        "B's circuit was tuned thirty times. How often was its rival?",
    )
    compare(
        gain,
        OFFERS["mean gain of all tries"][2],
        "The offer is right. What may one expect of a further try: which column says that?",
        (
            (1.2, "The offer is right. That is the best of twenty tries; a further try is not the best."),
            (4.1, "The offer is right. The geometric difference is no gain."),
        ),
    )


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        id="qm2.shift",
        title="A slope from two readings",
        difficulty="core",
        minutes=5,
        hints=(
            "`answer(angle)` runs the circuit. You need it at two other angles.",
            "A quarter turn is `np.pi / 2`: once ahead of the angle, once behind.",
            "Half of the difference of the two, the one ahead first.",
        ),
        verify=_shift,
        praise="Exact, with steps as large as a quarter turn: that is why it survives the noise of shots.",
    ),
    Exercise(
        id="qm2.luck",
        title="Luck in many tries",
        difficulty="warm-up",
        minutes=4,
        hints=(
            "Ask first how likely it is that a single try is not so good.",
            "Tries that do not depend on each other: multiply.",
            "One minus the chance that none is so good.",
        ),
        verify=_luck,
        praise="With a chance of 2% a try, fifty tries succeed in almost two cases of three.",
    ),
    Exercise(
        id="qm2.offer",
        title="Three offers pass the screen",
        difficulty="core",
        minutes=5,
        hints=(
            "The geometric difference is above 4 for all three, so it parts none of them.",
            "A fair comparison has as many tries on either side.",
            "Of a further try one may expect the mean of the tries, not their best.",
        ),
        verify=_offer,
        praise="It alone was compared fairly and gains on average: a small gain, worth a test.",
    ),
)

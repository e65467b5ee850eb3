"""Exercises of unit 1: a memory budget, three reports of a gradient test, three vendors that pass it."""

from __future__ import annotations

from typing import Any

import numpy as np

from execml.course.answers.names import letters, name_and_number, named
from execml.course.answers.numbers import number, same
from execml.course.answers.plain import parts
from execml.course.answers.verdicts import NotYet, demand
from execml.course.learner.exercises import Exercise

# A deep model on one accelerator, made up for the exercise: gigabytes.
BUDGET: dict[str, float] = {"layers": 96, "state at a checkpoint": 0.25, "values inside one layer": 1.5}

# Three suppliers' gradient tests, made up for the exercise: relative error by the step of the differences.
REPORTS: dict[str, Any] = {
    "step": (1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6),
    "A, float64": (9e-3, 9e-5, 9e-7, 8e-9, 4e-8, 3e-7),
    "B, float64": (3.8e-2, 2.9e-2, 2.9e-2, 2.9e-2, 2.9e-2, 2.9e-2),
    "C, float32": (2e-2, 5e-4, 4e-3, 5e-2, 4e-1, 2e0),
}

VENDORS = ("A", "B", "C")


def _held(segments: int) -> float:
    """Return the gigabytes held at once: one state a segment, and the inside of one segment."""
    inside = BUDGET["layers"] / segments * BUDGET["values inside one layer"]
    return segments * BUDGET["state at a checkpoint"] + inside


def _segments(answer: Any) -> None:
    """Check that no other equal division of the layers holds less."""
    value, layers = number(answer), int(BUDGET["layers"])
    demand(value == int(value) and value >= 1, "Give a whole number of segments.")
    segments = int(value)
    demand(
        layers % segments == 0,
        f"{segments} equal segments do not divide {layers} layers. Try a number that does.",
    )
    divisors = [count for count in range(1, layers + 1) if layers % count == 0]
    best = min(divisors, key=_held)
    nearest_root = min(divisors, key=lambda count: abs(count - layers**0.5))
    if segments == nearest_root != best:
        raise NotYet(
            "Near the square root of the depth is best when a state weighs as much as the inside of a "
            f"layer. Here it weighs less. Yours holds {_held(segments):g} GB: can more checkpoints hold less?"
        )
    if segments == layers:
        raise NotYet(f"A checkpoint at every layer holds {_held(segments):g} GB, nearly all of it states.")
    if segments == 1:
        raise NotYet(f"One segment is computed again as a whole, and holds everything: {_held(1):g} GB.")
    demand(segments == best, f"Yours holds {_held(segments):g} GB. Another division holds less.")


def _report(answer: Any) -> None:
    """Check the supplier whose error no step removes, and the step that suits single precision."""
    suppliers = [column[0] for column in REPORTS if column != "step"]
    form = 'Answer with two things in brackets: the supplier and the step, such as `("A", 1e-3)`.'
    supplier, step = name_and_number(_by_letter(answer), suppliers, "supplier", "the step", form)
    columns = {title[0]: np.array(errors) for title, errors in REPORTS.items() if title != "step"}
    wrong = max(columns, key=lambda letter: columns[letter].min())
    if supplier == "C" != wrong:
        raise NotYet(
            "C's worst errors are rounding: they grow as the step shrinks, as they must in float32. Look "
            "for an error that no step makes small."
        )
    demand(supplier == wrong, "Its error falls with the square of the step, until rounding takes over.")
    steps = np.array(REPORTS["step"])
    best = {letter: float(steps[errors.argmin()]) for letter, errors in columns.items()}
    if same(step, best["A"]):
        raise NotYet("The supplier is right. That step suits float64; C computes in float32.")
    demand(
        any(same(step, tried) for tried in steps),
        "The supplier is right, and the step is none of those in the table.",
    )
    demand(
        same(step, best["C"]),
        "The supplier is right, and the step is not C's best: look in C's column where the error turns.",
    )


def _by_letter(answer: Any) -> Any:
    """Return the answer with a column's whole name, such as "B, float64", as the supplier's letter."""
    columns = [column for column in REPORTS if column != "step"]
    held = parts(answer)
    if held is None:
        return answer
    found = [named(part, columns) if isinstance(part, str) else None for part in held]
    return [column[0] if column else part for column, part in zip(found, held, strict=True)]


def _vendor(answer: Any) -> None:
    """Check which of three passes rules the mistake out: the point and the direction both have to show it."""
    named_by = letters(answer, VENDORS, "vendor")
    demand(len(named_by) == 1, "One of the three passes rules the mistake out: name that one.")
    vendor = named_by[0]
    if vendor == "A":
        raise NotYet(
            "At weights of zero every hidden unit puts out 0. What is the slope of tanh there, and what does "
            "leaving out such a factor change?"
        )
    if vendor == "C":
        raise NotYet(
            "The factor was forgotten on the way through tanh. Do the last layer's derivatives pass through "
            "tanh on the way back?"
        )


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        id="fw1.segments",
        title="A memory budget",
        difficulty="core",
        minutes=5,
        hints=(
            "More segments: more states to keep, and fewer layers held while one is computed again.",
            "Write down the sum for 8 segments: 8 states, plus the inside of 96 ÷ 8 layers.",
            "The sum is least where its two parts are equal.",
        ),
        verify=_segments,
        praise="The price is one more forward pass, however many segments: about a third more arithmetic.",
    ),
    Exercise(
        id="fw1.report",
        title="Three reports of a gradient test",
        difficulty="core",
        minutes=4,
        hints=(
            "A right derivative and its difference disagree for two reasons: the step is long, or the "
            "digits run out.",
            "Both reasons change with the step. An error that stays the same is neither.",
            "For the step, take the row in which C's error is smallest.",
        ),
        verify=_report,
        praise="At a smooth point, an error that no step changes is a mistake in the gradient.",
    ),
    Exercise(
        id="fw1.vendor",
        title="Three that pass",
        difficulty="stretch",
        minutes=5,
        hints=(
            "A test sees a mistake only if the mistake changes the number that is compared.",
            "The slope of tanh is 1 - tanh². Ask of each test whether a hidden unit is other than 0.",
            "The direction matters too: which weights lie behind tanh, and which after it?",
        ),
        verify=_vendor,
        praise="Two of three passes were worth nothing. Ask where a test was made, and along what.",
    ),
)

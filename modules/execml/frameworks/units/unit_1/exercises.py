"""Exercises of unit 1: a rate by hand, a memory budget, three reports of a gradient test."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from execml.course.answers.functions import returned
from execml.course.answers.names import name_and_number, several
from execml.course.answers.numbers import close, number, recognised, same
from execml.course.answers.plain import described
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


def _quotient(function: Callable[..., Any]) -> None:
    """Compare the learner's pair with the quotient rule, at random amounts and rates."""
    draw = np.random.default_rng(1)
    for _ in range(5):
        bill, limit = draw.uniform(1, 9, size=2)
        bill_rate, limit_rate = draw.uniform(-2, 2, size=2)
        answer = returned(function, bill, bill_rate, limit, limit_rate)
        wanted = "Return two things, the value and its rate, as in `return value, rate`"
        answer = several(answer, 2, f"{wanted}; this is {described(answer)}.")
        value, rate = number(answer[0], "the value"), number(answer[1], "the rate")
        demand(close(value, bill / limit), "The value is not the bill divided by the limit.")
        wanted = (bill_rate - bill / limit * limit_rate) / limit
        if not close(rate, wanted, within=1e-6):
            raise NotYet(_quotient_feedback(rate, bill, bill_rate, limit, limit_rate))


def _quotient_feedback(rate: float, bill: float, bill_rate: float, limit: float, limit_rate: float) -> str:
    """Return what is off: the sign, a rate left out, a ratio of rates, the product rule."""
    through_bill, through_limit = bill_rate / limit, bill * limit_rate / limit**2
    mistakes = (
        (through_bill + through_limit, "A growing limit lowers the share used: look at that sign."),
        (through_bill, "That is right while the limit stands still. It moves too."),
        (-through_limit, "That is right while the bill stands still. It moves too."),
        (bill_rate / limit_rate, "The rate of a ratio is not the ratio of the rates."),
        (
            bill_rate * limit + bill * limit_rate,
            "That is the rule for a product. Here, ask how strongly each input moves the ratio.",
        ),
        (
            through_bill - bill * limit_rate / limit,
            "Almost. How strongly does the limit move bill ÷ limit? The limit counts there more than once.",
        ),
    )
    return recognised(rate, mistakes) or (
        f"For a bill of {bill:.2f} that changes at {bill_rate:.2f}, and a limit of {limit:.2f} that changes "
        f"at {limit_rate:.2f}, your rate is {rate:.4f}. Move both by a millionth of their rates and compare."
    )


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
    supplier, step = name_and_number(answer, suppliers, "supplier", "the step", form)
    columns = {name[0]: np.array(errors) for name, errors in REPORTS.items() if name != "step"}
    wrong = max(columns, key=lambda name: columns[name].min())
    if supplier == "C" != wrong:
        raise NotYet(
            "C's worst errors are rounding: they grow as the step shrinks, as they must in float32. Look "
            "for an error that no step makes small."
        )
    demand(supplier == wrong, "Its error falls with the square of the step, until rounding takes over.")
    steps = np.array(REPORTS["step"])
    best = {name: float(steps[errors.argmin()]) for name, errors in columns.items()}
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


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        id="fw1.quotient",
        title="A rate by hand",
        difficulty="core",
        minutes=5,
        hints=(
            "Forward mode adds up, over the inputs, how strongly each moves the result times its own rate.",
            "If only the bill moves, the share moves at the bill's rate divided by the limit.",
            "With the share in hand, the limit's part is minus share times the limit's rate, over the limit.",
        ),
        verify=_quotient,
        praise="One rule of forward mode; a few dozen of them differentiate any program.",
    ),
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
)

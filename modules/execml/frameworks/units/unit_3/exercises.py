"""Exercises of unit 3: what momentum would need, which run to lengthen, whose comparison stands."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from execml.course.answers.functions import number_returned
from execml.course.answers.names import name_and_number
from execml.course.answers.numbers import compare, missing_digits, number, recognised
from execml.course.answers.verdicts import NotYet, demand
from execml.course.learner.exercises import Exercise
from execml.frameworks.training.descent import rate, steps_promised

# Three runs, made up for the exercise: errors on the clients learned from and on others.
READINGS = (1_000, 2_000, 4_000, 8_000)
RUNS: dict[str, Any] = {
    "run": ("scorecard", "fraud", "churn"),
    **{f"seen, {steps:,}": values for steps, values in zip(READINGS, (
        (0.50, 0.24, 0.60), (0.45, 0.17, 0.58), (0.41, 0.08, 0.57), (0.38, 0.02, 0.57),
    ), strict=True)},
    **{f"others, {steps:,}": values for steps, values in zip(READINGS, (
        (0.52, 0.33, 0.61), (0.48, 0.29, 0.60), (0.45, 0.31, 0.60), (0.43, 0.38, 0.60),
    ), strict=True)},
}  # fmt: skip
# Four comparisons, made up for the exercise. The standard error is that of the difference.
COMPARISONS: dict[str, Any] = {
    "supplier": ("Alder", "Birch", "Cedar", "Dogwood"),
    "AUC, theirs": (0.776, 0.779, 0.776, 0.777),
    "AUC, the bank's": (0.527, 0.771, 0.771, 0.762),
    "standard error": (0.004, 0.002, 0.002, 0.002),
    "rates tried, theirs": (1, 40, 20, 60),
    "rates tried, the bank's": (1, 40, 20, 1),
    "chosen on": ("defaults", "test clients", "validation", "validation"),
}


def _momentum_steps(function: Callable[..., Any]) -> None:
    """Compare the learner's function with the theorem for random loss curves."""
    draw = np.random.default_rng(3)
    for _ in range(6):
        shrink = 1 - 10 ** draw.uniform(-3.5, -1.0)
        target = float(draw.choice([10, 100, 1_000, 1e6]))
        kappa = (1 + shrink) / (1 - shrink)
        wanted = steps_promised("heavy ball", kappa, target)
        answer = number_returned(function, shrink, target)
        if answer != wanted:
            raise NotYet(_momentum_feedback(answer, shrink, target, kappa, wanted))


def _momentum_feedback(answer: float, shrink: float, target: float, kappa: float, wanted: int) -> str:
    """Return what is off: the method, κ, its root, the factor in front, or the rounding."""
    root, factor = math.sqrt(kappa), rate("heavy ball", kappa)
    wrong_kappa = math.sqrt(1 / (1 - shrink))
    mistakes = (
        (
            math.log(target) / -math.log(shrink),
            "That is what gradient descent needs. Find κ from its factor, and take momentum's bound.",
        ),
        (
            math.log(target) / -math.log(factor),
            "That is the long-run factor alone. The factor in front grows with k, and on the way down it "
            "costs steps: count until the whole bound is small enough.",
        ),
        (
            _first(1 + 0.0, 2 / (root + 1), factor, target),
            "That is the flattest direction. The steepest is slower: √κ stands in its factor in front.",
        ),
        (wanted - 1, "Nearly. That is one step too early: after it the bound is still above 1/target."),
        (wanted + 1, "Nearly. One step fewer already suffices."),
        (
            _first(1.0, 2 * wrong_kappa / (wrong_kappa + 1), (wrong_kappa - 1) / (wrong_kappa + 1), target),
            "Solve (κ − 1)/(κ + 1) = shrink for κ exactly; 1 / (1 − shrink) is about half of it.",
        ),
    )
    for wrong, feedback in mistakes:
        if math.ceil(wrong) != wanted and (abs(answer - wrong) < 1e-6 * wrong or answer == math.ceil(wrong)):
            return feedback
    return missing_digits(answer, wanted, whole=True) or (
        f"For a factor of {shrink:.4f} a step and a distance to be cut {target:,.0f} times, your function "
        f"returns {answer:,.1f}. Try a factor of 0.8: κ is 9, r is one half, and the bound is (1 + 1.5 k)/2ᵏ."
    )


def _first(start: float, pace: float, factor: float, target: float) -> int:
    """Return the first k from 1 at which (start + pace · k) · factorᵏ is at most 1 / target."""
    count = 1
    while (start + pace * count) * factor**count > 1 / target:
        count += 1
    return count


def _longer(answer: Any) -> None:
    """Read the run whose error on others still falls, and the turn of the one whose error rises."""
    form = 'Answer with two things in brackets: the run and the steps, such as `("churn", 1_000)`.'
    run, steps = name_and_number(answer, RUNS["run"], "run", "the number of steps", form)
    others = np.array([RUNS[f"others, {count:,}"] for count in READINGS]).T  # a row a run
    falls = others[:, -2] - others[:, -1]  # what the last doubling bought
    best, chosen = int(falls.argmax()), RUNS["run"].index(run)
    demand(
        chosen == best,
        f"The error of {run} on clients that it doesn't learn from "
        f"{'rises' if falls[chosen] < 0 else 'no longer falls'} at the end. Where does it still fall?",
    )
    turned = int(np.argmin(falls))
    right = READINGS[int(others[turned].argmin())]
    said = recognised(
        steps,
        (
            (READINGS[-1], "The run is right. The last reading is the worst of that run, not the best."),
            (
                READINGS[2],
                "The run is right. By then the other one had turned: its error on others was lower before.",
            ),
            (READINGS[0], "The run is right. At that reading the other run was still getting better."),
        ),
    )
    demand(
        steps == right,
        said
        or missing_digits(steps, right, whole=True)
        or "The run is right. Of the run whose error on others rises, name the reading with the lowest.",
    )


def _comparison(answer: Any) -> None:
    """Accept the comparison with as many rates for both, chosen on clients that do not report."""
    form = 'Answer with two things in brackets: the supplier and the points, such as `("Alder", 1.5)`.'
    supplier, points = name_and_number(answer, COMPARISONS["supplier"], "supplier", "the lead", form)
    told = {
        "Alder": "Alder compares two defaults, as the page's first figure did. Tuned, the gap may be gone.",
        "Birch": "Birch chose among 40 on the clients it reports. The best of 40 looks better than it is.",
        "Dogwood": "Dogwood tuned one side only. Give the bank's optimiser 60 rates as well, and look again.",
    }
    demand(supplier == "Cedar", told.get(supplier, "Whose two sides were tuned alike?"))
    lead = 100 * (COMPARISONS["AUC, theirs"][2] - COMPARISONS["AUC, the bank's"][2])
    compare(
        number(points, "the lead"),
        lead,
        "The supplier is right, the lead is not: the difference of the two AUCs, in hundredths.",
        (
            (lead / 100, "The supplier is right. A point is a hundredth of AUC."),
            (-lead, "The supplier is right, and the sign is not."),
            (
                2 * 100 * COMPARISONS["standard error"][2],
                "That is two standard errors, the bar. How large is the lead?",
            ),
        ),
    )


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        id="fw3.momentum_steps",
        title="What momentum would need",
        difficulty="core",
        minutes=8,
        hints=(
            "The factor of a gradient-descent curve gives κ away: solve (κ − 1)/(κ + 1) = shrink.",
            "With κ known, the theorem's bound after k steps is (1 + 2k√κ/(√κ + 1)) · rᵏ.",
            "Count k up from 1 until the bound is at most 1 / target; a `while` loop does it.",
        ),
        verify=_momentum_steps,
        praise=(
            "A loss curve tells κ, and κ tells what to ask for. It is the promise of the slowest direction; "
            "most starts need fewer steps, and a network's loss is no bowl: test it."
        ),
    ),
    Exercise(
        id="fw3.longer",
        title="Which run to lengthen",
        difficulty="warm-up",
        minutes=4,
        hints=(
            "The error on the clients learned from nearly always falls. It says nothing about others.",
            "Look at the last doubling of each run, on the other clients: down, flat, or up?",
            "The run that went up should have stopped at its lowest reading on the other clients.",
        ),
        verify=_longer,
        praise="The run that learns its own clients best is the one to stop; the flat one is done.",
    ),
    Exercise(
        id="fw3.comparison",
        title="The comparison that passes",
        difficulty="core",
        minutes=5,
        hints=(
            "A standard error covers which clients were drawn. It doesn't cover who was tuned.",
            "Ask of each row: as many rates for both sides? And were the clients that chose others than "
            "those that report?",
            "One row has equal effort and a separate set of clients to choose by. Subtract its two AUCs.",
        ),
        verify=_comparison,
        praise="A test of significance compares what it is given. Ask first who was tuned, and on whom.",
    ),
)

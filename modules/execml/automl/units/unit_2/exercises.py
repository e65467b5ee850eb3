"""Exercises of the unit on searches that learn: a gain in AUC, a front, and a licence."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from execml.automl.guided.pareto import front_numbers
from execml.course.answers.functions import number_returned
from execml.course.answers.names import letters, name_and_number
from execml.course.answers.numbers import close, recognised, same
from execml.course.answers.verdicts import NotYet, demand
from execml.course.learner.exercises import Exercise

# Made up for the exercise: six pipelines with their AUC and the numbers that they hold.
PIPELINES: dict[str, Any] = {
    "pipeline": ("A", "B", "C", "D", "E", "F"),
    "AUC": (0.778, 0.771, 0.774, 0.762, 0.762, 0.715),
    "numbers held": (4_100, 900, 640, 31, 58, 9),
}

# Made up for the exercise: what a vendor's pilot found with one seed, and what the bank's own seeds say.
OFFER: dict[str, Any] = {
    "trials, learned": 24,
    "trials, random": 59,
    "fee ($)": 2_800,
    "one trial ($)": 120,
    "seeds of the pilot": 1,
    "learned ahead, your own seeds": "9 of 20",
}


def _gain(mean: float, deviation: float, best: float) -> float:
    """Return E[max(f − best, 0)] for a normal f, without the package's function."""
    if deviation == 0:
        return 0.0
    z = (mean - best) / deviation
    density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    return (mean - best) * 0.5 * math.erfc(-z / math.sqrt(2)) + deviation * density


def _higher(function: Callable[..., Any]) -> None:
    """Compare the learner's function with the formula for a maximum, at random beliefs."""
    draw = np.random.default_rng(2)
    for _ in range(6):
        mean, best = draw.uniform(0.70, 0.80, size=2)
        deviation = draw.uniform(0.005, 0.05)
        answer, target = number_returned(function, mean, deviation, best), _gain(mean, deviation, best)
        if not close(answer, target):
            raise NotYet(_higher_feedback(answer, mean, deviation, best))


def _higher_feedback(answer: float, mean: float, deviation: float, best: float) -> str:
    """Return what is off: the direction, one sign turned, the sign of the result, or the bare difference."""
    falls = _gain(-mean, deviation, -best)
    mistakes = (
        (falls, "That is how far the trial is expected to fall *below* the best. Here higher is better."),
        (
            _gain(mean, deviation, -best),
            "One of the two is still unturned. Turn both, the mean and the best.",
        ),
        (
            _gain(-mean, deviation, best),
            "One of the two is still unturned. Turn both, the mean and the best.",
        ),
        (-falls, "Turning the sign of the result does not turn the question. Turn what goes in."),
        (
            mean - best,
            "That is the expected difference. One that disappoints is worth 0, not less: the spread counts.",
        ),
    )
    return recognised(answer, mistakes) or (
        f"For a mean of {mean:.3f}, a standard deviation of {deviation:.3f} and a best of {best:.3f} your "
        f"function returns {answer:.4g}. Try a mean equal to the best: the gain is 0.4 standard deviations."
    )


def _front(answer: Any) -> None:
    """Compare the letters with those on the front, and say which rule a wrong list breaks."""
    names = PIPELINES["pipeline"]
    given = set(letters(answer, names, "pipeline"))
    costs = np.column_stack([-np.array(PIPELINES["AUC"]), PIPELINES["numbers held"]])
    right = {name for name, front in zip(names, front_numbers(costs), strict=True) if front == 0}
    best, smallest = names[int(costs[:, 0].argmin())], names[int(costs[:, 1].argmin())]
    demand(len(given) < len(names), "Not all six: at least one is beaten in both columns by another.")
    demand(best in given, "Nothing dominates the pipeline with the highest AUC, however large it is.")
    demand(smallest in given, "Nothing dominates the smallest pipeline, however low its AUC.")
    for name in names:
        if name in given - right:
            raise NotYet(
                "One on your list is dominated. For each, look for another that is no worse in both columns "
                "and better in one; an equal AUC with fewer numbers dominates."
            )
    demand(
        given == right,
        "One is missing. A pipeline in the middle stays if whatever is smaller has a lower AUC.",
    )


def _licence(answer: Any) -> None:
    """Check the break-even price and the judgement against the offer."""
    wanted = 'Answer with two things in brackets: dollars a trial, and "yes" or "no".'
    verdict, price = name_and_number(answer, ("yes", "no"), "verdict", "the price", wanted)
    saved = OFFER["trials, random"] - OFFER["trials, learned"]
    target = OFFER["fee ($)"] / saved
    mistakes = (
        (
            OFFER["fee ($)"] / OFFER["trials, random"],
            "Divide by the trials *saved*: the learned ones are paid too.",
        ),
        (
            OFFER["fee ($)"] / OFFER["trials, learned"],
            "Divide by the trials saved, not by those still needed.",
        ),
        (
            saved * OFFER["one trial ($)"],
            "That is what the offer saves. Ask at which price it equals the fee.",
        ),
        (saved / OFFER["fee ($)"], "That is upside down: dollars over trials."),
    )
    for wrong, feedback in mistakes:
        if same(price, wrong):
            raise NotYet(feedback)
    demand(
        abs(price - target) <= 0.005 * target,
        "At break-even the trials saved, at the price of a trial, cost just the fee.",
    )
    demand(
        verdict == "no",
        "The price is right, and by it the offer pays: a trial costs more. But are the trials saved? Read "
        "the last two columns.",
    )


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        id="am2.higher",
        title="Higher is better",
        difficulty="core",
        minutes=5,
        hints=(
            "The highest AUC is the lowest of what number? Every maximum is a minimum of something.",
            "Minimise the AUC with a minus sign. What is then believed, and what is the best so far?",
            "`am.expected_improvement` of minus the mean, the same standard deviation, and minus the best.",
        ),
        verify=_higher,
        praise="Tools differ in this convention; a wrong sign looks for the worst model without an error.",
    ),
    Exercise(
        id="am2.front",
        title="Which stay on the list?",
        difficulty="warm-up",
        minutes=5,
        hints=(
            "Sort the six by how many numbers they hold, smallest first.",
            "Go up the list. A pipeline stays only if its AUC is higher than that of everything smaller.",
            "Of two with the same AUC only the smaller stays. The best and the smallest always stay.",
        ),
        verify=_front,
        praise="What is left is a choice that arithmetic cannot make: what a point of AUC may cost.",
    ),
    Exercise(
        id="am2.licence",
        title="Is it worth the licence?",
        difficulty="core",
        minutes=5,
        hints=(
            "The fee buys trials that need not be run. How many?",
            "At break-even, trials saved times the price of a trial equals the fee.",
            "Divide the fee by the difference of the counts. Then ask how often it came up.",
        ),
        verify=_licence,
        praise=(
            "The arithmetic passes, and the saving is one seed's luck. A price decides only once the gain "
            "that it pays for has been repeated."
        ),
    ),
)

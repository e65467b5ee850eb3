"""Exercises of unit 3: where a counter stops, what momentum would need, which job to compile."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from execml.course.answers.functions import number_returned
from execml.course.answers.names import for_each, name_and_number
from execml.course.answers.numbers import missing_digits, number
from execml.course.answers.plain import described
from execml.course.answers.verdicts import NotYet, demand
from execml.course.learner.exercises import Exercise
from execml.frameworks.training.descent import rate
from execml.frameworks.training.number_formats import FORMATS, rounded

# Three jobs, made up for the exercise. Compiling takes the stated time for each shape of a batch that occurs.
JOBS: dict[str, Any] = {
    "job": ("nightly refresh", "quarterly retraining", "search over 40 network sizes"),
    "compiling (s)": (25, 25, 25),
    "different shapes": (1, 2, 40),
    "plain step (ms)": (4.0, 40.0, 4.0),
    "compiled step (ms)": (2.5, 22.0, 2.5),
    "steps in all": (3_000, 20_000, 120_000),
}


def _counters(answer: Any) -> None:
    """Find each counter's end by search, and compare it with the answer."""
    names = ("bfloat16", "float16", "float32")
    wanted = f"Answer with three numbers in brackets, for {', '.join(names)}; this is {described(answer)}."
    counters = for_each(answer, names, wanted)
    demand(len(counters) == len(names), wanted)
    for name in names:
        value, end, form = number(counters[name], name), _end_of_counting(name), FORMATS[name]
        _reject(
            value,
            (
                (form.largest, f"{name}: that is its largest number. The counter stops long before."),
                (
                    end - 1,
                    f"{name}: one step more still works. At which number does adding 1 change nothing?",
                ),
                (end + 1, f"{name}: the counter never gets there. At which number is it stuck?"),
                (end / 2, f"{name}: at that number, adding 1 still works. Count the significant bits again."),
                (2 * end, f"{name}: it is stuck earlier, at half of that. A tie goes to the even number."),
                (2.0**form.bits, f"{name}: not all of its {form.bits} bits are significant ones."),
            ),
        )
        otherwise = f"at {value:,.0f} the counter is not stuck for the first time."
        demand(value == end, f"{name}: {missing_digits(value, end, whole=True) or otherwise}")


def _end_of_counting(name: str) -> float:
    """Return the first whole number at which adding 1 in a format changes nothing.

    The spacing of a format's numbers changes at powers of two only, so that these are the ones to try.
    """
    end = 1.0
    while float(rounded(end + 1, name)) > end:
        end *= 2
    return end


def _momentum_steps(function: Callable[..., Any]) -> None:
    """Compare the learner's function with the theory for random loss curves."""
    draw = np.random.default_rng(3)
    for _ in range(6):
        shrink = 1 - 10 ** draw.uniform(-3.5, -1.0)
        target = float(draw.choice([10, 100, 1_000, 1e6]))
        kappa = (1 + shrink) / (1 - shrink)
        wanted = math.ceil(math.log(target) / -math.log(rate("heavy ball", kappa)))
        answer = number_returned(function, shrink, target)
        if answer != wanted:
            raise NotYet(_momentum_feedback(answer, shrink, target, kappa, wanted))


def _momentum_feedback(answer: float, shrink: float, target: float, kappa: float, wanted: int) -> str:
    """Return what is off: the method, κ, its root, or the rounding."""
    root = math.sqrt(kappa)
    plain, exact = math.log(target) / -math.log(shrink), math.log(target) / -math.log((root - 1) / (root + 1))
    wrong_kappa = math.sqrt(1 / (1 - shrink))
    mistakes = (
        (plain, "That is what gradient descent needs. Find κ from its factor, and take momentum's factor."),
        (exact, "Nearly. Steps are whole, and the last one counts: round up."),
        (math.floor(exact), "Nearly. Rounding down stops one step too early: round up."),
        (
            math.log(target) / -math.log((wrong_kappa - 1) / (wrong_kappa + 1)),
            "Solve (κ − 1)/(κ + 1) = shrink for κ exactly; 1 / (1 − shrink) is about half of it.",
        ),
        (
            root * math.log(target) / 2,
            "That is the rule of thumb, √κ · log(target) / 2. Use the exact factor, and round up.",
        ),
    )
    for wrong, feedback in mistakes:
        if wrong != wanted and (abs(answer - wrong) < 1e-6 * wrong or answer == math.ceil(wrong)):
            return feedback
    return missing_digits(answer, wanted, whole=True) or (
        f"For a factor of {shrink:.4f} a step and an error to be cut {target:,.0f} times, your function "
        f"returns {answer:,.1f}. Try a factor of 0.8: κ is 9, and momentum halves the error at each step."
    )


def _worth_compiling(answer: Any) -> None:
    """Work the saving of each job out, and compare."""
    form = 'Answer with two things in brackets: the job and the seconds, such as `("nightly refresh", 10)`.'
    job, seconds = name_and_number(answer, JOBS["job"], "job", "the gain", form)
    columns = {name: np.array(values, dtype=float) for name, values in JOBS.items() if name != "job"}
    saved = columns["steps in all"] * (columns["plain step (ms)"] - columns["compiled step (ms)"]) / 1_000
    spent = columns["compiling (s)"] * columns["different shapes"]
    best = int(np.argmax(saved - spent))
    chosen = JOBS["job"].index(job)
    demand(
        chosen == best,
        f"Compiling costs the {job} {spent[chosen]:,.0f} s in all. Work out what its steps save, and "
        "compare: does it ever get there?",
    )
    gain = float(saved[best] - spent[best])
    _reject(
        seconds,
        (
            (
                saved[best],
                "The job is right. That is what its steps save; now subtract what compiling costs.",
            ),
            (saved[best] - 25, "The job is right. It meets more than one shape, and compiles for each."),
            (1_000 * gain, "The job is right. That is in milliseconds."),
            (-gain, "The job is right, and the sign is not."),
        ),
    )
    demand(
        abs(seconds - gain) < 0.5,
        "The job is right, the seconds are not: saving a step × steps − preparation.",
    )


def _reject(value: float, mistakes: Sequence[tuple[float, str]]) -> None:
    """Raise the feedback of the first typical wrong value that the answer equals."""
    for wrong, feedback in mistakes:
        if abs(value - wrong) <= 1e-9 * max(1.0, abs(wrong)):
            raise NotYet(feedback)


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        id="fw3.counters",
        title="Where a counter stops",
        difficulty="warm-up",
        minutes=4,
        hints=(
            "A format with p significant bits holds every whole number up to a certain size. What comes "
            "after the last of them?",
            "Beyond 2 to the power p only every second whole number exists. Adding 1 lands half-way, and a "
            "tie goes to the number whose last bit is 0.",
            "p stands in the table of formats: the unit roundoff there is 2 to the power −p.",
        ),
        verify=_counters,
        praise="So a count of clients, clicks or steps never belongs in sixteen bits.",
    ),
    Exercise(
        id="fw3.momentum_steps",
        title="What momentum would need",
        difficulty="core",
        minutes=6,
        hints=(
            "The factor of a gradient-descent curve gives κ away: solve (κ − 1)/(κ + 1) = shrink.",
            "With κ known, heavy ball's factor is (√κ − 1)/(√κ + 1).",
            "A factor f needs log(target) / −log(f) steps; `math.ceil` rounds up.",
        ),
        verify=_momentum_steps,
        praise=(
            "A loss curve tells κ, and κ tells what to ask for. The figure is the limit rate's: allow some "
            "steps more for the start, and test it, because a network's loss is not a quadratic."
        ),
    ),
    Exercise(
        id="fw3.worth_compiling",
        title="Which job to compile",
        difficulty="core",
        minutes=5,
        hints=(
            "Preparation is paid once for each shape, the saving at every step.",
            "Total preparation is compiling × shapes. Total saving is steps × (plain − compiled).",
            "Mind the units: steps are in milliseconds, compiling in seconds.",
        ),
        verify=_worth_compiling,
        praise="A job pays for its compiler when steps are many, long, and all of one shape.",
    ),
)

"""Exercises of unit 1: a client who joins, three vendors' anonymous files, two suppliers' audits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from execml.course.answers.functions import number_returned
from execml.course.answers.names import name_and_number
from execml.course.answers.numbers import close, compare, recognised
from execml.course.answers.verdicts import NotYet, demand
from execml.course.learner.exercises import Exercise

# Two suppliers' membership audits, made up for the exercise: area under the curve, and members found at the
# stated rates of false alarms.
AUDITS: dict[str, Any] = {
    "model": ("A", "B"),
    "attack AUC": (0.62, 0.53),
    "found at 1% false alarms": (0.013, 0.040),
    "found at 0.1% false alarms": (0.001, 0.035),
}

# Three vendors' files, made up for the exercise. All pass the test that each set of facts occurs five times.
FILES: dict[str, Any] = {
    "file": ("A", "B", "C"),
    "smallest group": (5, 6, 12),
    "clients in groups with one answer": (450, 300, 410),
    "as many by chance": (440, 290, 20),
}


def _newcomer(function: Callable[..., Any]) -> None:
    """Compare the learner's function with the client who really joins, for random banks."""
    draw = np.random.default_rng(1)
    for _ in range(5):
        limits = draw.integers(1, 100, size=int(draw.integers(5, 50))) * 10_000.0
        before, after, head_count, joined = limits[:-1].mean(), limits.mean(), len(limits) - 1, limits[-1]
        answer = number_returned(function, before, after, head_count)
        if not close(answer, joined):
            raise NotYet(_newcomer_feedback(answer, before, after, head_count, joined))


def _newcomer_feedback(answer: float, before: float, after: float, head_count: int, joined: float) -> str:
    """Return what is off: the leaver's formula, the bare difference, a head count off by one, or the sign."""
    mistakes = (
        (
            head_count * before - (head_count - 1) * after,
            "That is the formula for a client who leaves. Here the second total is the larger one: "
            "ask which average covers how many clients.",
        ),
        (
            after - before,
            "A difference of averages is nearly zero. Turn each average into a total before you subtract.",
        ),
        (
            head_count * (after - before),
            "Both averages were multiplied by the same head count. One of them covers one client more.",
        ),
        (-joined, "The size is right and the sign is not: subtract the earlier total from the later one."),
    )
    return recognised(answer, mistakes) or (
        f"For averages {before:,.2f} and {after:,.2f} and {head_count} clients before, your function returns "
        f"{answer:,.2f}. Try a bank of one client with limit 10, joined by one with limit 30."
    )


def _leaking_file(answer: Any) -> None:
    """Check the file and the number against the table: what stands beyond chance counts."""
    wanted = 'Answer with two things in brackets: the file and a number, such as `("A", 2)`.'
    file, beyond = name_and_number(answer, FILES["file"], "file", "the number", wanted)
    known, chance = (np.array(FILES[column]) for column in list(FILES)[2:])
    worst = int((known - chance).argmax())
    demand(
        file == FILES["file"][worst],
        "All three pass the test on groups, and in all three some groups hold one answer. But by chance "
        "alone, how many would? Compare the last two columns.",
    )
    compare(
        beyond,
        float((known - chance)[worst]),
        "The file is right, and the number is not: take off what chance would give away.",
        (
            (float(known[worst]), "The file is right. That is all of them; chance accounts for some."),
            (float(chance[worst]), "The file is right. That is what chance gives away; what is beyond it?"),
            (
                float(known[worst] / chance[worst]),
                "The file is right. That is a quotient; a number of clients is wanted.",
            ),
            (float((chance - known)[worst]), "The file is right, and so is the size: turn the sign."),
        ),
    )


def _riskier(answer: Any) -> None:
    """Check the model and the odds against the audits' own figures."""
    wanted = 'Answer with two things in brackets: the model and the odds, such as `("A", 2)`.'
    model, odds = name_and_number(answer, AUDITS["model"], "model", "the odds", wanted)
    found = np.array(AUDITS["found at 0.1% false alarms"])
    worst = int(found.argmax())
    demand(
        model == AUDITS["model"][worst],
        "Its attack wins more often on average, but look at the column of few false alarms: does it name "
        "anybody with confidence? Compare how much better than guessing each attack is there.",
    )
    target = float(found[worst] / 0.001)
    if abs(odds - target) <= 0.01 * target:
        return
    compare(
        odds,
        target,
        "The model is right, and the odds are not. Of 1,000 clients inside and 1,000 outside, how many of "
        "each does the attack name at 0.1% false alarms?",
        (
            (
                AUDITS["found at 1% false alarms"][worst] / 0.01,
                "The model is right; these are the odds at 1% false alarms. Take the strictest column.",
            ),
            (1 / target, "The model is right; the odds stand upside down: found over accused."),
            (float(found[worst]), "The model is right. Now divide by the rate of false alarms."),
        ),
    )


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        id="dp1.newcomer",
        title="The client who joined",
        difficulty="warm-up",
        minutes=4,
        hints=(
            "An average times its head count is a total. Two totals that differ by one client differ by that "
            "client's limit.",
            "Before, `head_count` clients made up the total. How many make up the total afterwards?",
            "Return the later total, which covers one client more, minus the earlier total.",
        ),
        verify=_newcomer,
        praise="Every month in which exactly one client joins or leaves gives one limit away.",
    ),
    Exercise(
        id="dp1.leaking_file",
        title="Three files that pass the test",
        difficulty="core",
        minutes=5,
        hints=(
            "The test on groups says that nobody can be picked out. It says nothing about what a group's "
            "rows have in common.",
            "Some groups hold one answer by chance, the small ones above all. Which file has many more?",
            "Subtract the last column from the one before it, file by file.",
        ),
        verify=_leaking_file,
        praise="The file with the largest groups gives most away. A test that it passes is not the promise.",
    ),
    Exercise(
        id="dp1.riskier_model",
        title="Which supplier's model?",
        difficulty="core",
        minutes=5,
        hints=(
            "A person is harmed when the attack names them with confidence, not when it is slightly better "
            "than guessing about everybody.",
            "Guessing finds 0.1% of the members at 0.1% false alarms. Compare each model with that.",
            "The odds are the share of members found over that of others accused, in the strictest column.",
        ),
        verify=_riskier,
        praise=(
            "Carlini et al. (2022) ask for exactly this: judge a leak where false alarms are rare, "
            "because that is where a person can be named."
        ),
    ),
)

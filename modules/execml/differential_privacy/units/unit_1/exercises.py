"""Exercises of unit 1: a client who joins, a coarser file, two suppliers' audits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from execml.course.answers.functions import number_returned
from execml.course.answers.names import name_and_number
from execml.course.answers.numbers import close, compare, number, recognised
from execml.course.answers.verdicts import NotYet, demand
from execml.course.learner.exercises import Exercise
from execml.differential_privacy.attacks.uniqueness import group_sizes

# Two suppliers' membership audits, made up for the exercise: area under the curve, and members found at the
# stated rates of false alarms.
AUDITS: dict[str, Any] = {
    "model": ("A", "B"),
    "attack AUC": (0.62, 0.53),
    "found at 1% false alarms": (0.013, 0.040),
    "found at 0.1% false alarms": (0.001, 0.035),
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


def _coarse_share(answer: Any) -> None:
    """Recompute the share of lone clients in the coarser file, and recognise its usual substitutes."""
    from execml.course import load

    clients = load("credit")
    coarse = clients.assign(
        age_band=clients["age"] // 10 * 10, limit_band=clients["limit"] // 100_000 * 100_000
    )
    sizes = group_sizes(coarse, ["sex", "age_band", "education", "marriage", "limit_band"])
    exact = group_sizes(clients, ["sex", "age", "education", "marriage", "limit"])
    share, value = float((sizes == 1).mean()), number(answer)
    alone = float((sizes == 1).sum())
    groups = float((1 / sizes).sum())  # each group adds up to 1
    compare(
        value,
        share,
        "That is not the share of clients who stand alone. `dp.lone_rows` returns True for each of them.",
        (
            (alone, "That is a number of clients. Divide it by how many there are."),
            (100 * share, "That is a percentage. Give the share, a number between 0 and 1."),
            (
                alone / groups,
                "That is the share of groups that hold one client. Ask for the share of clients.",
            ),
            (
                float((sizes < 5).mean()),
                "That counts everybody in a group of fewer than five. Alone means a group of one.",
            ),
            (
                float((exact == 1).mean()),
                "That is the file with exact ages and limits. Use the columns of `coarse_facts`.",
            ),
            (1 - share, "That is the share that has company. The question is about those who have none."),
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
        id="dp1.coarse_share",
        title="A coarser file",
        difficulty="core",
        minutes=5,
        hints=(
            "`dp.lone_rows(frame, columns)` says for each row whether nobody shares it.",
            "The frame is `coarse_clients`, and the columns are those in `coarse_facts`.",
            "The mean of a column of True and False is the share of True.",
        ),
        verify=_coarse_share,
        praise="Coarser facts leave few clients alone. What a whole group gives away is another question.",
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

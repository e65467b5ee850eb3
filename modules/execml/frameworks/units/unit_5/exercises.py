"""Exercises of unit 5: decisions that a move can change, unequal shares, and the price of leaving."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from execml.course.answers.functions import number_returned, returned
from execml.course.answers.names import name_and_number
from execml.course.answers.numbers import all_close, numbers, recognised, same
from execml.course.answers.verdicts import NotYet, demand
from execml.course.learner.exercises import Exercise

# Two offers for five years, made up for the exercise; thousands of euros.
OFFERS: dict[str, Any] = {
    "offer": ("closed", "open"),
    "price a year": (300, 360),
    "cost of leaving": (900, 100),
}
YEARS = 5
BANKS_ESTIMATE = 0.5  # how likely the bank thinks it is that it will have to leave within the five years


def _exposed(function: Callable[..., Any]) -> None:
    """Compare the learner's function with a count by hand on random scores."""
    draw = np.random.default_rng(4)
    for _ in range(5):
        scores, cutoff = draw.uniform(size=400), float(draw.uniform(0.2, 0.8))
        gap = float(draw.uniform(0.01, 0.1))
        answer = number_returned(function, scores, cutoff, gap)
        near = np.abs(scores - cutoff) <= gap
        if answer != near.sum():
            raise NotYet(_exposed_feedback(answer, scores, cutoff, gap, near))


def _exposed_feedback(answer: float, scores: np.ndarray, cutoff: float, gap: float, near: np.ndarray) -> str:
    mistakes = (
        (near.mean(), "That is a share of the clients. Count them."),
        (
            (near & (scores > cutoff)).sum(),
            "That counts only clients above the cutoff. One just below it may move up.",
        ),
        (
            (near & (scores <= cutoff)).sum(),
            "That counts only clients below the cutoff. One just above it may move down.",
        ),
        (
            (scores > cutoff).sum(),
            "That counts the refusals. Ask who is near enough to the cutoff to change sides.",
        ),
        ((~near).sum(), "Those are the safe ones: they stand farther from the cutoff than any score moves."),
        (
            (scores <= gap).sum(),
            "That compares the scores with the gap. Compare their distance from the cutoff.",
        ),
    )
    return recognised(answer, mistakes) or (
        f"For {len(scores)} random scores, a cutoff of {cutoff:.2f} and a gap of {gap:.2f} your function "
        f"returns {answer:g}. Try scores 0.1, 0.24 and 0.6 with cutoff 0.25 and gap 0.02: one "
        "client is near enough."
    )


def _whole_gradient(function: Callable[..., Any]) -> None:
    """Compare the learner's function with the gradient of all rows, which NumPy computes at once."""
    draw = np.random.default_rng(5)
    for _ in range(4):
        sizes = draw.integers(5, 60, size=int(draw.integers(2, 5)))
        rows = draw.normal(size=(int(sizes.sum()), 3))  # each row's own gradient
        shares = np.split(rows, np.cumsum(sizes)[:-1])
        means = np.array([share.mean(axis=0) for share in shares])
        found = numbers(returned(function, means, sizes), 3, "The function should return a gradient of")
        if not all_close(found, rows.mean(axis=0)):
            raise NotYet(_gradient_feedback(found, means, sizes))


def _gradient_feedback(found: np.ndarray, means: np.ndarray, sizes: np.ndarray) -> str:
    mistakes = (
        (means.mean(axis=0), "That is the plain average: a small share counts as much as a large one."),
        (means.sum(axis=0), "That is the sum of the shares' gradients. Each needs a weight first."),
        (
            sizes @ means,
            "The weights are head counts. They must add up to 1: divide by the number of all clients.",
        ),
        (
            sizes @ means / len(sizes),
            "The head counts were divided by the number of workers. Divide by the number of all clients.",
        ),
        (
            (1 / sizes) @ means / (1 / sizes).sum(),
            "The weights stand upside down: the smallest share counts most. A share counts by its size.",
        ),
    )
    for wrong, feedback in mistakes:
        if np.allclose(found, wrong, atol=1e-9):
            return feedback
    return "That is not the gradient of all clients together. Try two shares of 3 and 1 clients by hand."


def _exit_price(answer: Any) -> None:
    """Check the break-even chance and the choice against the offers."""
    form = 'Answer with two things in brackets: the chance and the offer, such as `(0.1, "open")`.'
    choice, chance = name_and_number(answer, OFFERS["offer"], "offer", "the chance", form)
    (closed, opened), (leave_closed, leave_open) = OFFERS["price a year"], OFFERS["cost of leaving"]
    saved, extra = YEARS * (opened - closed), leave_closed - leave_open
    target = saved / extra
    mistakes = (
        (100 * target, "That is a percentage. Give the chance, a number between 0 and 1."),
        (
            (opened - closed) / extra,
            f"That sets one year's price against the whole cost of leaving. It is {YEARS} years.",
        ),
        (
            saved / leave_closed,
            "Leaving the open offer costs something too. Take the difference of the two costs.",
        ),
        (
            1 / target,
            "The fraction stands upside down: what the closed offer saves, over what leaving it costs more.",
        ),
    )
    for wrong, feedback in mistakes:
        if same(chance, wrong):
            raise NotYet(feedback)
    demand(
        abs(chance - target) <= 0.006,
        "That is not the chance at which both offers cost the same. Write each as price of five years plus "
        "chance times cost of leaving, and set them equal.",
    )
    better = "open" if target < BANKS_ESTIMATE else "closed"
    demand(
        choice == better,
        "The chance is right. Now compare it with the bank's estimate: on which side of it does the estimate "
        "lie, and which offer is the cheaper there?",
    )


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        id="fw5.exposed",
        title="How many decisions a move can change",
        difficulty="warm-up",
        minutes=4,
        hints=(
            "A decision changes only if the score crosses the cutoff. No score moves by more than the gap.",
            "So the clients to count stand within the gap of the cutoff, on either side.",
            "Count where the distance of score and cutoff, `np.abs(...)`, is at most the gap.",
        ),
        verify=_exposed,
        praise="This count is an upper bound that needs only the old scores and one number from the vendor.",
    ),
    Exercise(
        id="fw5.whole_gradient",
        title="Unequal shares",
        difficulty="core",
        minutes=5,
        hints=(
            "A mean gradient times its number of clients is a sum over those clients.",
            "Add up the sums of all shares, and divide by the number of all clients.",
            "The weights are `sizes / sizes.sum()`; times the rows of `gradients`, added up.",
        ),
        verify=_whole_gradient,
        praise="Federated averaging, which module 4 builds, uses exactly these weights.",
    ),
    Exercise(
        id="fw5.exit_price",
        title="What is the way out worth?",
        difficulty="core",
        minutes=6,
        hints=(
            "The closed offer saves a little every year and costs a lot once, if the bank leaves.",
            "Savings over five years, against the extra cost of leaving times the chance of leaving.",
            "Set 5 × 300 + chance × 900 equal to 5 × 360 + chance × 100 and solve for the chance.",
        ),
        verify=_exit_price,
        praise=(
            "An exit clause is an option: its price is known, its worth depends on a chance that the bank "
            "must estimate itself. What it bids at the next renewal depends on it too."
        ),
    ),
)

"""Exercises of unit 5: decisions that a move can change, a test that passes, and the price of leaving."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from execml.course.answers.functions import number_returned
from execml.course.answers.names import name_and_number
from execml.course.answers.numbers import close, missing_digits, recognised, same
from execml.course.answers.verdicts import NotYet, demand
from execml.course.learner.exercises import Exercise

# Two offers for five years, made up for the exercise; thousands of euros.
OFFERS: dict[str, Any] = {
    "offer": ("closed", "open"),
    "price a year": (300, 360),
    "cost of leaving": (900, 100),
}
# Three acceptance tests, made up for the exercise; all were passed.
TESTS: dict[str, Any] = {
    "vendor": ("Maple", "Oak", "Rowan"),
    "clients tested": (2_000, 500, 4_000),
    "late last month": (446, 110, 0),
    "largest gap": ("4e-07", "2e-07", "1e-07"),
    "decisions changed": (0, 0, 0),
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
    # Exact in binary. Who is refused above the cutoff and stands a gap above it may end on it, approved; who
    # stands a gap below can't end above it, and may be counted, as the proposition does, or not.
    ends = [number_returned(function, np.array([score, 0.5]), 0.5, 0.125) for score in (0.375, 0.625)]
    demand(
        ends[0] in (1, 2) and ends[1] == 2,
        "Nearly. No score moves by *more* than the gap: one that moves by exactly the gap may land on the "
        "cutoff, and is no longer above it. So a client exactly that far above it counts.",
    )


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


def _blind_test(answer: Any) -> None:
    """Accept the test without a late client, and count the bank's own clients of that kind."""
    from execml.course.bank.risk import risk_split

    form = 'Answer with two things in brackets: the vendor and the clients, such as `("Oak", 110)`.'
    vendor, clients = name_and_number(answer, TESTS["vendor"], "vendor", "the number of clients", form)
    late = TESTS["late last month"]
    place = TESTS["vendor"].index(vendor)
    demand(
        late[place] == min(late),
        f"{vendor} tested {late[place]} clients who were late: the frozen card would have shown. Which test "
        "held none of the kind that the fault concerns?",
    )
    split = risk_split()
    was_late = split.test_features[:, split.feature_names.index("late_1")] > 0
    target = float(was_late.sum())
    demand(
        close(clients, target),
        recognised(
            clients,
            (
                (len(was_late) - target, "The vendor is right. That counts the clients who paid on time."),
                (len(was_late), "The vendor is right. Those are all clients; to which was the test blind?"),
                (was_late.mean(), "The vendor is right. That is a share. Count the clients."),
                (TESTS["clients tested"][place], "The vendor is right. That is how many it tested."),
            ),
        )
        or missing_digits(clients, target)
        or "The vendor is right, the number is not: count where `was_late` is true.",
    )


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
        id="fw5.blind_test",
        title="The test that passes",
        difficulty="core",
        minutes=5,
        hints=(
            "The fault of this page concerned one kind of client only. A test sees what its clients see.",
            "Look for the test that held none of that kind, however many others it held.",
            "`was_late` has one truth value a client; the sum of it counts.",
        ),
        verify=_blind_test,
        praise="A large test of one kind of client is a small test. The contract asks for every kind.",
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

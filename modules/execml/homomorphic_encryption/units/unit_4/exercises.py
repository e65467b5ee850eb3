"""Exercises of unit 4: Amdahl's law, enough planted clients, and what an output gives away."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from execml.course.answers.functions import number_returned
from execml.course.answers.names import name_and_number
from execml.course.answers.numbers import close, compare, number, recognised
from execml.course.answers.verdicts import NotYet, demand
from execml.course.learner.exercises import Exercise

# Three offers, made up for the exercise.
OFFERS: dict[str, Any] = {
    "offer": ("A", "B", "C"),
    "exact, and computed on ciphertexts": ("yes", "yes", "yes"),
    "what the auditor decrypts": (
        "one product a client",
        "one sum over 6,000 women",
        "one sum for each of 400 groups by branch and age",
    ),
    "groups that hold a single woman": ("–", "0", "37"),
}
ALONE, CHANGED, WANTED = 37, 0.05, 0.99


def _gain(function: Callable[..., Any]) -> None:
    """Compare the learner's function with the ratio of both times, for several batches."""
    for encrypt, evaluate, decrypt, speedup in (
        (0.6, 0.1, 0.02, 5_000.0),
        (1.0, 3.0, 1.0, 10.0),
        (2, 2, 0, 2),
    ):
        answer = number_returned(function, encrypt, evaluate, decrypt, speedup)
        total = encrypt + evaluate + decrypt
        target = total / (total - evaluate + evaluate / speedup)
        if not close(answer, target):
            raise NotYet(_gain_feedback(answer, target, total, evaluate, speedup))


def _gain_feedback(answer: float, target: float, total: float, evaluate: float, speedup: float) -> str:
    mistakes = (
        (1 / target, "That is the time left as a share of the old time. Turn it over."),
        (speedup, "Only one of the three parts becomes faster."),
        (total / (total - evaluate), "That takes away evaluation altogether. It becomes faster, and stays."),
        (
            total / (total - evaluate + evaluate * speedup),
            "There the part became slower: divide its seconds by the speedup.",
        ),
        (
            total - evaluate + evaluate / speedup,
            "Those seconds are left. Divide the old ones by them.",
        ),
    )
    return recognised(answer, mistakes) or (
        f"Your function returns {answer:.4g}, and the whole becomes {target:.4g} times faster here. Try "
        "1 second for each part and a speedup of 1: nothing changes, so the answer is 1."
    )


def _enough(answer: Any) -> None:
    """Compare with the smallest number of planted clients, and recognise the usual slips."""
    value = number(answer)
    target = math.ceil(math.log(1 - WANTED) / math.log(1 - CHANGED))
    compare(
        value,
        target,
        "All of them escape with probability 0.95 to the power of their number. That must fall to 0.01.",
        (
            (math.log(1 - WANTED) / math.log(1 - CHANGED), "A part of a client cannot be planted: round up."),
            (target - 1, "One fewer falls just short of 99%: round up."),
            (WANTED / CHANGED, "Chances do not add up like that: two planted clients may both be hit."),
            (1 / CHANGED, "On average one of twenty is changed; that is not yet 99%."),
            (
                math.ceil(math.log(1 - WANTED) / math.log(CHANGED)),
                "A planted client escapes with probability 0.95, not 0.05.",
            ),
        ),
    )
    demand(value == target, f"{value:g} is no whole number of clients: round up.")


def _output(answer: Any) -> None:
    """Check which answer gives no single decision away, and how many another one does."""
    wanted = 'Answer with two things in brackets: the offer and a number, such as `("A", 10)`.'
    offer, count = name_and_number(answer, OFFERS["offer"], "offer", "the number of decisions", wanted)
    demand(
        offer != "A",
        "A's product of a woman is the bank's decision about her: 0 or 1.",
    )
    demand(
        offer != "C",
        "C adds up, but a sum over one woman is her decision. Look at the smallest groups.",
    )
    compare(
        count,
        ALONE,
        "The offer is right. In which of C's groups is the sum the decision about one woman?",
        (
            (
                400,
                "The offer is right. That is the number of groups; the smallest give somebody away.",
            ),
            (6_000, "The offer is right. That would be A. C shows sums; which of them stand for one person?"),
            (0, "The offer is right. A sum over a group of one is no sum."),
        ),
    )


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        id="he4.gain",
        title="What faster evaluation buys",
        difficulty="core",
        minutes=5,
        hints=(
            "How long did the whole take before, and how long does it take now?",
            "Only the seconds of evaluation are divided by the speedup.",
            "Divide the old time by the new one.",
        ),
        verify=_gain,
        praise="With an infinite speedup the gain is bounded by the parts that did not change.",
    ),
    Exercise(
        id="he4.enough",
        title="Enough planted clients",
        difficulty="core",
        minutes=5,
        hints=(
            "One planted client escapes with probability 0.95.",
            "All of k escape with probability 0.95 to the power k: that may be 0.01 at most.",
            "`chance_to_notice(0.05, k)` computes it: try k until it reaches 0.99.",
        ),
        verify=_enough,
        praise="The number does not depend on the size of the batch: a small price for a large one.",
    ),
    Exercise(
        id="he4.output",
        title="What the answer says",
        difficulty="core",
        minutes=5,
        hints=(
            "All three are encrypted. Ask what the auditor knows after decrypting.",
            "A product of 1 with a decision is the decision.",
            "A sum over a group of one person is that person's decision.",
        ),
        verify=_output,
        praise="And two sums that differ by one woman give her away too: module 3 began with that.",
    ),
)

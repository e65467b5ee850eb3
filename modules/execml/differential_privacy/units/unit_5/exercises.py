"""Exercises of unit 5: a client's reach, an ε that was computed for other batches, and four offers."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from execml.course.answers.functions import returned
from execml.course.answers.names import letters
from execml.course.answers.numbers import number
from execml.course.answers.verdicts import demand
from execml.course.learner.exercises import Exercise
from execml.differential_privacy.accounting.accountants import epsilon
from execml.differential_privacy.mechanisms.gaussian import gaussian_epsilon

# What the page states for the second exercise: 10 passes of 20 batches in order.
NOISE_MULTIPLIER, PASSES, BATCHES, DELTA = 4.0, 10, 20, 1e-6


def _verify_reach(reach: Any) -> None:
    """The reach is the length of the sum of the columns in which the client takes part."""
    generator = np.random.default_rng(55)
    apart = np.eye(6)
    overlapping = np.tril(generator.uniform(0.1, 1.0, size=(8, 8)))
    for mixing, steps in ((overlapping, [0, 2, 5]), (apart, [0, 3]), (overlapping, [1])):
        found = number(returned(reach, mixing, steps), "what your function returns")
        columns = mixing[:, steps]
        lengths = np.linalg.norm(columns, axis=0)
        wanted = float(np.linalg.norm(columns.sum(axis=1)))
        if math.isclose(found, wanted, rel_tol=5e-3):
            continue
        mistakes = (
            (
                lengths.max(),
                "That is the length of one column: the reach of a client who takes part once. This "
                f"client takes part {len(steps)} times, and all of it is theirs.",
            ),
            (
                lengths.sum(),
                "Lengths of columns were added up. That is a bound, and a loose one: add the columns "
                "first, then take the length.",
            ),
            (
                math.sqrt((lengths**2).sum()),
                "Squares of lengths were added. That is right where the columns do not overlap; these "
                "do. Add the columns, then take the length.",
            ),
            (wanted**2, "That is the squared length. The noise is measured against the length."),
            (
                float(np.linalg.norm(mixing[steps, :].sum(axis=0))),
                "You took rows. Column j says how step j enters what is released, and mixing[:, steps] "
                "takes columns.",
            ),
        )
        for mistaken, feedback in mistakes:
            demand(not math.isclose(found, float(mistaken), rel_tol=1e-6), feedback)
        demand(
            False,
            "Not yet. A client moves what is released by the sum of the columns of the steps that they are "
            "in. How long is that vector?",
        )


def _verify_true_epsilon(true_epsilon: Any) -> None:
    """In order, ten passes are one Gaussian release of ten gradients."""
    found = number(true_epsilon, "the ε")
    wanted = gaussian_epsilon(NOISE_MULTIPLIER, DELTA, math.sqrt(PASSES))
    mistakes = (
        (
            epsilon(NOISE_MULTIPLIER, 1 / BATCHES, PASSES * BATCHES, DELTA),
            "That is the ε of drawn batches, which the supplier states. These came in order.",
        ),
        (
            gaussian_epsilon(NOISE_MULTIPLIER, DELTA),
            "That is the ε of one batch. Each client is in one batch of every pass.",
        ),
        (
            gaussian_epsilon(NOISE_MULTIPLIER, DELTA, PASSES),
            "Ten gradients in ten different steps do not add up to one that is ten times as long: the "
            "noise of each step is a draw of its own. Squares add up.",
        ),
        (
            PASSES * gaussian_epsilon(NOISE_MULTIPLIER, DELTA),
            "Adding ten ε is a bound, and much too pessimistic for Gaussian noise.",
        ),
    )
    for mistaken, feedback in mistakes:
        demand(not math.isclose(found, mistaken, rel_tol=0.02), feedback)
    demand(
        math.isclose(found, wanted, rel_tol=0.01),
        "That is not it. How far does one client move all steps together, and what does "
        "gaussian_epsilon give for that?",
    )


def _verify_offers(to_sign: Any) -> None:
    """An ε holds if it was computed for the batches, the noise and the passes that took place."""
    named = set(letters(to_sign, "ABCD", "supplier"))
    demand(named, "There are four suppliers: A, B, C and D. Name at least one.")
    demand(
        "B" not in named,
        "B's audit found less than 3, and an audit is a lower bound: it refutes, it doesn't prove. For which "
        "batches does B's noise give 3?",
    )
    demand(
        "D" not in named,
        "D's noise is that of one pass. In which column does it say how many passes there were?",
    )
    demand(
        named == {"A", "C"},
        "What you named can be signed, and another one too. Compare the noise with the column of what "
        "ε = 3 asks for.",
    )


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        id="dp5.reach",
        title="How far one client reaches",
        difficulty="core",
        minutes=6,
        hints=(
            "Column j of the matrix says how the gradient of step j enters each row of what is released.",
            "A client in steps 0 and 3 moves the release by column 0 plus column 3: the gradients are equal.",
            "mixing[:, steps] has those columns; add them with .sum(axis=1), and take np.linalg.norm.",
        ),
        verify=_verify_reach,
        praise="For numbers that are not negative, equal gradients in every step are the worst case.",
    ),
    Exercise(
        id="dp5.true_epsilon",
        title="The ε of batches in order",
        difficulty="core",
        minutes=4,
        hints=(
            "Nothing is drawn, so nothing is hidden: it is a Gaussian mechanism with one sensitivity.",
            "A client is in 10 steps, each with noise of its own. Their squares add up: √10 clipping norms.",
            "gaussian_epsilon(sigma, delta, sensitivity) with 4.0, POLICY.delta.value and that sensitivity.",
        ),
        verify=_verify_true_epsilon,
        praise="The same noise, the same model, another promise: what changed is what an attacker may know.",
    ),
    Exercise(
        id="dp5.offers",
        title="Whose ε holds",
        difficulty="judgement",
        minutes=5,
        hints=(
            "An ε belongs to a way of making batches, a kind of noise and a number of passes.",
            "Which supplier's noise reaches what ε = 3 asks for, in their own row?",
            "An audit that finds little leaves the claim open. It does not make it true.",
        ),
        verify=_verify_offers,
        praise="All four audits found less than 3, and two of the four state an ε that is not their own.",
    ),
)

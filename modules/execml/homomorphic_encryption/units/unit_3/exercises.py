"""Exercises of unit 3: the blur of rounding, a planned depth, and a supplier who can work out a key."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from execml.course.answers.functions import number_returned
from execml.course.answers.names import name_and_number
from execml.course.answers.numbers import close, compare, numbers, recognised
from execml.course.answers.verdicts import NotYet, demand
from execml.course.learner.exercises import Exercise
from execml.homomorphic_encryption.approximation.planner import plan_parameters, polynomial_depth

# Three suppliers, made up for the exercise.
SUPPLIERS: dict[str, Any] = {
    "supplier": ("A", "B", "C"),
    "ring dimension": (8_192, 16_384, 8_192),
    "zeros come back as zeros": ("yes", "yes", "yes"),
    "table passed": ("2024, classical", "2024, quantum", "2024, quantum"),
    "what the client sends back": (
        "the decision, refused or not",
        "64-bit logits, for monitoring",
        "nothing",
    ),
}
FULL_BATCH = 8_192  # half of B's ring dimension


def _blur(function: Callable[..., Any]) -> None:
    """Compare the learner's function with rounding that is really done, for several settings."""
    for digits, bits, power in ((11, 40, 13), (6, 30, 12), (3, 20, 10)):
        scale, size = 2.0**bits, 1 << power
        answer, target = number_returned(function, digits, scale, size), _target(digits, scale, size)
        if close(answer, target, within=abs(target) * 1e-3):
            continue
        raise NotYet(
            recognised(
                answer,
                (
                    (target / 2, "Half of it: m(X) and m(1/X) are added, which doubles each coefficient."),
                    (target * math.sqrt(size), "Divide by the root of the ring dimension as well."),
                    (
                        target / math.sqrt(size),
                        "The root of the ring dimension enters once: was it divided by N itself?",
                    ),
                    (
                        target * math.sqrt(12),
                        "That is the whole step. A standard deviation is smaller: divide by the root of 12.",
                    ),
                    (target**2, "That is the variance. Take its root."),
                    (target * 10.0 ** (2 * digits), "More digits must make it smaller: check the sign."),
                ),
            )
            or f"For {digits} digits, scale 2^{bits} and N = {size:,} your function returns {answer:.3g}. "
            "Try N = 1, scale 1 and no digit at all: that is 2 over the root of 12."
        )


def _target(digits: int, scale: float, size: int) -> float:
    return float(2 * scale / math.sqrt(size) * 10.0**-digits / math.sqrt(12))


def _plan(answer: Any) -> None:
    """Check the levels and the ring dimension against the planner."""
    levels, size = numbers(answer, 2, "Answer with")
    wanted = 1 + polynomial_depth(5)
    compare(
        levels,
        wanted,
        "The levels are not right: one for the weights of the scorecard, and then those of the polynomial.",
        (
            (wanted - 1, "Those are the polynomial's levels. The scorecard itself uses one more."),
            (6, "A tree of products needs fewer levels than one product after the other."),
            (5, "The coefficients need no level of their own: each rides along in a product."),
        ),
    )
    target = plan_parameters(wanted, 28, adversary="quantum").ring_dimension
    compare(
        size,
        target,
        "The levels are right. Ask `plan_parameters` for so many, with 28 bits, against a quantum adversary.",
        (
            (target // 2, "The levels are right, and the ring is too small for so many bits."),
            (2 * target, "The levels are right. A smaller ring is enough: ask `plan_parameters`."),
            (math.log2(target), "The levels are right. Give the ring dimension itself, not its logarithm."),
        ),
    )


def _supplier(answer: Any) -> None:
    """Check who is told scores to the last digit, and how many two full batches are."""
    wanted = (
        'Answer with two things in brackets: the supplier and the number of scores, such as `("A", 100)`.'
    )
    supplier, scores = name_and_number(
        answer, SUPPLIERS["supplier"], "supplier", "the number of scores", wanted
    )
    demand(
        supplier != "A",
        "A is sent one bit a client. That is no equation to the last digit; nobody has proved that it is "
        "harmless, but the solution of this page does not work with it.",
    )
    demand(supplier != "C", "C is sent nothing back. An equation needs both sides.")
    compare(
        scores,
        2 * FULL_BATCH,
        "The supplier is right. How many numbers does a ciphertext hold, and how many batches are needed?",
        (
            (
                FULL_BATCH,
                "The supplier is right. Real parts are half of what is needed: one batch is not enough.",
            ),
            (
                2 * 4_096,
                "The supplier is right. That is for the ring dimension of the page; this one is larger.",
            ),
            (4 * FULL_BATCH, "The supplier is right. A ciphertext holds half as many numbers as N."),
            (2, "The supplier is right. That is the number of batches: how many scores are in them?"),
        ),
    )


def simulated_blur(digits: int, scale: float, size: int, generator: np.random.Generator) -> float:
    """Return the error's standard deviation from scores that were really rounded, to test the formula."""
    from execml.homomorphic_encryption.lattices.rings import from_roots

    scores = generator.uniform(-4, 4, size // 2)
    return float((2 * scale * from_roots((scores.round(digits) - scores).astype(complex))).std())


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        id="he3.blur",
        title="How much rounding blurs",
        difficulty="core",
        minutes=6,
        hints=(
            "Rounding to `digits` digits moves a score by at most half of 10 to the minus `digits`, evenly.",
            "Such an error has the standard deviation of a step divided by the root of 12.",
            "Multiply by 2 times the scale, and divide by the root of the ring dimension.",
        ),
        verify=_blur,
        praise="It must be far below one half. One digit more or less decides, and so does the scale.",
    ),
    Exercise(
        id="he3.plan",
        title="A planned depth",
        difficulty="core",
        minutes=4,
        hints=(
            "Weights times features use one level.",
            "`polynomial_depth(5)` says how many the polynomial uses.",
            '`plan_parameters(levels, 28, adversary="quantum")` returns a plan with its ring dimension.',
        ),
        verify=_plan,
        praise="The curve costs more levels than the model. So the bank applies it after decryption.",
    ),
    Exercise(
        id="he3.supplier",
        title="Whose key is lost?",
        difficulty="core",
        minutes=5,
        hints=(
            "All three compute rightly and pass a table. The attack needs something else.",
            "An equation needs a ciphertext and its decryption to the last digit. Who is told that?",
            "A full batch has half as many scores as the ring has dimensions, and two batches are needed.",
        ),
        verify=_supplier,
        praise="Its parameters pass the strictest table, its zeros are zeros. The leak is the contract.",
    ),
)

"""Exercises of unit 1: a weighted total, a width, and a supplier whose randomness is too small."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from execml.course.answers.functions import returned
from execml.course.answers.names import name_and_number
from execml.course.answers.numbers import compare, number
from execml.course.answers.verdicts import NotYet, demand
from execml.course.learner.exercises import Exercise
from execml.homomorphic_encryption.additive.packing import slot_bits
from execml.homomorphic_encryption.additive.paillier import Ciphertext, generate_keypair

# Three suppliers, made up for the exercise.
VENDORS: dict[str, Any] = {
    "supplier": ("A", "B", "C"),
    "key, bits": (2_048, 4_096, 2_048),
    "two encryptions of one limit differ": ("yes", "yes", "yes"),
    "how r is chosen": (
        "2,047 bits from the system, new each time",
        "a counter of 16 bits, so that it never repeats in a batch",
        "3,072 bits from a certified chip, reduced modulo n",
    ),
}
COUNTER, LIMITS = 1 << 16, 81


def _weighted(function: Callable[..., Any]) -> None:
    """Run the learner's function on small keys, and open what it returns."""
    public_key, private_key = generate_keypair(primes=(1_000_003, 1_000_033))
    draw = np.random.default_rng(1)
    for length in (1, 4, 3):
        numbers, weights = (draw.integers(-50, 50, length).tolist() for _ in range(2))
        ciphertexts = [public_key.encrypt(value) for value in numbers]
        answer = returned(function, ciphertexts, weights)
        demand(
            isinstance(answer, Ciphertext),
            "Return a ciphertext: the sum is made without opening anything, with `+` and `*` alone.",
        )
        opened, wanted = private_key.decrypt(answer), int(np.dot(numbers, weights))
        if opened == wanted:
            continue
        if opened == sum(numbers):
            raise NotYet("That is the plain sum. Multiply each ciphertext by its weight before you add.")
        if opened == sum(numbers) * sum(weights):
            raise NotYet("The sum was multiplied by all weights. Each ciphertext has a weight of its own.")
        raise NotYet(
            f"For the numbers {numbers} and weights {weights} your ciphertext opens to {opened:,}, and "
            f"{wanted:,} was wanted. Does every ciphertext enter, and the first one only once?"
        )


def _slots(answer: Any) -> None:
    """Compare with the count that a width for the sum allows, and recognise the usual slips."""
    value, room, largest, branches = number(answer), 2_045, 2_000_000, 500
    target = room // slot_bits(largest, branches)
    compare(
        value,
        target,
        "A slot must hold the largest sum: how many bits has 500 times 2,000,000? Then divide 2,045 by that.",
        (
            (
                room // largest.bit_length(),
                "That is room for single numbers. After 500 additions they need more bits.",
            ),
            (
                room / slot_bits(largest, branches),
                "Right so far, and a part of a slot holds no number: round down.",
            ),
            (target + 1, "The last slot would stick out at the top: round down."),
            (room // 64, "That takes 64 bits for each. Fewer will do: count those of the largest sum."),
            (
                room // (largest.bit_length() + branches),
                "Each addition does not cost a bit of its own: 500 numbers add at most nine bits.",
            ),
        ),
    )
    demand(value == target, f"{value:g} is no whole number of slots.")


def _randomness(answer: Any) -> None:
    """Check which supplier's randomness can be listed, and the length of the list."""
    wanted = 'Answer with two things in brackets: the supplier and the number of tries, such as `("A", 100)`.'
    supplier, tries = name_and_number(answer, VENDORS["supplier"], "supplier", "the number of tries", wanted)
    demand(
        supplier != "A",
        "A's r has as many possible values as there are residues: no list is long enough. Look for the r "
        "that comes from a short list.",
    )
    demand(
        supplier != "C",
        "C draws more bits than n has and reduces them, close to uniform: nobody can list that. Look "
        "for the r that comes from a short list.",
    )
    compare(
        tries,
        COUNTER * LIMITS,
        "The supplier is right. For each possible limit, every possible r has to be tried.",
        (
            (COUNTER, "The supplier is right. That is the number of r for one limit: there are 81 limits."),
            (LIMITS, "The supplier is right. That is the number of limits: each can meet any r."),
            (COUNTER + LIMITS, "The supplier is right. Any limit can meet any r: multiply."),
            (16 * LIMITS, "The supplier is right. A counter of 16 bits has 2 to the 16 values, not 16."),
            (
                2.0**1_000,
                "The supplier is right. The key's length does not matter where r is on a short list.",
            ),
        ),
    )


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        id="he1.weighted",
        title="A weighted total",
        difficulty="core",
        minutes=6,
        hints=(
            "A ciphertext can be multiplied by a plain whole number: `ciphertext * weight`.",
            "Two ciphertexts are added with `+`, and the result is a ciphertext again.",
            "Start with the first ciphertext times the first weight, and add the others in a loop.",
        ),
        verify=_weighted,
        praise="A weighted sum of secrets by plain weights: a linear model, as in unit 4.",
    ),
    Exercise(
        id="he1.slots",
        title="How many fit",
        difficulty="core",
        minutes=4,
        hints=(
            "The largest possible sum is 500 times 2,000,000.",
            "Its number of bits is the width of a slot; `slot_bits` computes it.",
            "Divide 2,045 by the width, and round down.",
        ),
        verify=_slots,
        praise="The width depends on how many will be added, so it has to be agreed before anybody encrypts.",
    ),
    Exercise(
        id="he1.randomness",
        title="Random enough?",
        difficulty="core",
        minutes=5,
        hints=(
            "Anybody may encrypt with the public key. What would somebody try who knows all possible limits?",
            "The ciphertext depends on the limit and on r, and on nothing else.",
            "Count the possible values of r, and multiply by the possible limits.",
        ),
        verify=_randomness,
        praise="All three pass the test that they show. Ask how many results are possible.",
    ),
)

"""Exercises of unit 2: bits to spare, a log without an error, and a claim about quantum computers."""

from __future__ import annotations

from typing import Any

from execml.course.answers.names import name_and_number
from execml.course.answers.numbers import compare, number
from execml.course.answers.verdicts import demand
from execml.course.learner.exercises import Exercise
from execml.homomorphic_encryption.lattices.security import max_log2_modulus

# A supplier's log and three suppliers, made up for the exercises.
LOG: dict[str, Any] = {
    "products so far": (0, 1, 2, 3, 4, 5),
    "noise budget, bits": (118, 88, 58, 27, 0, 0),
    "slots right in a test with ones": ("100%", "100%", "100%", "100%", "0%", "0%"),
    "error raised": ("none",) * 6,
}
SUPPLIERS: dict[str, Any] = {
    "supplier": ("A", "B", "C"),
    "N": (8_192, 8_192, 16_384),
    "bits of the primes, all": ("60 + 40 + 60", "60 + 40 + 40 + 60", "60 + 40 + 40 + 60"),
    "table that the claim names": ("2024, quantum", "2018, quantum: 202 bits allowed", "none"),
}
ASKED = 60 + 4 * 40 + 60
DEEP = 60 + 40 + 40 + 60


def _left(answer: Any) -> None:
    """Compare with the table's limit less all primes, and recognise other tables and forgotten primes."""
    value, limit = number(answer), max_log2_modulus(16_384, adversary="quantum")
    compare(
        value,
        limit - ASKED,
        "Add up the bits of all six primes, and take them from the limit of that table.",
        (
            (
                max_log2_modulus(16_384) - ASKED,
                "That is the classical column. The question has a quantum adversary.",
            ),
            (
                max_log2_modulus(16_384, edition="2018", adversary="quantum") - ASKED,
                "That is the edition of 2018. Take the newer one.",
            ),
            (
                max_log2_modulus(16_384, edition="2018") - ASKED,
                "That is the classical column of 2018. Take the quantum one of 2024.",
            ),
            (
                limit - ASKED + 60,
                "The prime for key switching counts too: a public key hides under all primes.",
            ),
            (limit, "That is the limit. How many bits does the supplier use?"),
            (ASKED - limit, "The sign is turned: limit less what is used."),
        ),
    )


def _log(answer: Any) -> None:
    """Check that the learner goes by budget and test, not by the missing error."""
    value = number(answer)
    compare(
        value,
        3,
        "Look for the last line whose test came out right, and read off its number of products.",
        (
            (5, "No error was raised, and none ever is. Look at the budget and at the test."),
            (4, "At four the budget is used up, and the test came out wrong."),
            (2, "Three products still leave 27 bits, and every slot was right."),
            (27, "That is the budget. How many products had been made by then?"),
        ),
    )


def _supplier(answer: Any) -> None:
    """Check which claim fails against the table of today, and by how much."""
    wanted = (
        'Answer with two things in brackets: the supplier and the bits above the limit, such as `("A", 10)`.'
    )
    supplier, bits = name_and_number(answer, SUPPLIERS["supplier"], "supplier", "the bits", wanted)
    demand(
        supplier != "A", "A uses 160 bits, and at that dimension the quantum column of 2024 allows one more."
    )
    demand(
        supplier != "C",
        "C names no table, which is a fault of another kind: its bits pass all of them at this dimension.",
    )
    limit = max_log2_modulus(8_192, adversary="quantum")
    compare(
        bits,
        DEEP - limit,
        "The supplier is right. Take the limit of 2024 against quantum attacks from the sum of its primes.",
        (
            (
                DEEP - max_log2_modulus(8_192, edition="2018", adversary="quantum"),
                "The supplier is right. That is against the table it names itself; take the one of 2024.",
            ),
            (
                DEEP - max_log2_modulus(8_192),
                "The supplier is right. That is the classical column: the claim is about quantum attacks.",
            ),
            (limit - DEEP, "The supplier is right, and the sign is turned: how far above the limit is it?"),
            (DEEP, "The supplier is right. That is the sum of its primes: how far above the limit?"),
        ),
    )


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        id="he2.left",
        title="Bits to spare",
        difficulty="core",
        minutes=4,
        hints=(
            "The limit is what `max_log2_modulus` returns for that dimension and adversary.",
            "All six primes count, the one for key switching too.",
            'Subtract the sum from `max_log2_modulus(16_384, adversary="quantum")`.',
        ),
        verify=_left,
        praise="What is left is room for one more product, or for the table's next edition.",
    ),
    Exercise(
        id="he2.log",
        title="A log without an error",
        difficulty="core",
        minutes=5,
        hints=(
            "Decryption never raises an error: it cannot know what should come out.",
            "A budget of 0 bits means that the noise may have reached the message.",
            "Find the last line with bits left and a test that came out right.",
        ),
        verify=_log,
        praise="Ask for such a log with the worst inputs, not with ones: noise grows with them.",
    ),
    Exercise(
        id="he2.supplier",
        title="Post-quantum by which table?",
        difficulty="core",
        minutes=5,
        hints=(
            "Compare the sum of each supplier's primes with the quantum column of 2024 at its own N.",
            "One of them passes the table that it names, and that table has a newer edition.",
            'Its excess is the sum of its primes less `max_log2_modulus(8_192, adversary="quantum")`.',
        ),
        verify=_supplier,
        praise="It passes the table that it names. The edition is the catch, so ask for it by year.",
    ),
)

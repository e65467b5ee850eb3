"""Paillier, ours beside python-paillier with gmpy2: each opens what the other encrypted, then the time.

Both leave the arithmetic to GMP, and that bounds the ratios. On one core of an AMD EPYC (gmpy2 2.3.2, GMP
6.3.0, 2,048 bits, least of many runs), in microseconds of processor time:

- Decryption: the two powers modulo p² and q² alone take 2,537; ours takes 2,561 in all, theirs 2,578. Nothing
  that computes these powers with GMP can be more than 1.02 times as fast as theirs.
- Addition: the product modulo n² alone takes 4.35; ours takes 4.64 in all, theirs 7.35. The ceiling is 1.7.
- Encryption by the owner of the key also takes two powers, 2,597 in all. Theirs, 9,008, takes one power
  modulo n², as anybody without the primes must: the ratio compares two tasks.
"""

from __future__ import annotations

from collections.abc import Iterator

from execml.course.measure.rows import Row
from execml.course.measure.timing import least_processor_time
from execml.homomorphic_encryption.additive.paillier import generate_keypair
from execml.homomorphic_encryption.libraries.python_paillier import (
    python_paillier_keys,
    python_paillier_number,
)

BITS, ADDITIONS = 2_048, 200


def rows(repeats: int = 15) -> Iterator[Row]:
    """Time encryption by the key's owner, decryption and addition.

    python-paillier has no encryption for the owner of the key; it is compared with the one that it has.

    Args:
        repeats: how often each is timed; the least counts.

    Raises:
        AssertionError: if one does not open what the other encrypted.
    """
    public, private = generate_keypair(BITS)
    their_public, their_private = python_paillier_keys(public.n, private.p, private.q)
    first, second = private.encrypt(20), private.encrypt(22)
    their_first, their_second = their_public.encrypt(20), their_public.encrypt(22)
    assert their_private.decrypt(python_paillier_number(their_public, (first + second).value)) == 42
    assert private.decrypt(public.ciphertext((their_first + their_second).ciphertext())) == 42

    def add(one: object, other: object) -> None:
        for _ in range(ADDITIONS):
            one + other  # type: ignore[operator]

    for task, times, ours, theirs in (
        ("encrypt, owner of the key", 1, lambda: private.encrypt(7), lambda: their_public.encrypt(7)),
        ("decrypt", 1, lambda: private.decrypt(first), lambda: their_private.decrypt(their_first)),
        ("add", ADDITIONS, lambda: add(first, second), lambda: add(their_first, their_second)),
    ):
        turns = [[least_processor_time(each)[1] for each in (ours, theirs)] for _ in range(repeats)]
        ours_ms, theirs_ms = (min(column) / times for column in zip(*turns, strict=True))
        yield Row(f"Paillier {BITS}: {task}", "python-paillier", ours_ms, theirs_ms, "opens both ways")

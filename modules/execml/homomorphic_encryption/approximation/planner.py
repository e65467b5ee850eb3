"""From a depth and a precision to a ring dimension and primes that the security table allows.

For teaching, not for production.
"""

from __future__ import annotations

from dataclasses import dataclass

from execml.course.validation import one_of, whole
from execml.homomorphic_encryption.lattices.security import (
    ADVERSARIES,
    EDITIONS,
    InsecureParameters,
    max_log2_modulus,
)

LARGEST_PRIME = 60
NOISE_BITS = 12  # what fresh noise and rounding take from the scale in one slot, with six deviations of room


@dataclass(frozen=True)
class Plan:
    """Parameters with what they promise.

    Attributes:
        ring_dimension: N.
        prime_bits: sizes of the primes, the last for key switching.
        scale_bits: log2 of the scale.
        total_bits: of all primes.
        limit: what the table allows.
        table: which one: edition, adversary, bits of security.
    """

    ring_dimension: int
    prime_bits: tuple[int, ...]
    scale_bits: int
    total_bits: int
    limit: int
    table: str

    @property
    def slots(self) -> int:
        """How many numbers one ciphertext holds."""
        return self.ring_dimension // 2


def plan_parameters(
    depth: int,
    precision_bits: int,
    integer_bits: int = 8,
    security: int = 128,
    edition: str = "2024",
    adversary: str = "classical",
    ring_dimension: int | None = None,
) -> Plan:
    """Return the smallest CKKS parameters with such a depth and precision that the table allows.

    The scale has the wanted bits and what noise takes; each level costs a prime of that size; the first prime
    holds a result of the wanted integer bits, and the last, for key switching, is as large as the largest.

    Args:
        depth: how many products follow one another.
        precision_bits: bits behind the point that shall be right, from 4 to 44.
        integer_bits: bits before the point, from 1 to 30.
        security: bits of security.
        edition: of the table.
        adversary: of the table.
        ring_dimension: N, if it is given; else the smallest that fits.

    Raises:
        InsecureParameters: if the table does not allow it; the message has its limit.
        ValueError: if an argument lies outside its range.

    >>> plan = plan_parameters(1, 28)
    >>> plan.ring_dimension, plan.prime_bits, plan.limit, plan.table
    (8192, (60, 40, 60), 214, '2024, classical, 128 bits')
    """
    levels = whole("depth", depth, low=0, high=60)
    wanted = whole("precision_bits", precision_bits, low=4, high=44)
    before = whole("integer_bits", integer_bits, high=30)
    one_of("edition", edition, EDITIONS)
    one_of("adversary", adversary, ADVERSARIES)
    max_log2_modulus(8192, security, edition, adversary)
    scale = max(wanted + NOISE_BITS, 20)
    first = min(scale + before + NOISE_BITS, LARGEST_PRIME)
    if first < scale + before + 1:
        raise ValueError(
            f"integer_bits={integer_bits} and precision_bits={precision_bits} need a first prime of "
            f"{scale + before + 1} bits; at most {LARGEST_PRIME}"
        )
    sizes = (first, *[scale] * levels, first)
    table = f"{edition}, {adversary}, {security} bits"
    for size in [whole("ring_dimension", ring_dimension)] if ring_dimension is not None else _dimensions():
        try:
            limit = max_log2_modulus(size, security, edition, adversary)
        except ValueError:
            if ring_dimension is not None:
                raise
            continue
        if sum(sizes) <= limit:
            return Plan(size, sizes, scale, sum(sizes), limit, table)
        if ring_dimension is not None:
            raise InsecureParameters(
                f"ring_dimension={size} allows {limit} bits in the table of {table}; depth={depth} with "
                f"precision_bits={precision_bits} needs {sum(sizes)}"
            )
    raise InsecureParameters(
        f"depth={depth} needs {sum(sizes)} bits, more than any row of the table of {table}"
    )


def _dimensions() -> list[int]:
    return [1 << power for power in range(10, 18)]


def polynomial_depth(degree: int) -> int:
    """Return how many products follow one another when a polynomial is evaluated: ⌈log₂(degree + 1)⌉.

    The first product makes a x + b. Each further one joins two polynomials of degree 2^k - 1 to one of degree
    2^(k+1) - 1.

    Args:
        degree: at least 1.

    Raises:
        ValueError: if it is smaller.

    >>> [polynomial_depth(degree) for degree in (1, 3, 7)]
    [1, 2, 3]
    """
    return whole("degree", degree).bit_length()

"""Arithmetic modulo primes of up to 60 bits, and Chinese remainders: for teaching, not for production."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import prod

import numpy as np
from numpy.typing import NDArray

from execml.course.validation import whole

MOST_BITS = 60  # sums of two residues and a wrapped product then fit 64 bits with a sign
DIGIT = 20  # bits of one digit of a long product
Residues = NDArray[np.int64]


def transform_primes(bits: int, ring_dimension: int, count: int = 1, skipped: int = 0) -> tuple[int, ...]:
    """Return the largest primes of so many bits that are 1 modulo 2N, the largest first.

    Such primes have 2N-th roots of unity, which number-theoretic transforms need. Microsoft SEAL chooses the
    same ones (``CoeffModulus::Create``).

    Args:
        bits: size of each, from 10 to 60.
        ring_dimension: N, a power of two.
        count: how many.
        skipped: how many of the largest are left out.

    Raises:
        ValueError: if an argument lies outside its range, or there are not so many.

    >>> transform_primes(60, 8192)
    (1152921504606830593,)
    """
    size, length = checked_dimension(ring_dimension), whole("bits", bits, low=10, high=MOST_BITS)
    return _primes(
        length, size, whole("count", count, high=1_000), whole("skipped", skipped, low=0, high=1_000)
    )


@cache
def _primes(bits: int, ring_dimension: int, count: int, skipped: int) -> tuple[int, ...]:
    import gmpy2

    step, wanted = 2 * ring_dimension, count + skipped
    candidate = (1 << bits) - (1 << bits) % step + 1
    found: list[int] = []
    while len(found) < wanted:
        candidate -= step
        if candidate < 1 << (bits - 1):
            raise ValueError(
                f"count={count} must be at most {max(len(found) - skipped, 0)}: there are no more primes "
                f"of {bits} bits that are 1 modulo {step}"
            )
        if gmpy2.is_prime(candidate):
            found.append(candidate)
    return tuple(found[skipped:])


def checked_dimension(ring_dimension: int) -> int:
    """Return a ring dimension, a power of two from 8 to 131,072.

    Raises:
        ValueError: if it is anything else.
    """
    size = whole("ring_dimension", ring_dimension, low=8, high=131_072)
    if size & (size - 1):
        raise ValueError(f"ring_dimension={size} must be a power of two")
    return size


def multiply_modulo(left: Residues, right: Residues, modulus: NDArray[np.int64] | int) -> Residues:
    """Return products modulo primes of at most 60 bits, exactly, element by element.

    One factor is cut into digits of 20 bits. For a digit the quotient fits a float, so its error is one at
    most, and 64-bit arithmetic that wraps around gives the remainder (as in Shoup's method).

    Args:
        left: residues in [0, modulus), any shape.
        right: residues that broadcast against them.
        modulus: one number, or numbers that broadcast.

    >>> multiply_modulo(np.array([3]), np.array([5]), 7).tolist()
    [1]
    """
    modulus = np.asarray(modulus, dtype=np.int64)
    longest = int(modulus.max()).bit_length()
    if longest <= 31:
        return np.asarray(left * right % modulus)
    inverse, mask = 1.0 / modulus, (1 << DIGIT) - 1
    shifts = range(DIGIT * ((longest - 1) // DIGIT), -1, -DIGIT)
    product: Residues | None = None
    for shift in shifts:
        part = _by_digit(left, (right >> shift) & mask, modulus, inverse)
        product = (
            part
            if product is None
            else _wrapped(_by_digit(product, 1 << DIGIT, modulus, inverse) + part, modulus)
        )
    assert product is not None
    return product


def _by_digit(
    values: Residues, digit: Residues | int, modulus: Residues, inverse: NDArray[np.float64]
) -> Residues:
    """Multiply by numbers of 20 bits at most, and reduce."""
    quotient = (values * inverse * digit).astype(np.int64)
    rest = values * digit - quotient * modulus
    rest += modulus & (rest >> 63)
    return _wrapped(rest, modulus)


def _wrapped(values: Residues, modulus: Residues) -> Residues:
    """Bring numbers in [0, 2 modulus) below the modulus."""
    lowered: Residues = values - modulus
    lowered += modulus & (lowered >> 63)
    return lowered


def sum_modulo(values: Residues, axis: int, modulus: NDArray[np.int64]) -> Residues:
    """Return sums of residues of up to 60 bits along an axis, without leaving 64 bits.

    >>> sum_modulo(np.full((100, 1, 2), 2**60 - 94), 0, np.array([[2**60 - 93]])).tolist()
    [[1152921504606846783, 1152921504606846783]]
    """
    half = MOST_BITS // 2
    high, low = (
        (values >> half).sum(axis=axis) % modulus,
        (values & ((1 << half) - 1)).sum(axis=axis) % modulus,
    )
    return np.asarray((multiply_modulo(high, np.int64(1 << half) % modulus, modulus) + low) % modulus)


def power_modulo(base: int, exponents: int, modulus: int) -> Residues:
    """Return ``base**0, base**1, …`` modulo a prime, so many powers.

    >>> power_modulo(3, 4, 7).tolist()
    [1, 3, 2, 6]
    """
    powers = np.ones(1, dtype=np.int64)
    while len(powers) < exponents:
        factor = np.array(pow(base, len(powers), modulus), dtype=np.int64)
        powers = np.concatenate([powers, multiply_modulo(powers, factor, modulus)])
    return powers[:exponents]


def centred(values: Residues, modulus: NDArray[np.int64] | int) -> Residues:
    """Return residues moved into the interval from −modulus/2 to modulus/2.

    >>> centred(np.array([1, 6]), 7).tolist()
    [1, -1]
    """
    return np.asarray(values - np.asarray(modulus) * (values > np.asarray(modulus) // 2))


def residues(values: NDArray, moduli: Sequence[int]) -> Residues:
    """Return whole numbers modulo each prime, with one axis more before the last: (…, primes, N).

    >>> residues(np.array([-1, 8]), (5, 7)).tolist()
    [[4, 3], [6, 1]]
    """
    column = np.array(moduli, dtype=values.dtype)[:, None]
    return np.asarray((values[..., None, :] % column).astype(np.int64))


def lift(parts: Residues, moduli: Sequence[int]) -> NDArray[np.object_]:
    """Return the centred whole numbers that have these residues (the Chinese remainder theorem).

    Args:
        parts: shape (…, primes, N).
        moduli: different primes.

    Returns:
        Python's whole numbers, shape (…, N), between minus and plus half the product of the primes.

    >>> lift(np.array([[4], [6]]), (5, 7)).tolist()
    [-1]
    """
    whole_modulus = prod(moduli)
    total = np.zeros((*parts.shape[:-2], parts.shape[-1]), dtype=object)
    for place, modulus in enumerate(moduli):
        others = whole_modulus // modulus
        factor = np.array(pow(others, -1, modulus), dtype=np.int64)
        total = total + multiply_modulo(parts[..., place, :], factor, modulus).astype(object) * others
    total = total % whole_modulus
    above = (total > whole_modulus // 2).astype(object)
    return np.asarray(total - above * whole_modulus)

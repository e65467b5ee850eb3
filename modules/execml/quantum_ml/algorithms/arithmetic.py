"""The ordinary arithmetic around Shor's algorithm: what a laptop does before and after the quantum part."""

from __future__ import annotations

import math
from collections.abc import Iterator

# With these bases the Miller-Rabin test errs on no number below 3.3e24 (Sorenson and Webster, 2017,
# doi:10.1090/mcom/3134).
WITNESSES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41)


def is_prime(number: int) -> bool:
    """Return whether a whole number below 3.3e24 is prime, without looking for a factor.

    >>> [number for number in range(20) if is_prime(number)]
    [2, 3, 5, 7, 11, 13, 17, 19]
    """
    if number < 2 or number in WITNESSES:
        return number in WITNESSES
    if number % 2 == 0:
        return False
    twos = ((number - 1) & -(number - 1)).bit_length() - 1
    odd = (number - 1) >> twos
    return all(_passes(number, base, odd, twos) for base in WITNESSES)


def _passes(number: int, base: int, odd: int, twos: int) -> bool:
    power = pow(base, odd, number)
    if power in (0, 1, number - 1):
        return True
    for _ in range(twos - 1):
        power = power * power % number
        if power == number - 1:
            return True
    return False


def prime_power_root(number: int) -> tuple[int, int] | None:
    """Return base and exponent if a number is a power of a prime with exponent 2 or more, and None if not.

    >>> prime_power_root(343), prime_power_root(21)
    ((7, 3), None)
    """
    for exponent in range(number.bit_length(), 1, -1):
        root = round(number ** (1 / exponent))
        for base in (root - 1, root, root + 1):
            if base > 1 and base**exponent == number and is_prime(base):
                return base, exponent
    return None


def denominators(numerator: int, denominator: int, largest: int) -> Iterator[int]:
    """Yield the denominators of the continued fraction of a ratio, as long as they are not above ``largest``.

    >>> list(denominators(192, 256, 15))
    [1, 1, 4]
    """
    before, current = 1, 0
    while denominator:
        quotient, rest = divmod(numerator, denominator)
        before, current = current, quotient * current + before
        if current > largest:
            return
        yield current
        numerator, denominator = denominator, rest


def order_from(measured: int, bits: int, base: int, modulus: int) -> int | None:
    """Return the order of ``base`` if the measured fraction gives it away, and None if not.

    The fraction measured/2^bits lies near k/r for a random k. Its continued fraction yields r if k and r
    have no common factor (Shor, 1997, section 5); the found candidate is checked, so a wrong order is never
    returned.

    Args:
        measured: the number read, below 2^bits.
        bits: how many bits were read.
        base: the number whose powers were taken.
        modulus: what they were taken by.

    >>> order_from(192, 8, 7, 15)
    4
    """
    for candidate in denominators(measured, 2**bits, modulus):
        if pow(base, candidate, modulus) == 1:
            return candidate
    return None


def factors_from(order: int, base: int, modulus: int) -> tuple[int, int] | None:
    """Return two factors that an order gives, the smaller first, or None for one that gives none.

    If the order r is even and base^(r/2) is not -1, then base^(r/2) - 1 and the modulus have a factor in
    common.

    >>> factors_from(4, 7, 15)
    (3, 5)
    """
    if order % 2:
        return None
    found = math.gcd(pow(base, order // 2, modulus) - 1, modulus)
    if found in (1, modulus):
        return None
    return min(found, modulus // found), max(found, modulus // found)

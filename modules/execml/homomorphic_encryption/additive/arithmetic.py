"""Large primes, and arithmetic modulo two coprime numbers at once. For teaching, not for production."""

from __future__ import annotations

import secrets
from typing import Any

from execml.course.validation import shown, whole


def random_prime(bits: int) -> int:
    """Return a random prime with exactly so many bits, the two highest set, from the system's randomness.

    Args:
        bits: at least 8.

    Raises:
        ValueError: if there are fewer.

    >>> random_prime(64).bit_length()
    64
    """
    import gmpy2

    whole("bits", bits, low=8, high=8_192)
    while True:
        candidate = secrets.randbits(bits) | (3 << (bits - 2)) | 1
        if gmpy2.is_prime(candidate, 40):
            return candidate


def checked_primes(primes: Any) -> tuple[int, int]:
    """Return two different primes whose product is coprime to both of them less one.

    Raises:
        ValueError: if they are anything else.

    >>> checked_primes((11, 17))
    (11, 17)
    """
    import gmpy2

    try:
        first, second = primes
    except (TypeError, ValueError):
        raise ValueError(f"primes={shown(primes)} must be two primes") from None
    for prime in (first, second):
        if not gmpy2.is_prime(whole("primes", prime, low=3), 40):
            raise ValueError(f"primes={shown(primes)} must both be prime, and {prime} is not")
    if first == second or gmpy2.gcd(first * second, (first - 1) * (second - 1)) != 1:
        raise ValueError(f"primes={shown(primes)} must differ, and neither may divide the other less one")
    return int(first), int(second)


def joined(first: Any, second: Any, moduli: tuple[Any, Any], inverse: Any) -> Any:
    """Return the number below the product that leaves these rests (the Chinese remainder theorem).

    Args:
        first: rest modulo the first.
        second: rest modulo the second.
        moduli: two coprime numbers.
        inverse: of the second modulus, modulo the first.

    >>> joined(2, 3, (5, 7), pow(7, -1, 5))
    17
    """
    return second + moduli[1] * ((first - second) * inverse % moduli[0])

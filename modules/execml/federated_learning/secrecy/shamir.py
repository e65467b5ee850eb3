"""Shares of a secret: as many as the threshold give it back, and fewer say nothing at all (Shamir, 1979)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from execml.course.validation import generator as source
from execml.course.validation import several, whole

# A Mersenne prime that has room for secrets of 64 bytes.
PRIME = 2**521 - 1
Share = tuple[int, int]


def shamir_share(
    secret: int, n_shares: int, threshold: int, prime: int, generator: np.random.Generator
) -> list[Share]:
    """Return points of a random polynomial of degree threshold − 1 whose value at 0 is the secret.

    Args:
        secret: from 0 to prime − 1.
        n_shares: how many points, below the prime.
        threshold: how many points give the secret back, from 1 to ``n_shares``.
        prime: 2 or larger; that it is prime is not tested.
        generator: source of the coefficients. NumPy's is not cryptographic: good for lessons.

    Returns:
        pairs (x, y) with x = 1, 2, …

    Raises:
        ValueError: if an argument lies outside its range.

    >>> shares = shamir_share(42, n_shares=5, threshold=3, prime=101, generator=np.random.default_rng(0))
    >>> shamir_recover(shares[1:4], prime=101), len(shares)
    (42, 5)
    """
    field = whole("prime", prime, low=2)
    whole("n_shares", n_shares, high=field - 1)
    whole("threshold", threshold, high=n_shares)
    whole("secret", secret, low=0, high=field - 1)
    draw = source("generator", generator)
    coefficients = [int(secret), *(random_below(field, draw) for _ in range(threshold - 1))]
    return [(x, _value(coefficients, x, field)) for x in range(1, n_shares + 1)]


def shamir_recover(shares: Sequence[Share], prime: int) -> int:
    """Return the value at 0 of the polynomial through the shares: Lagrange's formula modulo the prime.

    With fewer shares than the threshold it returns a number that has nothing to do with the secret:
    nothing in
    the shares tells how many are needed.

    Args:
        shares: pairs (x, y), at least one, with different x from 1 to prime − 1.
        prime: the one that the shares were made with.

    Raises:
        ValueError: if a share is no pair of whole numbers in range, or an x occurs twice.

    >>> shamir_recover([(1, 5), (2, 8)], prime=11)  # the line 2 + 3x
    2
    """
    field = whole("prime", prime, low=2)
    points = [_point(place, share, field) for place, share in enumerate(several("shares", shares))]
    places = [x for x, _ in points]
    if len(set(places)) < len(places):
        raise ValueError(f"shares have the places {places[:9]}; each x must occur once")
    total = 0
    for x, y in points:
        above = below = 1
        for other in places:
            if other != x:
                above, below = above * -other % field, below * (x - other) % field
        total += y * above * pow(below, -1, field)
    return total % field


def random_below(limit: int, generator: np.random.Generator) -> int:
    """Return a whole number from 0 to limit − 1, each as likely, of any size."""
    bits = limit.bit_length()
    while True:
        drawn = int.from_bytes(generator.bytes((bits + 7) // 8), "big") >> (-bits % 8)
        if drawn < limit:
            return drawn


def _value(coefficients: list[int], x: int, field: int) -> int:
    total = 0
    for coefficient in reversed(coefficients):  # Horner's rule
        total = (total * x + coefficient) % field
    return total


def _point(place: int, share: Share, field: int) -> Share:
    name = f"shares[{place}]"
    x, y = several(name, share, least=2)[:2]
    return whole(f"{name} x", x, high=field - 1), whole(f"{name} y", y, low=0, high=field - 1)

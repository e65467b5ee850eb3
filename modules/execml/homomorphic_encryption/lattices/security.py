"""How long a modulus a ring dimension allows: two editions of the field's tables, two adversaries.

Both tables hold for secrets with coefficients −1, 0 and 1 and for errors of standard deviation 3.2. A longer
modulus at the same dimension is easier to break. For teaching, not for production.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from execml.course.validation import one_of, several, whole

if TYPE_CHECKING:
    import pandas as pd

EDITIONS = ("2018", "2024")
ADVERSARIES = ("classical", "quantum")
LEVELS = (128, 192, 256)

SOURCES = {
    "2018": "Albrecht and others, Homomorphic Encryption Security Standard (HomomorphicEncryption.org, 2018)",
    "2024": "Bossuat and others, Security Guidelines for Implementing HE (ePrint 2024/463)",
}

# log2 of the largest modulus for the ring dimensions from the first one on, each twice the one before.
_FIRST = {("2018", level): 1_024 for level in LEVELS} | {
    ("2024", 128): 1_024,
    ("2024", 192): 2_048,
    ("2024", 256): 2_048,
}
_TABLES: dict[tuple[str, str, int], tuple[int, ...]] = {
    ("2018", "classical", 128): (27, 54, 109, 218, 438, 881),
    ("2018", "classical", 192): (19, 37, 75, 152, 305, 611),
    ("2018", "classical", 256): (14, 29, 58, 118, 237, 476),
    ("2018", "quantum", 128): (25, 51, 101, 202, 411, 827),
    ("2018", "quantum", 192): (17, 35, 70, 141, 284, 571),
    ("2018", "quantum", 256): (13, 27, 54, 109, 220, 443),
    ("2024", "classical", 128): (26, 53, 106, 214, 430, 868, 1_747, 3_523),
    ("2024", "classical", 192): (36, 73, 147, 297, 597, 1_199, 2_411),
    ("2024", "classical", 256): (27, 56, 114, 230, 462, 929),
    ("2024", "quantum", 128): (20, 40, 80, 161, 322, 644, 1_289, 2_578),
    ("2024", "quantum", 192): (29, 59, 119, 239, 479, 959, 1_920),
    ("2024", "quantum", 256): (22, 47, 95, 192, 385, 773),
}


class InsecureParameters(ValueError):
    """A modulus is longer than the table allows; the message names table and limit."""


def max_log2_modulus(
    ring_dimension: int, security: int = 128, edition: str = "2024", adversary: str = "classical"
) -> int:
    """Return how many bits all primes together may have, those for key switching included.

    Args:
        ring_dimension: N, a power of two that the table holds.
        security: bits: 128, 192 or 256.
        edition: ``"2018"``, the standard, or ``"2024"``, the guidelines that take its place.
        adversary: ``"classical"`` or ``"quantum"``.

    Raises:
        ValueError: if an argument lies outside its range; the message lists the dimensions of the table.

    >>> max_log2_modulus(4096), max_log2_modulus(4096, edition="2018")
    (106, 109)
    >>> max_log2_modulus(4096, adversary="quantum")
    80
    """
    one_of("edition", edition, EDITIONS)
    one_of("adversary", adversary, ADVERSARIES)
    if whole("security", security) not in LEVELS:
        raise ValueError(f"security={security} must be one of: {', '.join(map(str, LEVELS))}")
    first = _FIRST[edition, security]
    limits = _TABLES[edition, adversary, security]
    dimensions = [first << place for place in range(len(limits))]
    if whole("ring_dimension", ring_dimension) not in dimensions:
        raise ValueError(
            f"ring_dimension={ring_dimension} must be one of the table's of {edition}: "
            f"{', '.join(map(str, dimensions))}"
        )
    return limits[dimensions.index(ring_dimension)]


def check_security(
    ring_dimension: int,
    prime_bits: tuple[int, ...],
    security: int = 128,
    edition: str = "2024",
    adversary: str = "classical",
) -> int:
    """Return how many bits of the table's limit are left, or refuse.

    Args:
        ring_dimension: N.
        prime_bits: bits of every prime, those for key switching included.
        security: bits.
        edition: ``"2018"`` or ``"2024"``.
        adversary: ``"classical"`` or ``"quantum"``.

    Raises:
        InsecureParameters: if the primes have more bits than the table allows.
        ValueError: if an argument lies outside its range.

    >>> check_security(8192, (60, 40, 60), adversary="quantum")
    1
    """
    bits = sum(whole("prime_bits", each) for each in several("prime_bits", prime_bits))
    limit = max_log2_modulus(ring_dimension, security, edition, adversary)
    if bits > limit:
        raise InsecureParameters(
            f"prime_bits={tuple(prime_bits)} add up to {bits}; at ring_dimension={ring_dimension} the table "
            f"of {edition}, {adversary} adversary, {security} bits of security, allows {limit}"
        )
    return limit - bits


def security_frame(security: int = 128) -> pd.DataFrame:
    """Return both editions and adversaries side by side, one row a ring dimension; empty where a table ends.

    Args:
        security: bits: 128, 192 or 256.

    Raises:
        ValueError: if there is no such level.

    >>> security_frame().iloc[2].tolist()
    [4096, 109, 101, 106, 80]
    """
    import pandas as pd

    if whole("security", security) not in LEVELS:
        raise ValueError(f"security={security} must be one of: {', '.join(map(str, LEVELS))}")
    columns: dict[str, pd.Series] = {}
    for edition in EDITIONS:
        for adversary in ADVERSARIES:
            limits = _TABLES[edition, adversary, security]
            dimensions = [_FIRST[edition, security] << place for place in range(len(limits))]
            columns[f"{edition} {adversary}"] = pd.Series(limits, index=dimensions, dtype="Int64")
    return pd.DataFrame(columns).rename_axis("ring dimension").reset_index()

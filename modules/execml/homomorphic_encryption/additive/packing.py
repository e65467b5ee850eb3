"""Several small numbers in one large plaintext, so that one addition adds them all. For teaching."""

from __future__ import annotations

from collections.abc import Sequence

from execml.course.validation import several, whole

MOST_BITS = 4_096  # of a slot: no key here holds more


def slot_bits(largest: int, additions: int) -> int:
    """Return how many bits a number needs so that a sum of so many of them does not reach its neighbour.

    Args:
        largest: the largest number, at least 1.
        additions: how many are added up, at least 1.

    Raises:
        ValueError: if an argument lies outside its range.

    >>> slot_bits(1_000_000, 30_000)
    35
    """
    return (whole("largest", largest) * whole("additions", additions)).bit_length()


def pack(values: Sequence[int], bits: int) -> int:
    """Return one number that holds several, side by side.

    Args:
        values: whole numbers that are not negative, each below ``2**bits``.
        bits: width of a slot.

    Raises:
        ValueError: if a value does not fit its slot.

    >>> pack([3, 1], 8)
    259
    """
    width, total = whole("bits", bits, high=MOST_BITS), 0
    for place, value in enumerate(several("values", values)):
        number = whole("values", value, low=0)
        if number >> width:
            raise ValueError(f"values hold {number}; with bits={width} each must be below {1 << width}")
        total |= number << (width * place)
    return total


def unpack(packed: int, bits: int, count: int) -> list[int]:
    """Return the numbers that one number holds.

    Args:
        packed: what :func:`pack` gave, or a sum of such.
        bits: width of a slot.
        count: how many slots.

    Raises:
        ValueError: if an argument lies outside its range, or something lies beyond the last slot.

    >>> unpack(pack([3, 1], 8) + pack([4, 5], 8), 8, 2)
    [7, 6]
    """
    width, slots = whole("bits", bits, high=MOST_BITS), whole("count", count, high=1_000_000)
    if whole("packed", packed, low=0) >> (width * slots):
        raise ValueError(f"packed={packed} must fit count={slots} slots of bits={width}")
    return [packed >> (width * place) & ((1 << width) - 1) for place in range(slots)]

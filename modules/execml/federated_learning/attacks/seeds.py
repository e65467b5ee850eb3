"""Finding the seed of a mask that has only 32 bits: all of them are tried, many at a time.

NumPy's old generator, the Mersenne Twister, fills its state from the seed by a recurrence of whole
numbers. Its first output depends on three entries of the state (Matsumoto and Nishimura, 1998, equation
2.1), so 398 steps of the recurrence, done for a hundred thousand seeds at once, tell which of them could
have made what was seen.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course.arrays import array
from execml.course.validation import whole

AT_ONCE = 1 << 15
SHIFT = 397  # the third entry that the first output takes


def first_outputs(seeds: NDArray[np.uint32], count: int = 2) -> NDArray[np.uint32]:
    """Return the first 32-bit outputs of the Mersenne Twister for many seeds, shape (count, seeds).

    Args:
        seeds: 32-bit numbers, as ``numpy.random.RandomState`` takes them.
        count: how many outputs, from 1 to 200.

    >>> first_outputs(np.array([5489], dtype=np.uint32), 1).tolist()  # its authors' first number
    [[3499211612]]
    """
    whole("count", count, high=200)
    state = np.empty((SHIFT + count, len(seeds)), dtype=np.uint32)
    state[0] = seeds
    for place in range(1, len(state)):
        last = state[place - 1]
        np.right_shift(last, 30, out=state[place])
        state[place] ^= last
        state[place] *= np.uint32(1812433253)
        state[place] += np.uint32(place)
    mixed = (state[:count] & np.uint32(0x80000000)) | (state[1 : count + 1] & np.uint32(0x7FFFFFFF))
    found = state[SHIFT : SHIFT + count] ^ (mixed >> 1) ^ ((mixed & 1) * np.uint32(0x9908B0DF))
    found ^= found >> 11
    found ^= (found << 7) & np.uint32(0x9D2C5680)
    found ^= (found << 15) & np.uint32(0xEFC60000)
    return np.asarray(found ^ (found >> 18), dtype=np.uint32)


def mask_seeds(masked: ArrayLike, below: int, low: int, high: int) -> list[int]:
    """Return the seeds in a range whose masks, taken off, leave small numbers, as encoded updates are.

    A wrong seed leaves numbers anywhere in 32 bits, and passes with a chance of (below / 2^32) a number.

    Args:
        masked: numbers modulo 2^32 under one mask, at least two, shape (numbers,).
        below: encoded updates lie from 0 to below this.
        low: first seed that is tried.
        high: seeds below this are tried, at most 2^32.

    Raises:
        ValueError: if an argument lies outside its range.
    """
    seen = array("masked", masked, ("numbers",)).astype(np.uint32)
    count = min(len(seen), 4)
    limit = np.uint32(whole("below", below, high=2**32 - 1))
    whole("low", low, low=0, high=2**32)
    whole("high", high, low=low, high=2**32)
    found: list[int] = []
    for start in range(low, high, AT_ONCE):
        seeds = np.arange(start, min(start + AT_ONCE, high), dtype=np.uint32)
        left = seen[:count, None] - first_outputs(seeds, count)
        found += seeds[(left < limit).all(axis=0)].tolist()
    return found

"""Real numbers as whole ones modulo 2^bits, so that sums are exact and masks hide everything.

A mask that is uniform modulo m hides a number modulo m perfectly; no mask hides a floating-point number. The
price is a grid, and a wall: a sum that leaves the range comes back at its other end, without a sound.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course.arrays import array
from execml.course.validation import positive, whole

Field = NDArray[np.uint64]


@dataclass(frozen=True)
class FixedPoint:
    """A grid of numbers, and the modulus in which they are added.

    Attributes:
        largest: the largest size of one client's number that is taken.
        clients: how many numbers are added at most.
        bits: the modulus is 2^bits, from 8 to 52: beyond, a double no longer holds every step.

    Raises:
        ValueError: if a setting lies outside its range.

    >>> grid = FixedPoint(largest=1.0, clients=5, bits=32)
    >>> total = sum(grid.encode([0.25, -0.5]) for _ in range(5))
    >>> grid.decode(total).round(6).tolist()
    [1.25, -2.5]
    """

    largest: float
    clients: int
    bits: int = 32

    def __post_init__(self) -> None:
        """Check the settings."""
        positive("largest", self.largest)
        whole("clients", self.clients, high=2**20)
        whole("bits", self.bits, low=8, high=52)
        if self.steps < 1:
            raise ValueError(f"bits={self.bits} must leave a step for each of {self.clients} clients")

    @property
    def modulus(self) -> int:
        """The m of the sums."""
        return 1 << int(self.bits)

    @property
    def steps(self) -> int:
        """Steps of the grid from 0 to ``largest``: clients times steps stays below half the modulus."""
        return (self.modulus // 2 - 1) // int(self.clients)

    @property
    def step(self) -> float:
        """Distance of two neighbours on the grid; rounding moves a number by at most half of it."""
        return float(self.largest) / self.steps

    def encode(self, numbers: ArrayLike) -> Field:
        """Return numbers as steps modulo 2^bits.

        Raises: ValueError: if a number is not finite or larger than ``largest``: with others like it the
            sum could
                pass half the modulus and wrap to the other sign.
        """
        found = array("numbers", numbers)
        size = float(np.abs(found).max())
        if size > self.largest:
            raise ValueError(
                f"numbers hold a size of {size:.6g}; at most {self.largest:g} is taken, or the sum of "
                f"{self.clients} could wrap around the modulus"
            )
        return self.wrapped(found)

    def wrapped(self, numbers: ArrayLike) -> Field:
        """Return numbers as steps modulo 2^bits without a look at their size."""
        steps = np.rint(array("numbers", numbers) / self.step)
        return np.mod(steps, float(self.modulus)).astype(np.uint64) % np.uint64(self.modulus)

    def decode(self, total: ArrayLike) -> NDArray[np.float64]:
        """Return a sum of encoded numbers: its upper half stands for negative ones."""
        found = np.asarray(total, dtype=np.uint64) % np.uint64(self.modulus)
        signed = found.astype(np.int64)
        signed[signed >= self.modulus // 2] -= self.modulus
        return np.asarray(signed * self.step, dtype=np.float64)

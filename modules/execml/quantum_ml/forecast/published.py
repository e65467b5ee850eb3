"""Rates that the crossover table of Hoefler, Haener and Troyer (2023) rests on, as printed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Rates:
    """Operations a second of one kind of arithmetic.

    Attributes:
        gpu: of one graphics processor on the market.
        asic: of a chip made for the purpose, of the same transistors.
        quantum: of an error-corrected machine that the authors assume, far beyond those of today.
    """

    gpu: float
    asic: float
    quantum: float


# Table 1 of doi:10.1145/3571725.
RATES = {
    "16-bit floating point": Rates(195e12, 550e12, 10.5e3),
    "32-bit integer": Rates(9.75e12, 215e12, 0.83e3),
    "binary": Rates(4_992e12, 77_000e12, 235e3),
}
# Table 2: the most operations a call for a crossover within 1e6 seconds, for speed-ups from n^2, n^3 and n^4.
OPERATIONS = {
    "16-bit floating point": (0.2, 45_800, 2.8e6),
    "32-bit integer": (0.003, 1_630, 130e3),
    "binary": (68, 12.5e6, 712e6),
}
# With these two rates in place of Table 1's the binary row of Table 2 follows.
BINARY_THAT_FOLLOWS = Rates(4_992e12, 77.4e15, 2.3e6)

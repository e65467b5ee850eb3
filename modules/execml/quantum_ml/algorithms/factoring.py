"""Shor's algorithm on the simulated machine: one control qubit, used again and again, and a register.

The register holds a number below 2^n. Each round multiplies it by a power of the base if the control qubit
is 1, which moves amplitudes from place to place. Then the control qubit is read, and prepared anew for the
next bit (Parker and Plenio, 2000, arXiv:quant-ph/0001066).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from execml.course.validation import generator as generator_checked
from execml.course.validation import whole
from execml.quantum_ml.algorithms.arithmetic import factors_from, is_prime, order_from, prime_power_root

MOST_BITS = 20  # of a modulus: 2^20 amplitudes twice over are 32 MiB, and a run takes seconds


@dataclass(frozen=True)
class Attempt:
    """One run of the quantum part and what it led to.

    Attributes:
        base: the number whose order was asked for; it has no factor in common with the modulus.
        measured: the number read, below 2^bits.
        bits: how many bits were read.
        order: the order that it gave away, if it did.
        factors: two factors, the smaller first, if the order gave them.
    """

    base: int
    measured: int
    bits: int
    order: int | None
    factors: tuple[int, int] | None


def checked_modulus(modulus: int) -> int:
    """Return a modulus that Shor's algorithm can factor, and say of any other why not.

    Raises:
        ValueError: if it is even, prime or a power of a prime, below 15, or has more than 20 bits.

    >>> checked_modulus(21)
    21
    """
    number = whole("modulus", modulus, 15)
    if number.bit_length() > MOST_BITS:
        raise ValueError(
            f"modulus={modulus} has {number.bit_length()} bits; at most {MOST_BITS} are simulated here"
        )
    if number % 2 == 0:
        raise ValueError(f"modulus={modulus} must be odd; it is even, and 2 is a factor")
    if is_prime(number):
        raise ValueError(f"modulus={modulus} must have two factors; it is prime")
    power = prime_power_root(number)
    if power is not None:
        raise ValueError(f"modulus={modulus} must not be a prime power; it is {power[0]}^{power[1]}")
    return number


def measured_phase(base: int, modulus: int, generator: np.random.Generator) -> tuple[int, int]:
    """Run the quantum part once: read 2n bits of a fraction near k/r, r being the order of the base.

    Args:
        base: below the modulus, without a factor in common with it.
        modulus: of n bits.
        generator: source of randomness, for what is measured.

    Returns:
        the number read, and how many bits it has.

    Raises:
        ValueError: if the modulus is none for the algorithm, or the base has a factor in common with it.

    >>> measured, bits = measured_phase(7, 15, np.random.default_rng(0))
    >>> (4 * measured / 2**bits).is_integer()  # the order of 7 is 4
    True
    """
    number = checked_modulus(modulus)
    start = whole("base", base, 2, number - 1)
    if math.gcd(start, number) != 1:
        raise ValueError(f"base={base} must have no factor in common with {modulus}")
    draw = generator_checked("generator", generator)
    size, bits = 2 ** number.bit_length(), 2 * number.bit_length()
    register = np.zeros(size, dtype=complex)
    register[1] = 1
    places = np.arange(size)
    measured = 0  # the bits read so far, the least significant first
    for step in range(bits):
        factor = pow(start, 2 ** (bits - 1 - step), number)
        # Numbers from the modulus up are left alone, so that the step can be undone.
        target = np.where(places < number, places * factor % number, places)
        multiplied = np.empty_like(register)
        multiplied[target] = register  # what the register is if the control qubit is 1
        # The bits already read turn the control's phase back; a Hadamard then lets both cases interfere.
        multiplied *= np.exp(-2j * math.pi * measured / 2 ** (step + 1))
        zero, one = (register + multiplied) / 2, (register - multiplied) / 2
        chance = float(np.vdot(one, one).real)
        bit = int(draw.random() < chance)
        register = one if bit else zero
        register /= np.linalg.norm(register)
        measured += bit << step
    return measured, bits


def shor_attempt(modulus: int, generator: np.random.Generator) -> Attempt:
    """Try a random base once: run the quantum part, and see whether what is read gives the factors.

    A base that happens to have a factor in common with the modulus is thrown away, not used.

    Args:
        modulus: odd, at most 20 bits, with two different prime factors or more.
        generator: source of randomness.

    >>> shor_attempt(15, np.random.default_rng(2)).bits
    8
    """
    number = checked_modulus(modulus)
    draw = generator_checked("generator", generator)
    base = coprime_base(number, draw)
    measured, bits = measured_phase(base, number, draw)
    order = order_from(measured, bits, base, number)
    return Attempt(base, measured, bits, order, None if order is None else factors_from(order, base, number))


def shor_factor(modulus: int, generator: np.random.Generator, attempts: int = 100) -> tuple[int, int]:
    """Return two factors of a modulus, the smaller first, found by Shor's algorithm on a simulated machine.

    Args:
        modulus: odd, at most 20 bits, with two different prime factors or more.
        generator: source of randomness.
        attempts: bases tried at most.

    Raises:
        ValueError: if the modulus is even, prime or a prime power, or too large.
        RuntimeError: if no attempt succeeds.

    >>> shor_factor(21, np.random.default_rng(0))
    (3, 7)
    """
    number = checked_modulus(modulus)
    draw = generator_checked("generator", generator)
    for _ in range(whole("attempts", attempts)):
        found = shor_attempt(number, draw).factors
        if found is not None:
            return found
    raise RuntimeError(f"none of {attempts} attempts found the factors of {modulus}")


def coprime_base(modulus: int, generator: np.random.Generator) -> int:
    """Return a random number from 2 to modulus - 2 that has no factor in common with the modulus."""
    while True:
        base = int(generator.integers(2, modulus - 1))
        if math.gcd(base, modulus) == 1:
            return base

"""Encrypted whole numbers modulo t. For teaching, not for production."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course.arrays import array
from execml.course.validation import shown, whole
from execml.homomorphic_encryption.lattices.moduli import (
    Residues,
    lift,
    multiply_modulo,
    residues,
    transform_primes,
)
from execml.homomorphic_encryption.lattices.rings import ring_product
from execml.homomorphic_encryption.schemes import operations
from execml.homomorphic_encryption.schemes.encoding import encode_batch
from execml.homomorphic_encryption.schemes.keys import Parameters, PublicKeys


@dataclass(frozen=True)
class Context(Parameters):
    """The public parameters, ``chain`` and ``plain_modulus``.

    Attributes:
        plain_modulus: t, the prime modulo which everything is counted.
    """

    plain_modulus: int

    @property
    def slots(self) -> int:
        """How many whole numbers one ciphertext holds: two rows of N/2."""
        return self.chain.ring_dimension

    @property
    def largest(self) -> int:
        """The largest count, of either sign, that does not wrap around."""
        return self.plain_modulus // 2

    @property
    def modulus(self) -> int:
        """The product of the data primes."""
        return math.prod(self.chain.primes)


def scaled(values: NDArray[np.object_], numerator: int, denominator: int) -> NDArray[np.object_]:
    """Return the nearest whole numbers to ``values · numerator / denominator``."""
    return np.asarray((2 * values * numerator + denominator) // (2 * denominator))


def numbers_for(name: str, values: ArrayLike, context: Context) -> NDArray[np.int64]:
    """Return whole numbers that fit the slots and do not wrap around, shape (…, up to N)."""
    numbers = np.atleast_1d(array(name, values))
    broken = numbers[numbers != np.rint(numbers)]
    if broken.size:
        raise ValueError(f"{name} hold {broken[0].item()!r}; they must be whole numbers")
    if numbers.shape[-1] > context.slots:
        raise ValueError(
            f"{name} of shape {numbers.shape} has {numbers.shape[-1]} a row; at most {context.slots} slots"
        )
    largest = float(np.abs(numbers.astype(float)).max())
    if largest > context.largest:
        raise ValueError(
            f"{name} hold {largest:,.0f}; modulo t = {context.plain_modulus:,} only −{context.largest:,} to "
            f"{context.largest:,} do not wrap around"
        )
    return np.asarray(numbers.astype(np.int64))


@dataclass(frozen=True, eq=False)
class Ciphertext:
    """Encrypted whole numbers.

    Attributes:
        parts: residues, shape (2, …, primes, N).
        context: the parameters.
        keys: the public keys that operations may use.
    """

    parts: Residues
    context: Context
    keys: PublicKeys

    @property
    def _column(self) -> Residues:
        return np.array(self.context.chain.primes)[:, None]

    def __repr__(self) -> str:
        """Show the plaintext modulus and how many ciphertexts are stacked."""
        return f"Ciphertext(modulo={self.context.plain_modulus}, stack={self.parts.shape[1:-2]})"

    def __add__(self, other: Ciphertext | ArrayLike) -> Ciphertext:
        """Add a ciphertext of the same context, or plain whole numbers.

        Raises:
            ValueError: if the contexts differ, or a number does not fit.
        """
        if isinstance(other, Ciphertext):
            self._match(other)
            return replace(self, parts=(self.parts + other.parts) % self._column)
        plain = self._encoded(other)
        message = residues(
            scaled(plain.astype(object), self.context.modulus, self.context.plain_modulus),
            self.context.chain.primes,
        )
        return replace(self, parts=operations.added_plain(self.parts, message, self._column))

    __radd__ = __add__

    def __neg__(self) -> Ciphertext:
        """Return the ciphertext of the negated numbers."""
        return replace(self, parts=-self.parts % self._column)

    def __sub__(self, other: Ciphertext | ArrayLike) -> Ciphertext:
        """Subtract a ciphertext of the same context, or plain whole numbers."""
        return self + (
            -other if isinstance(other, Ciphertext) else -numbers_for("other", other, self.context)
        )

    def __mul__(self, other: Ciphertext | ArrayLike) -> Ciphertext:
        """Multiply slot by slot, modulo t.

        Raises:
            MissingKey: if two ciphertexts meet and there is no relinearisation key.
            ValueError: if the contexts differ, or a number does not fit.
        """
        if isinstance(other, Ciphertext):
            self._match(other)
            return self._product(other)
        numbers, prime, primes = (
            numbers_for("other", other, self.context),
            self.context.plain_modulus,
            self.context.chain.primes,
        )
        if numbers.shape[-1] == 1:
            factor = residues(numbers, primes)
            return replace(self, parts=multiply_modulo(self.parts, factor, self._column))
        plain = self._encoded(other)
        centred_plain = plain - prime * (plain > prime // 2)
        return replace(self, parts=ring_product(self.parts, residues(centred_plain, primes), primes))

    __rmul__ = __mul__

    def rotate(self, steps: int) -> Ciphertext:
        """Move slot j + steps to slot j, within each row of N/2 slots.

        Raises:
            MissingKey: if there is no key for these steps.
        """
        number = whole("steps", steps, low=-self.context.slots)
        return replace(self, parts=operations.moved(self.parts, number, self.keys, self.context.chain))

    def sum(self) -> Ciphertext:
        """Add up a stack of ciphertexts along its first axis, slot by slot.

        Raises:
            ValueError: if there is no stack.
        """
        return replace(self, parts=operations.added_up(self.parts, self._column, repr(self)))

    def _match(self, other: Ciphertext) -> None:
        if other.context != self.context:
            raise ValueError(f"other={shown(other)} must have the same context")

    def _encoded(self, other: ArrayLike) -> Residues:
        numbers = numbers_for("other", other, self.context)
        size = self.context.chain.ring_dimension
        if numbers.shape[-1] == 1:  # one number for every slot
            numbers = np.broadcast_to(numbers, (*numbers.shape[:-1], size))
        return encode_batch(numbers, self.context.plain_modulus, size)

    def _product(self, other: Ciphertext) -> Ciphertext:
        """Multiply over the whole numbers, in more primes than the result needs, then round t/q times it."""
        chain, modulus = self.context.chain, self.context.modulus
        needed = 2 * modulus.bit_length() + chain.ring_dimension.bit_length()
        wide = transform_primes(60, chain.ring_dimension, -(-needed // 59), skipped=8)
        left, right = (residues(lift(each.parts, chain.primes), wide) for each in (self, other))
        exact = lift(operations.products(left, right, wide), wide)
        three = residues(scaled(exact, self.context.plain_modulus, modulus), chain.primes)
        return replace(self, parts=operations.relinearised(three, self.keys, chain))

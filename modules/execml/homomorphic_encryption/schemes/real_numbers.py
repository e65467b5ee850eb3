"""Encrypted real numbers, each with its scale and its level in the open. For teaching, not for production."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course.arrays import array
from execml.course.validation import real, whole
from execml.homomorphic_encryption.lattices.moduli import Residues, multiply_modulo, residues
from execml.homomorphic_encryption.lattices.rings import ring_product
from execml.homomorphic_encryption.schemes import operations
from execml.homomorphic_encryption.schemes.encoding import encode, whole_numbers
from execml.homomorphic_encryption.schemes.keys import Parameters, PublicKeys, divided_by_last

SAME_SCALE = 1e-12  # relative: scales are floats, and the same sequence of operations gives the same float


class LevelsExhausted(ValueError):
    """A ciphertext has no prime left to drop."""


class ScaleMismatch(ValueError):
    """Two ciphertexts stand at different scales or levels, so their sum would mean nothing."""


@dataclass(frozen=True)
class Context(Parameters):
    """The public parameters, ``chain`` and ``scale``.

    Attributes:
        scale: what values are multiplied by before they are rounded, unless a call says otherwise.
    """

    scale: float

    @property
    def slots(self) -> int:
        """How many real numbers one ciphertext holds."""
        return self.chain.ring_dimension // 2

    @property
    def depth(self) -> int:
        """How often a fresh ciphertext can be rescaled."""
        return len(self.chain.primes) - 1


def numbers_for(name: str, values: ArrayLike, context: Context) -> NDArray[np.float64]:
    """Return real numbers that fit the slots, shape (…, up to N/2)."""
    numbers = np.atleast_1d(array(name, values)).astype(float)
    if numbers.shape[-1] > context.slots:
        raise ValueError(
            f"{name} of shape {numbers.shape} has {numbers.shape[-1]} a row; at most {context.slots} slots"
        )
    return numbers


@dataclass(frozen=True, eq=False)
class Ciphertext:
    """Encrypted real numbers; scale and level say what the coefficients mean.

    Attributes:
        parts: residues, shape (2, …, level + 1, N).
        scale: what the values are multiplied by.
        context: the parameters.
        keys: the public keys that operations may use.
    """

    parts: Residues
    scale: float
    context: Context
    keys: PublicKeys

    @property
    def level(self) -> int:
        """How often it can still be rescaled."""
        return self.parts.shape[-2] - 1

    @property
    def primes(self) -> tuple[int, ...]:
        """The primes that are left."""
        return self.context.chain.primes[: self.level + 1]

    @property
    def _column(self) -> Residues:
        return np.array(self.primes)[:, None]

    def __repr__(self) -> str:
        """Show scale, level and how many ciphertexts are stacked."""
        stack = self.parts.shape[1:-2]
        return f"Ciphertext(scale=2^{math.log2(self.scale):.3f}, level={self.level}, stack={stack})"

    def __add__(self, other: Ciphertext | ArrayLike) -> Ciphertext:
        """Add a ciphertext of the same scale and level, or plain numbers.

        Raises:
            ScaleMismatch: if scale or level differ.
        """
        if isinstance(other, Ciphertext):
            self._match(other)
            return replace(self, parts=(self.parts + other.parts) % self._column)
        plain = self._encoded("other", other, self.scale)
        return replace(self, parts=operations.added_plain(self.parts, plain, self._column))

    __radd__ = __add__

    def __neg__(self) -> Ciphertext:
        """Return the ciphertext of the negated values."""
        return replace(self, parts=-self.parts % self._column)

    def __sub__(self, other: Ciphertext | ArrayLike) -> Ciphertext:
        """Subtract a ciphertext of the same scale and level, or plain numbers."""
        return self + (
            -other if isinstance(other, Ciphertext) else -numbers_for("other", other, self.context)
        )

    def __mul__(self, other: Ciphertext | ArrayLike) -> Ciphertext:
        """Multiply, slot by slot; the scales multiply too, and nothing is rescaled.

        Raises:
            MissingKey: if two ciphertexts meet and there is no relinearisation key.
            ScaleMismatch: if their levels differ.
            ValueError: if the product's scale does not fit the primes that are left.
        """
        if not isinstance(other, Ciphertext):
            return self.times(other, self.context.scale)
        if other.level != self.level or other.context != self.context:
            raise ScaleMismatch(
                f"other at level {other.level} must be at level {self.level} too: use drop_to"
            )
        self._fits(self.scale * other.scale)
        three = operations.products(self.parts, other.parts, self.primes)
        parts = operations.relinearised(three, self.keys, self.context.chain)
        return replace(self, parts=parts, scale=self.scale * other.scale)

    __rmul__ = __mul__

    def times(self, values: ArrayLike, scale: float) -> Ciphertext:
        """Multiply by plain numbers that are encoded at a scale of one's own.

        Args:
            values: one number; or shape (…, 1), one for each ciphertext of a stack; or up to N/2 a row.
            scale: of the plain numbers.

        Raises:
            ValueError: if they do not fit, or the product's scale exceeds the primes that are left.
        """
        factor = real("scale", scale, 1, 2.0**60, low_open=False, high_open=False)
        self._fits(self.scale * factor)
        numbers = self._numbers("values", values, factor)
        if numbers.shape[-1] == 1:
            plain = self._constants(numbers * factor)
            parts = multiply_modulo(self.parts, plain, self._column)
        else:
            parts = ring_product(self.parts, self._encoded("values", values, factor), self.primes)
        return replace(self, parts=parts, scale=self.scale * factor)

    def rescale(self) -> Ciphertext:
        """Divide by the last prime and drop it: the scale falls by exactly that prime, the level by one.

        Raises:
            LevelsExhausted: if there is only one prime left.
        """
        if self.level == 0:
            raise LevelsExhausted(
                f"a ciphertext at level 0 of depth {self.context.depth} has no prime left to drop: plan more"
            )
        parts = divided_by_last(self.parts, self.primes)
        return replace(self, parts=parts, scale=self.scale / self.primes[-1])

    def drop_to(self, level: int) -> Ciphertext:
        """Leave primes out without dividing: the scale stays.

        Raises:
            LevelsExhausted: if the level is above the ciphertext's.
        """
        if whole("level", level, low=0) > self.level:
            raise LevelsExhausted(f"level={level} must be at most the ciphertext's level, {self.level}")
        return replace(self, parts=self.parts[..., : level + 1, :])

    def rotate(self, steps: int) -> Ciphertext:
        """Move slot j + steps to slot j, the first ones to the end.

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
        if other.context != self.context or other.level != self.level:
            raise ScaleMismatch(
                f"other at level {other.level} must be at level {self.level} too: use drop_to"
            )
        if not math.isclose(other.scale, self.scale, rel_tol=SAME_SCALE):
            raise ScaleMismatch(
                f"other at scale 2^{math.log2(other.scale):.9f} must be at the same scale "
                f"2^{math.log2(self.scale):.9f}: choose the plain factor's scale so that they meet"
            )

    def _fits(self, scale: float) -> None:
        limit = math.log2(math.prod(self.primes))
        if math.log2(scale) >= limit:
            raise ValueError(
                f"scale=2^{math.log2(scale):.1f} must stay below the {limit:.1f} bits of the primes left"
            )

    def _numbers(self, name: str, values: ArrayLike, scale: float) -> NDArray[np.float64]:
        """Return plain numbers that do not wrap around at a scale."""
        numbers = numbers_for(name, values, self.context)
        largest, limit = float(np.abs(numbers).max()), math.prod(self.primes) / 2
        if largest * scale >= limit:
            raise ValueError(
                f"{name} hold {largest:.4g}; at scale 2^{math.log2(scale):.1f} only numbers below "
                f"{limit / scale:.4g} do not wrap around the primes left"
            )
        return numbers

    def _encoded(self, name: str, values: ArrayLike, scale: float) -> Residues:
        numbers = self._numbers(name, values, scale)
        if numbers.shape[-1] == 1 and self.context.slots > 1:  # one number for every slot: a constant
            column = np.zeros(
                (*numbers.shape[:-1], len(self.primes), self.context.chain.ring_dimension), dtype=np.int64
            )
            column[..., :1] = self._constants(numbers * scale)
            return column
        return residues(encode(numbers, scale, self.context.chain.ring_dimension), self.primes)

    def _constants(self, scaled: NDArray[np.float64]) -> Residues:
        """Return rounded numbers as residues, shape (…, primes, 1)."""
        return residues(whole_numbers(scaled), self.primes)

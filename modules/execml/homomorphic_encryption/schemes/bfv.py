"""BFV: exact arithmetic on encrypted whole numbers modulo t, thousands in one ciphertext.

Fan and Vercauteren (2012), "Somewhat practical fully homomorphic encryption", ePrint 2012/144. For teaching, not
for production: the production path is TenSEAL.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course.arrays import array
from execml.course.validation import generator as checked_generator
from execml.course.validation import instance, several, shown, whole
from execml.homomorphic_encryption.lattices.moduli import (
    Residues,
    lift,
    multiply_modulo,
    residues,
    sum_modulo,
    transform_primes,
)
from execml.homomorphic_encryption.lattices.rings import ring_product
from execml.homomorphic_encryption.schemes import keys as shared
from execml.homomorphic_encryption.schemes.encoding import GENERATOR, decode_batch, encode_batch
from execml.homomorphic_encryption.schemes.keys import Chain, PublicKeys, SecretKey


@dataclass(frozen=True)
class Context:
    """The public parameters.

    Attributes:
        chain: ring dimension and primes.
        plain_modulus: t, the prime modulo which everything is counted.
    """

    chain: Chain
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


def new_context(
    ring_dimension: int = 4096,
    prime_bits: tuple[int, ...] = (36, 34, 36),
    plain_bits: int = 20,
    security: int = 128,
    edition: str = "2024",
    adversary: str = "classical",
    toy: bool = False,
) -> Context:
    """Return parameters that the security table allows.

    Args:
        ring_dimension: N, a power of two; a ciphertext holds N numbers.
        prime_bits: sizes of the primes, the last for key switching only.
        plain_bits: size of the plaintext prime t, from 14 to 40.
        security: bits of security.
        edition: of the table.
        adversary: of the table.
        toy: whether the table is left out, for rings too small to be safe.

    Raises:
        InsecureParameters: if the table does not allow so many bits; the message has its limit.
        ValueError: if an argument lies outside its range.

    >>> new_context().slots, new_context().plain_modulus
    (4096, 1032193)
    """
    chain = shared.new_chain(ring_dimension, prime_bits, security, edition, adversary, toy)
    (prime,) = transform_primes(whole("plain_bits", plain_bits, low=10, high=40), ring_dimension)
    return Context(chain, prime)


def generate_keys(
    context: Context, generator: np.random.Generator, rotations: Sequence[int] = (), relinearise: bool = True
) -> tuple[SecretKey, PublicKeys]:
    """Draw the client's secret key, and the keys that it may give away.

    Args:
        context: the parameters.
        generator: source of randomness; NumPy's, which protects nobody.
        rotations: steps of rotation, within both rows of N/2 slots at once, to make keys for.
        relinearise: whether products of ciphertexts shall be possible.

    Raises:
        ValueError: if an argument lies outside its range.
    """
    chain = instance("context", context, Context).chain
    draw = checked_generator("generator", generator)
    steps = [whole("rotations", step, low=-context.slots) for step in several("rotations", rotations, least=0)]
    exponents = tuple({pow(GENERATOR, step, 2 * chain.ring_dimension) for step in steps})
    return shared.generate(chain, draw, relinearise, exponents)


def encrypt(values: ArrayLike, context: Context, keys: PublicKeys, generator: np.random.Generator) -> Ciphertext:
    """Encrypt whole numbers, up to N in a ciphertext; leading axes make a stack of ciphertexts.

    Args:
        values: between −t/2 and t/2, shape (…, up to N).
        context: the parameters.
        keys: the public keys.
        generator: source of randomness.

    Raises:
        MissingKey: if the keys are none of this ring.
        ValueError: if a value lies past half the plaintext modulus, or there are more than slots.

    >>> context = new_context(64, (40, 40, 40), 17, toy=True)
    >>> draw = np.random.default_rng(0)
    >>> secret, public = generate_keys(context, draw)
    >>> total = encrypt([3, -1], context, public, draw) + encrypt([4, 5], context, public, draw)
    >>> decrypt(total, secret)[:2].tolist()
    [7, 4]
    """
    numbers = _numbers("values", values, instance("context", context, Context))
    draw = checked_generator("generator", generator)
    shared.checked_public(keys, context.chain)
    primes, modulus = context.chain.primes, context.modulus
    plain = encode_batch(numbers, context.plain_modulus, context.chain.ring_dimension)
    message = residues(_scaled(plain.astype(object), modulus, context.plain_modulus), primes)
    return Ciphertext(shared.fresh(message, keys, primes, draw), context, keys)


def decrypt(ciphertext: Ciphertext, secret: SecretKey) -> NDArray[np.int64]:
    """Return all slots as whole numbers between −t/2 and t/2, shape (…, N).

    Once the noise has passed its bound the numbers are garbage, and nothing says so: see
    :func:`noise_budget`, which needs the secret key.

    Args:
        ciphertext: what to read.
        secret: the client's key.

    Raises:
        MissingKey: if the secret is none of this ring.
        ValueError: if it is no ciphertext.
    """
    context = instance("ciphertext", ciphertext, Ciphertext).context
    found = _phase(ciphertext, secret)
    prime = context.plain_modulus
    plain = (_scaled(found, prime, context.modulus) % prime).astype(np.int64)
    slots = decode_batch(plain, prime)
    return np.asarray(slots - prime * (slots > prime // 2))


def noise_budget(ciphertext: Ciphertext, secret: SecretKey) -> float:
    """Return the bits of noise that a ciphertext can still take before it decrypts to garbage; 0 if none.

    The noise is how far ``t/q · phase`` lies from whole numbers; a half is the end.

    Args:
        ciphertext: what to look at.
        secret: the client's key.

    Raises:
        MissingKey: if the secret is none of this ring.
        ValueError: if it is no ciphertext.
    """
    context = instance("ciphertext", ciphertext, Ciphertext).context
    modulus = context.modulus
    rest = _phase(ciphertext, secret) * context.plain_modulus % modulus
    furthest = int(np.minimum(rest, modulus - rest).max())
    return max(0.0, math.log2(modulus) - math.log2(2 * max(furthest, 1)))


def _phase(ciphertext: Ciphertext, secret: SecretKey) -> NDArray[np.object_]:
    chain = ciphertext.context.chain
    return lift(shared.phase(ciphertext.parts, shared.checked_secret(secret, chain), chain.primes), chain.primes)


def _scaled(values: NDArray[np.object_], numerator: int, denominator: int) -> NDArray[np.object_]:
    """Return the nearest whole numbers to ``values · numerator / denominator``."""
    return np.asarray((2 * values * numerator + denominator) // (2 * denominator))


def _numbers(name: str, values: ArrayLike, context: Context) -> NDArray[np.int64]:
    numbers = np.atleast_1d(array(name, values))
    if (numbers != np.rint(numbers)).any():
        raise ValueError(f"{name} must be whole numbers")
    if numbers.shape[-1] > context.slots:
        raise ValueError(f"{name} of shape {numbers.shape} has {numbers.shape[-1]} a row; at most {context.slots} slots")
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
            _scaled(plain.astype(object), self.context.modulus, self.context.plain_modulus), self.context.chain.primes
        )
        parts = self.parts.copy()
        parts[0] = (parts[0] + message) % self._column
        return replace(self, parts=parts)

    __radd__ = __add__

    def __neg__(self) -> Ciphertext:
        """Return the ciphertext of the negated numbers."""
        return replace(self, parts=-self.parts % self._column)

    def __sub__(self, other: Ciphertext | ArrayLike) -> Ciphertext:
        """Subtract a ciphertext of the same context, or plain whole numbers."""
        return self + (-other if isinstance(other, Ciphertext) else -_numbers("other", other, self.context))

    def __mul__(self, other: Ciphertext | ArrayLike) -> Ciphertext:
        """Multiply slot by slot, modulo t.

        Raises:
            MissingKey: if two ciphertexts meet and there is no relinearisation key.
            ValueError: if the contexts differ, or a number does not fit.
        """
        if isinstance(other, Ciphertext):
            self._match(other)
            return self._product(other)
        numbers, prime, primes = _numbers("other", other, self.context), self.context.plain_modulus, self.context.chain.primes
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
        size = self.context.chain.ring_dimension
        exponent = pow(GENERATOR, whole("steps", steps, low=-self.context.slots), 2 * size)
        return replace(self, parts=shared.rotated(self.parts, exponent, self.keys, self.context.chain))

    def sum(self) -> Ciphertext:
        """Add up a stack of ciphertexts along its first axis, slot by slot.

        Raises:
            ValueError: if there is no stack.
        """
        if self.parts.ndim < 4:
            raise ValueError(f"{self!r} must be a stack of ciphertexts to be summed")
        return replace(self, parts=sum_modulo(self.parts, 1, self._column))

    def _match(self, other: Ciphertext) -> None:
        if other.context != self.context:
            raise ValueError(f"other={shown(other)} must have the same context")

    def _encoded(self, other: ArrayLike) -> Residues:
        numbers = _numbers("other", other, self.context)
        size = self.context.chain.ring_dimension
        if numbers.shape[-1] == 1:  # one number for every slot
            numbers = np.broadcast_to(numbers, (*numbers.shape[:-1], size))
        return encode_batch(numbers, self.context.plain_modulus, size)

    def _product(self, other: Ciphertext) -> Ciphertext:
        """Multiply over the whole numbers, in more primes than the result needs, then scale by t/q and round."""
        chain, modulus = self.context.chain, self.context.modulus
        needed = 2 * modulus.bit_length() + chain.ring_dimension.bit_length()
        wide = transform_primes(60, chain.ring_dimension, -(-needed // 59), skipped=8)
        left, right = (residues(lift(each.parts, chain.primes), wide) for each in (self, other))
        exact = lift(shared.products(left, right, wide), wide)
        three = residues(_scaled(exact, self.context.plain_modulus, modulus), chain.primes)
        return replace(self, parts=shared.relinearised(three, self.keys, chain))

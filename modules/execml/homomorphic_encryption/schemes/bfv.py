"""BFV: exact arithmetic on encrypted whole numbers modulo t, thousands in one ciphertext.

Fan and Vercauteren (2012), "Somewhat practical fully homomorphic encryption", ePrint 2012/144. For teaching,
not for production: the production path is TenSEAL.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course.validation import generator as checked_generator
from execml.course.validation import instance, whole
from execml.homomorphic_encryption.lattices.moduli import lift, residues, transform_primes
from execml.homomorphic_encryption.schemes import keys as shared
from execml.homomorphic_encryption.schemes import operations
from execml.homomorphic_encryption.schemes.encoding import decode_batch, encode_batch
from execml.homomorphic_encryption.schemes.keys import PublicKeys, SecretKey
from execml.homomorphic_encryption.schemes.keys import generate_keys as generate_keys
from execml.homomorphic_encryption.schemes.whole_numbers import Ciphertext, Context, numbers_for, scaled


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
        plain_bits: size of the plaintext prime t, from 10 to 40.
        security: as in :func:`~execml.homomorphic_encryption.schemes.keys.new_chain`, with what follows it.
        edition: of the table.
        adversary: of the table.
        toy: whether no table is asked.

    Raises:
        ValueError: as there, or if ``plain_bits`` lies outside its range.

    >>> new_context().slots, new_context().plain_modulus
    (4096, 1032193)
    """
    chain = shared.new_chain(ring_dimension, prime_bits, security, edition, adversary, toy)
    (prime,) = transform_primes(whole("plain_bits", plain_bits, low=10, high=40), ring_dimension)
    return Context(chain, prime)


def encrypt(
    values: ArrayLike, context: Context, keys: PublicKeys, generator: np.random.Generator
) -> Ciphertext:
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
    numbers = numbers_for("values", values, instance("context", context, Context))
    draw = checked_generator("generator", generator)
    shared.checked_public(keys, context.chain)
    primes, modulus = context.chain.primes, context.modulus
    plain = encode_batch(numbers, context.plain_modulus, context.chain.ring_dimension)
    message = residues(scaled(plain.astype(object), modulus, context.plain_modulus), primes)
    return Ciphertext(operations.fresh(message, keys, primes, draw), context, keys)


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
    plain = (scaled(found, prime, context.modulus) % prime).astype(np.int64)
    slots = decode_batch(plain, prime)
    return np.asarray(slots - prime * (slots > prime // 2))


def noise_budget(ciphertext: Ciphertext, secret: SecretKey) -> int:
    """Return the whole bits of noise that a ciphertext can still take before it decrypts to garbage.

    The noise is how far ``t/q · phase`` lies from whole numbers; a half is the end. At 0 it may have been
    passed: what lies beyond looks like what lies just before.

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
    return max(0, math.floor(math.log2(modulus) - math.log2(2 * max(furthest, 1))))


def _phase(ciphertext: Ciphertext, secret: SecretKey) -> NDArray[np.object_]:
    chain = ciphertext.context.chain
    return lift(
        operations.phase(ciphertext.parts, shared.checked_secret(secret, chain), chain.primes), chain.primes
    )

"""CKKS: approximate arithmetic on encrypted real numbers, with scale and level in the open.

Cheon, Kim, Kim and Song (2017), doi:10.1007/978-3-319-70694-8_15, in residues as Cheon, Han, Kim, Kim and
Song (2018), ePrint 2018/931. For teaching, not for production: the production path is TenSEAL.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course.validation import generator as checked_generator
from execml.course.validation import instance, real, shown
from execml.homomorphic_encryption.lattices.moduli import centred, lift, residues
from execml.homomorphic_encryption.schemes import keys as shared
from execml.homomorphic_encryption.schemes import operations
from execml.homomorphic_encryption.schemes.encoding import decode, encode
from execml.homomorphic_encryption.schemes.keys import PublicKeys, SecretKey
from execml.homomorphic_encryption.schemes.keys import generate_keys as generate_keys
from execml.homomorphic_encryption.schemes.real_numbers import Ciphertext, Context, numbers_for
from execml.homomorphic_encryption.schemes.real_numbers import LevelsExhausted as LevelsExhausted
from execml.homomorphic_encryption.schemes.real_numbers import ScaleMismatch as ScaleMismatch


def new_context(
    ring_dimension: int = 8192,
    prime_bits: tuple[int, ...] = (60, 40, 60),
    scale: float = 2.0**40,
    security: int = 128,
    edition: str = "2024",
    adversary: str = "classical",
    toy: bool = False,
) -> Context:
    """Return parameters that the security table allows.

    Args:
        ring_dimension: N, a power of two; a ciphertext holds N/2 numbers.
        prime_bits: sizes of the primes, the first never dropped, the last for key switching only.
        scale: from 2 to 2^60.
        security: as in :func:`~execml.homomorphic_encryption.schemes.keys.new_chain`, with what follows it.
        edition: of the table.
        adversary: of the table.
        toy: whether no table is asked.

    Raises:
        ValueError: as there, or if ``scale`` lies outside its range.

    >>> new_context().slots, new_context().depth
    (4096, 1)
    """
    factor = real("scale", scale, 2, 2.0**60, low_open=False, high_open=False)
    return Context(shared.new_chain(ring_dimension, prime_bits, security, edition, adversary, toy), factor)


def encrypt(
    values: ArrayLike,
    context: Context,
    keys: PublicKeys,
    generator: np.random.Generator,
    scale: float | None = None,
) -> Ciphertext:
    """Encrypt real numbers, up to N/2 in a ciphertext; leading axes make a stack of ciphertexts.

    Args:
        values: shape (…, up to N/2).
        context: the parameters.
        keys: the public keys.
        generator: source of randomness.
        scale: in place of the context's.

    Raises:
        MissingKey: if the keys are none of this ring.
        ValueError: if there are more values than slots, one is not finite, or too large for the scale.
    """
    numbers = numbers_for("values", values, instance("context", context, Context))
    factor = context.scale if scale is None else real("scale", scale, 2, 2.0**60, high_open=False)
    draw = checked_generator("generator", generator)
    shared.checked_public(keys, context.chain)
    primes = context.chain.primes
    message = encode(numbers, factor, context.chain.ring_dimension)
    if 2 * np.abs(message).max(initial=0) >= math.prod(primes):
        raise ValueError(
            f"values up to {np.abs(numbers).max():.3g} at scale={factor:.3g} do not fit the modulus"
        )
    return Ciphertext(operations.fresh(residues(message, primes), keys, primes, draw), factor, context, keys)


def decrypt(ciphertext: Ciphertext, secret: SecretKey) -> NDArray[np.float64]:
    """Return all slots of a ciphertext, shape (…, N/2), with the noise that belongs to the scheme.

    Args:
        ciphertext: of any level.
        secret: the client's key.

    Raises:
        MissingKey: if the secret is none of this ring.
        ValueError: if it is no ciphertext.

    >>> context = new_context(64, (40, 30, 40), 2.0**30, toy=True)
    >>> draw = np.random.default_rng(0)
    >>> secret, public = generate_keys(context, draw)
    >>> decrypt(encrypt([0.5, 2.0], context, public, draw), secret)[:2].round(4).tolist()
    [0.5, 2.0]
    """
    chain = instance("ciphertext", ciphertext, Ciphertext).context.chain
    primes = chain.primes[: ciphertext.level + 1]
    message = operations.phase(ciphertext.parts, shared.checked_secret(secret, chain), primes)
    whole_numbers = centred(message[..., 0, :], primes[0]) if len(primes) == 1 else lift(message, primes)
    return decode(whole_numbers, ciphertext.scale)


def size_in_bytes(ciphertext: Ciphertext) -> int:
    """Return the bytes of a ciphertext at eight a coefficient.

    Raises:
        ValueError: if it is none.
    """
    if not isinstance(ciphertext, Ciphertext):
        raise ValueError(f"ciphertext={shown(ciphertext)} must be a ciphertext")
    return int(ciphertext.parts.nbytes)

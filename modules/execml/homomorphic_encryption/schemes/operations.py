"""What both ring schemes do with ciphertexts: encrypt, read, multiply, switch back to two parts, rotate.

For teaching, not for production: the production path is the library in the room ``libraries``.
"""

from __future__ import annotations

import numpy as np

from execml.homomorphic_encryption.lattices.moduli import Residues, residues, sum_modulo
from execml.homomorphic_encryption.lattices.noise import noise_residues, ternary
from execml.homomorphic_encryption.lattices.rings import digits_of, product_of, substitute
from execml.homomorphic_encryption.schemes.encoding import GENERATOR
from execml.homomorphic_encryption.schemes.keys import Chain, MissingKey, PublicKeys, SecretKey, switched


def fresh(
    message: Residues, keys: PublicKeys, primes: tuple[int, ...], generator: np.random.Generator
) -> Residues:
    """Return an encryption of a polynomial under the public key, shape (2, …, primes, N)."""
    shape = (*message.shape[:-2], message.shape[-1])
    column = np.array(primes)[:, None]
    mask = digits_of(residues(ternary(shape, generator), primes), column)
    parts = []
    for place, public in enumerate(keys.encryption):
        part = product_of(digits_of(public, column), mask, column) + noise_residues(shape, primes, generator)
        parts.append((part + (message if place == 0 else 0)) % column)
    return np.stack(parts)


def phase(parts: Residues, secret: SecretKey, primes: tuple[int, ...]) -> Residues:
    """Return ``c₀ + c₁s + c₂s² + …``: the message with its noise, shape (…, primes, N)."""
    column = np.array(primes)[:, None]
    inside = digits_of(residues(secret.coefficients, primes), column)
    total = parts[-1]
    for part in parts[-2::-1]:
        total = (product_of(digits_of(total, column), inside, column) + part) % column
    return total


def products(left: Residues, right: Residues, primes: tuple[int, ...]) -> Residues:
    """Return the three parts of a product of two ciphertexts with two parts each."""
    column = np.array(primes)[:, None]
    a, b = ([digits_of(part, column) for part in parts] for parts in (left, right))
    middle = product_of(a[0], b[1], column) + product_of(a[1], b[0], column)
    return np.stack([product_of(a[0], b[0], column), middle % column, product_of(a[1], b[1], column)])


def relinearised(parts: Residues, keys: PublicKeys, chain: Chain) -> Residues:
    """Return a product's three parts as two, by switching s² to s.

    Raises:
        MissingKey: if the keys hold none for products.
    """
    if keys.relinearisation is None:
        raise MissingKey(
            "a product of ciphertexts needs a relinearisation key, and these public keys hold none"
        )
    column = np.array(chain.primes[: parts.shape[-2]])[:, None]
    return np.asarray((parts[:2] + switched(parts[2], keys.relinearisation, chain)) % column)


def rotated(parts: Residues, exponent: int, keys: PublicKeys, chain: Chain) -> Residues:
    """Return a ciphertext with X^exponent in place of X, under the same secret, with its key."""
    if exponent == 1:
        return parts
    primes = chain.primes[: parts.shape[-2]]
    first, second = substitute(parts[0], exponent, primes), substitute(parts[1], exponent, primes)
    moved = switched(second, keys.rotations[exponent], chain)
    moved[0] = (moved[0] + first) % np.array(primes)[:, None]
    return moved


def moved(parts: Residues, steps: int, keys: PublicKeys, chain: Chain) -> Residues:
    """Return a ciphertext whose slots moved by so many steps.

    Args:
        parts: the ciphertext's residues.
        steps: how far, negative for the other direction.
        keys: with a rotation key for these steps.
        chain: ring dimension and primes.

    Raises:
        MissingKey: if there is no key for these steps.
    """
    exponent = pow(GENERATOR, steps, 2 * chain.ring_dimension)
    if exponent != 1 and exponent not in keys.rotations:
        raise MissingKey(f"steps={steps} needs a rotation key: name it when the keys are made")
    return rotated(parts, exponent, keys, chain)


def added_plain(parts: Residues, plain: Residues, column: Residues) -> Residues:
    """Return a ciphertext with a plain polynomial added, or a stack of them with one for each.

    Args:
        parts: the ciphertext's residues.
        plain: residues of the polynomial, shape (…, primes, N).
        column: the primes, to be broadcast over the residues.

    Raises:
        ValueError: if there are more polynomials than ciphertexts, or fewer but one.
    """
    stack, given = parts.shape[1:-2], plain.shape[:-2]
    same = zip(given[::-1], stack[::-1], strict=False)
    if len(given) > len(stack) or any(one not in (1, other) for one, other in same):
        raise ValueError(f"other holds a stack of shape {given}; the ciphertexts' is of shape {stack}")
    total = parts.copy()
    total[0] = (total[0] + plain) % column
    return total


def added_up(parts: Residues, column: Residues, name: str) -> Residues:
    """Return the sum of a stack of ciphertexts along its first axis, slot by slot.

    Args:
        parts: the residues of all ciphertexts.
        column: the primes, to be broadcast over the residues.
        name: what the message calls the ciphertext.

    Raises:
        ValueError: if there is no stack.
    """
    if parts.ndim < 4:
        raise ValueError(f"{name} must be a stack of ciphertexts to be summed")
    return sum_modulo(parts, 1, column)

"""The client's secret key from scores that were sent back to the server.

A CKKS decryption is the message with the noise of the encryption in it. Whoever holds the ciphertext and is
told the decryption to the last bit has a linear equation about the key, without noise (Li and Micciancio,
2021, "On the security of homomorphic encryption on approximate numbers", EUROCRYPT, ePrint 2020/1533). The
makers of SEAL and OpenFHE warn of it: whoever shares decryptions has to add noise first. This shows why, on
keys made for the purpose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course.arrays import array
from execml.course.validation import instance, several
from execml.homomorphic_encryption.lattices.moduli import Residues, centred, multiply_modulo
from execml.homomorphic_encryption.lattices.rings import (
    NumberTransform,
    from_roots,
    number_transform,
    reversed_bits,
)
from execml.homomorphic_encryption.libraries import tenseal as library
from execml.homomorphic_encryption.schemes.encoding import whole_numbers
from execml.homomorphic_encryption.scoring.messages import opened
from execml.homomorphic_encryption.scoring.roles import ServerHalf

SEAL_GENERATOR = 3  # its powers name SEAL's slots, as those of 5 name ours


@dataclass(frozen=True, eq=False)
class RecoveredKey:
    """What the server worked out.

    Attributes:
        coefficients: the secret key if ``found``, otherwise meaningless numbers; shape (N,).
        found: whether all coefficients are −1, 0 or 1, which happens by chance never: a wrong solution is
            spread over 60 bits.
    """

    coefficients: NDArray[np.int64]
    found: bool

    def read(self, server: ServerHalf, request: bytes) -> NDArray[np.float64]:
        """Return the customers of a request, which only the client should be able to read.

        Args:
            server: the half that received it.
            request: as it arrived.

        Returns:
            shape (customers, features).

        Raises:
            ValueError: if no key was found.
        """
        instance("server", server, ServerHalf)
        if not self.found:
            raise ValueError("no key was found: there is nothing to read with")
        message = opened(request, "request")
        transform = _transform(server)
        secret = transform.forward(self.coefficients % transform.prime)
        blocks = []
        for place, count in enumerate(message.rows):
            columns = []
            for part in message.block(place):
                row = library.vector_from(server.context, part)
                mask, hidden = library.polynomials(row)[:2, 0]
                message_there = (mask + multiply_modulo(hidden, secret, transform.prime)) % transform.prime
                numbers = centred(transform.inverse(message_there), transform.prime)
                columns.append(_decoded(numbers, library.scale_of(row))[:count])
            blocks.append(np.array(columns).T)
        return np.concatenate(blocks)


def recover_key(server: ServerHalf, returned: Sequence[ArrayLike]) -> RecoveredKey:
    """Solve for the client's secret key from two full batches of scores that were sent back.

    TenSEAL decrypts to real numbers only, so a batch tells half of what its decryption holds: m(X) + m(1/X).
    With s(X) and s(1/X) as two unknowns at each pair of roots, two batches are two equations.

    Args:
        server: a half that has served at least two full batches in this session; its own encrypted results
            are the equations' other side. Nothing is read from a file.
        returned: the scores of the first batches that it served, as the client sent them back, each of shape
            (N/2,).

    Returns:
        the key, and whether it is one.

    Raises:
        ValueError: if there are fewer than two batches, one is not full, both are the same, or no
            rescaling has taken place.
    """
    instance("server", server, ServerHalf)
    batches = [
        array("returned", each, ("slots",)).astype(float) for each in several("returned", returned, least=2)
    ]
    if len(server.served) < 2:
        raise ValueError(f"server has served {len(server.served)} batches; two are needed")
    transform = _transform(server)
    mirror = _mirror(len(transform.powers))
    equations = [
        _equation(row, scores, transform, mirror)
        for row, scores in zip(server.served[:2], batches[:2], strict=True)
    ]
    return _solved(equations, transform, mirror)


def _transform(server: ServerHalf) -> NumberTransform:
    return number_transform(server.scorer.ring_dimension, library.data_primes(server.context)[0])


def _equation(
    row: object, scores: NDArray[np.float64], transform: NumberTransform, mirror: NDArray[np.int64]
) -> tuple[Residues, Residues]:
    """Return c₁ and m + m̄ − c₀ − c̄₀ at the roots, where a bar means 1/X in place of X."""
    size, prime = len(mirror), transform.prime
    if len(scores) != size // 2:
        raise ValueError(f"returned holds a batch of {len(scores)} scores; a full one has {size // 2}")
    doubled = 2 * from_roots(_at_our_places(scores)) * library.scale_of(row)
    if np.abs(doubled).max() >= prime / 2:
        raise ValueError(
            f"returned holds scores up to {np.abs(scores).max():.4g}; at the scale of the server's results "
            f"they do not fit the first prime: it has not rescaled them, or they are not its scores"
        )
    mask, hidden = library.polynomials(row)[:2, 0]
    known = transform.forward((whole_numbers(doubled) % prime).astype(np.int64))
    return hidden, (known - mask - mask[mirror]) % prime


def _solved(
    equations: list[tuple[Residues, Residues]], transform: NumberTransform, mirror: NDArray[np.int64]
) -> RecoveredKey:
    """Solve the two equations at each pair of roots by Cramer's rule."""
    prime = transform.prime
    (first, first_known), (second, second_known) = equations

    def times(left: Residues, right: Residues) -> Residues:
        return multiply_modulo(left, right, prime)

    determinant = (times(first, second[mirror]) - times(second, first[mirror])) % prime
    numerator = (times(first_known, second[mirror]) - times(second_known, first[mirror])) % prime
    if not determinant.all():
        raise ValueError("server has served the same batch twice: two different ones are two equations")
    inverses = np.array([pow(int(value), -1, prime) for value in determinant], dtype=np.int64)
    coefficients = centred(transform.inverse(times(numerator, inverses)), prime)
    return RecoveredKey(coefficients, bool(np.abs(coefficients).max() <= 1))


def _mirror(size: int) -> NDArray[np.int64]:
    """Return for each root in SEAL's order the place of its inverse."""
    exponents = 2 * reversed_bits(size) + 1
    place = np.empty(2 * size, dtype=np.int64)
    place[exponents] = np.arange(size)
    return place[2 * size - exponents]


def _seal_places(slots: int) -> NDArray[np.int64]:
    """Return where ``at_roots`` has the root of each of SEAL's slots, or its conjugate."""
    period = 4 * slots
    exponents = np.array([pow(SEAL_GENERATOR, slot, period) for slot in range(slots)])
    return (np.where(exponents % 4 == 1, exponents, period - exponents) - 1) // 4


def _at_our_places(scores: NDArray[np.float64]) -> NDArray[np.complex128]:
    values = np.zeros(len(scores), dtype=complex)
    values[_seal_places(len(scores))] = scores
    return values


def _decoded(numbers: NDArray[np.int64], scale: float) -> NDArray[np.float64]:
    from execml.homomorphic_encryption.lattices.rings import at_roots

    values = at_roots(numbers.astype(float)) / scale
    return np.asarray(values[_seal_places(len(numbers) // 2)].real)

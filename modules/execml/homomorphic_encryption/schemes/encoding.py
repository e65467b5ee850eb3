"""From numbers in slots to polynomials and back: real numbers for CKKS, residues for BFV.

For teaching, not for production.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from execml.homomorphic_encryption.lattices.moduli import Residues
from execml.homomorphic_encryption.lattices.rings import at_roots, from_roots, number_transform, reversed_bits

GENERATOR = 5  # its powers modulo 2N name the slots: a rotation by one step is X → X^5
LARGEST = 2.0**62  # of a coefficient that 64 bits hold


@cache
def slot_places(size: int) -> NDArray[np.int64]:
    """Return for each slot j where ``at_roots`` puts the root with exponent 5^j, shape (N/2,)."""
    exponents = [pow(GENERATOR, slot, 2 * size) for slot in range(size // 2)]
    return (np.array(exponents) - 1) // 4


def encode(values: NDArray, scale: float, size: int) -> NDArray:
    """Return the whole-number polynomial whose values at the roots are ``scale · values``, rounded.

    Cheon, Kim, Kim and Song (2017), "Homomorphic encryption for arithmetic of approximate numbers", section
    3.2, doi:10.1007/978-3-319-70694-8_15.

    Args:
        values: real or complex, shape (…, up to N/2); the other slots become 0.
        scale: what they are multiplied by before rounding.
        size: N.

    >>> decode(encode(np.array([0.5, -1.0]), 2.0**30, 16), 2.0**30)[:2].round(6).tolist()
    [0.5, -1.0]
    """
    spread = np.zeros((*values.shape[:-1], size // 2), dtype=complex)
    spread[..., slot_places(size)[: values.shape[-1]]] = values
    return whole_numbers(from_roots(spread) * scale)


def whole_numbers(values: NDArray[np.float64]) -> NDArray:
    """Return floats rounded to whole numbers: 64 bits where they fit, Python's where they don't.

    >>> whole_numbers(np.array([2.0**70])).tolist()
    [1180591620717411303424]
    """
    rounded = np.rint(values)
    if np.abs(rounded).max(initial=0.0) < LARGEST:
        return rounded.astype(np.int64)
    return np.asarray(np.frompyfunc(int, 1, 1)(rounded))


def decode(coefficients: NDArray, scale: float) -> NDArray[np.float64]:
    """Return the real parts of the slots of a polynomial, shape (…, N/2)."""
    values = at_roots(coefficients.astype(float)) / scale
    return np.asarray(values[..., slot_places(coefficients.shape[-1])].real)


@cache
def batch_places(size: int) -> NDArray[np.int64]:
    """Return where the transform modulo t holds the N slots of BFV: powers of 5, then their negatives."""
    exponents = np.array([pow(GENERATOR, slot, 2 * size) for slot in range(size // 2)])
    both = np.concatenate([exponents, 2 * size - exponents])
    place = np.empty(size, dtype=np.int64)
    place[reversed_bits(size)] = np.arange(size)
    return place[(both - 1) // 2]


def encode_batch(values: NDArray[np.int64], prime: int, size: int) -> Residues:
    """Return the polynomial modulo t whose values at the roots are the given residues, shape (…, N)."""
    spread = np.zeros((*values.shape[:-1], size), dtype=np.int64)
    spread[..., batch_places(size)[: values.shape[-1]]] = values % prime
    return number_transform(size, prime).inverse(spread)


def decode_batch(coefficients: Residues, prime: int) -> NDArray[np.int64]:
    """Return the slots of a polynomial modulo t, in [0, t), shape (…, N)."""
    size = coefficients.shape[-1]
    return number_transform(size, prime).forward(coefficients)[..., batch_places(size)]

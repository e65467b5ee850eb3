"""Products of polynomials modulo X^N + 1, by floating-point FFT and by number-theoretic transform.

The ring is Z_q[X]/(X^N + 1): X^N is −1, so a product that passes the end comes back with its sign changed.
For teaching, not for production.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from execml.course.arrays import array
from execml.course.validation import several, shown, whole
from execml.homomorphic_encryption.lattices.moduli import (
    MOST_BITS,
    Residues,
    centred,
    checked_dimension,
    multiply_modulo,
    power_modulo,
)

LONGEST_DIGIT = 16  # bits; with 20 the worst products at 60 bits are no longer exact


def ring_product(left: NDArray, right: NDArray, moduli: Sequence[int]) -> Residues:
    """Return the product of polynomials modulo X^N + 1 and modulo each prime, exactly.

    Each residue is cut into digits of at most 16 bits, from −2^15 to 2^15. The products of the digits'
    polynomials are sums below N · 2^32, at most 2^49, and a floating-point FFT is off by far less than a half
    there, so that rounding gives them exactly; then the digits are put together.

    Args:
        left: residues in [0, modulus), shape (…, primes, N).
        right: the same, or a shape that broadcasts against it.
        moduli: for each prime of the axis before the last, at most 60 bits.

    Returns:
        residues in [0, modulus), shape (…, primes, N).

    Raises:
        ValueError: if a shape does not fit the moduli, or a number is no residue.

    >>> ring_product(np.eye(1, 8, 7, dtype=int), np.eye(1, 8, 1, dtype=int), [97])[0, :3].tolist()
    [96, 0, 0]
    """
    primes = [whole("moduli", prime, low=2, high=1 << MOST_BITS) for prime in several("moduli", moduli)]
    column = np.array(primes, dtype=np.int64)[:, None]
    factors = [_residues(name, value, column) for name, value in (("left", left), ("right", right))]
    if factors[0].shape[-1] != factors[1].shape[-1]:
        raise ValueError(
            f"left of shape {factors[0].shape} and right of shape {factors[1].shape} must be as long"
        )
    return product_of(digits_of(factors[0], column), digits_of(factors[1], column), column)


def _residues(name: str, value: NDArray, column: Residues) -> Residues:
    values = array(name, value)
    if values.dtype.kind not in "iu" or values.ndim < 2 or values.shape[-2] != len(column):
        raise ValueError(f"{name}={shown(value)} must be whole numbers of shape (…, {len(column)}, N)")
    checked_dimension(values.shape[-1])
    if (values < 0).any() or (values >= column).any():
        raise ValueError(
            f"{name} holds {int(values.min())} to {int(values.max())}; residues lie below the moduli"
        )
    return np.asarray(values.astype(np.int64))


def digits_of(values: Residues, column: Residues) -> NDArray[np.complex128]:
    """Return the transforms of a polynomial's digits, shape (digits, …, primes, N/2)."""
    count, width = _digits(column)
    rest, half = centred(values, column), 1 << (width - 1)
    digits = []
    for _ in range(count - 1):
        digit = ((rest + half) & (2 * half - 1)) - half
        digits.append(digit)
        rest = (rest - digit) >> width
    return at_roots(np.stack([*digits, rest]))


def product_of(left: NDArray[np.complex128], right: NDArray[np.complex128], column: Residues) -> Residues:
    """Return the product of two polynomials from the transforms of their digits."""
    count, width = _digits(column)
    total: Residues | None = None
    for place in range(2 * count - 2, -1, -1):
        pairs = range(max(0, place - count + 1), min(count, place + 1))
        values = sum(left[one] * right[place - one] for one in pairs)
        part = np.rint(from_roots(np.asarray(values))).astype(np.int64) % column
        if total is None:
            total = part
        else:
            total = multiply_modulo(total, np.int64(1 << width) % column, column) + part
            total -= column * (total >= column)
    assert total is not None
    return total


def _digits(column: Residues) -> tuple[int, int]:
    """Return into how many digits residues are cut, and the bits of each."""
    bits = int(column.max()).bit_length()
    count = -(-bits // LONGEST_DIGIT)
    return count, -(-bits // count)


@cache
def _twist(size: int) -> NDArray[np.complex128]:
    return np.exp(1j * np.pi * np.arange(size // 2) / size)


def at_roots(coefficients: NDArray) -> NDArray[np.complex128]:
    """Return a real polynomial's values at the complex roots of X^N + 1, one of each conjugate pair.

    Args:
        coefficients: shape (…, N).

    Returns:
        the values at exp(iπ(4k + 1)/N) for k from 0 to N/2 − 1, shape (…, N/2).
    """
    from scipy import fft

    half = coefficients.shape[-1] // 2
    folded = (coefficients[..., :half] + 1j * coefficients[..., half:]) * _twist(2 * half)
    return np.asarray(fft.ifft(folded, norm="forward", overwrite_x=True))


def from_roots(values: NDArray[np.complex128]) -> NDArray[np.float64]:
    """Return the real polynomial that has these values at the roots: the inverse of :func:`at_roots`."""
    from scipy import fft

    folded = fft.fft(values, norm="forward") * _twist(2 * values.shape[-1]).conj()
    return np.concatenate([folded.real, folded.imag], axis=-1)


def substitute(values: Residues, exponent: int, moduli: Sequence[int]) -> Residues:
    """Return the polynomial with X^exponent in place of X: how slots are rotated.

    Args:
        values: residues, shape (…, primes, N).
        exponent: an odd number.
        moduli: the primes.
    """
    size = values.shape[-1]
    places = np.arange(size) * exponent % (2 * size)
    moved = np.zeros_like(values)
    column = np.array(moduli, dtype=np.int64)[:, None]
    moved[..., places % size] = np.where(places < size, values, (column - values) % column)
    return moved


@dataclass(frozen=True, eq=False)
class NumberTransform:
    """The number-theoretic transform modulo one prime: a polynomial's values at the roots of X^N + 1.

    The order of the values is that of Microsoft SEAL, bit-reversed, with its root, the least of the primitive
    2N-th ones: place i holds the value at ``root ** (2 * reversed(i) + 1)``.

    Attributes:
        prime: 1 modulo 2N.
        root: the least primitive 2N-th root of unity.
        powers: powers of the root in the order of the butterflies.
        inverse_powers: those of its inverse.
    """

    prime: int
    root: int
    powers: Residues
    inverse_powers: Residues

    def forward(self, coefficients: Residues) -> Residues:
        """Return the values at the roots, shape (…, N), from coefficients in [0, prime)."""
        values, size, blocks = coefficients.copy(), coefficients.shape[-1], 1
        while blocks < size:
            parted = values.reshape(*values.shape[:-1], blocks, 2, size // (2 * blocks))
            upper = parted[..., 0, :].copy()
            lower = multiply_modulo(parted[..., 1, :], self.powers[blocks : 2 * blocks, None], self.prime)
            parted[..., 0, :] = (upper + lower) % self.prime
            parted[..., 1, :] = (upper - lower) % self.prime
            blocks *= 2
        return values

    def inverse(self, values: Residues) -> Residues:
        """Return the coefficients, shape (…, N), from the values at the roots."""
        result, size = values.copy(), values.shape[-1]
        blocks = size // 2
        while blocks:
            parted = result.reshape(*result.shape[:-1], blocks, 2, size // (2 * blocks))
            upper, lower = parted[..., 0, :].copy(), parted[..., 1, :].copy()
            parted[..., 0, :] = (upper + lower) % self.prime
            turned = self.inverse_powers[blocks : 2 * blocks, None]
            parted[..., 1, :] = multiply_modulo((upper - lower) % self.prime, turned, self.prime)
            blocks //= 2
        return multiply_modulo(result, np.array(pow(size, -1, self.prime)), self.prime)


def number_transform(ring_dimension: int, prime: int) -> NumberTransform:
    """Return the transform for a ring dimension and a prime, with its tables of powers.

    Raises:
        ValueError: if it is no prime, or not 1 modulo 2N.

    >>> transform = number_transform(8, 97)
    >>> transform.inverse(transform.forward(np.arange(8))).tolist()
    [0, 1, 2, 3, 4, 5, 6, 7]
    """
    import gmpy2

    size, prime = checked_dimension(ring_dimension), whole("prime", prime, low=17, high=1 << MOST_BITS)
    if prime % (2 * size) != 1 or not gmpy2.is_prime(prime):
        raise ValueError(f"prime={prime} must be a prime and 1 modulo {2 * size}")
    return _transform(size, prime)


@cache
def _transform(size: int, prime: int) -> NumberTransform:
    some = next(
        root
        for base in range(2, 1_000)
        if pow(root := pow(base, (prime - 1) // (2 * size), prime), size, prime) == prime - 1
    )
    root = int(power_modulo(some, 2 * size, prime)[1::2].min())
    order = reversed_bits(size)
    powers, inverses = (power_modulo(base, size, prime)[order] for base in (root, pow(root, -1, prime)))
    return NumberTransform(prime, root, powers, inverses)


@cache
def reversed_bits(size: int) -> NDArray[np.int64]:
    """Return for each place below a power of two the number that has its bits in reverse order.

    >>> reversed_bits(8).tolist()
    [0, 4, 2, 6, 1, 5, 3, 7]
    """
    order = np.zeros(1, dtype=np.int64)
    while len(order) < size:
        order = np.concatenate([2 * order, 2 * order + 1])
    return order

"""Polynomials of ciphertexts, with every scale made to meet exactly; and where the error comes from.

For teaching, not for production.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.polynomial import Polynomial
from numpy.typing import ArrayLike

from execml.course.arrays import array
from execml.course.validation import function, instance, mapping, positive, whole
from execml.homomorphic_encryption.approximation.planner import polynomial_depth
from execml.homomorphic_encryption.lattices.moduli import checked_dimension
from execml.homomorphic_encryption.schemes.encoding import decode, encode
from execml.homomorphic_encryption.schemes.real_numbers import Ciphertext, LevelsExhausted


def evaluate_polynomial(polynomial: Polynomial, ciphertext: Ciphertext) -> Ciphertext:
    """Return the ciphertext of a polynomial's values, at the scale that the ciphertext had.

    Powers come from a tree of products. Each is then multiplied by its coefficient, encoded at just the scale
    that makes all terms meet after the division by the last prime.

    Args:
        polynomial: in x, of degree 1 or more.
        ciphertext: with as many levels as :func:`polynomial_depth` says.

    Raises:
        LevelsExhausted: if it has fewer levels.
        MissingKey: if a product needs a key that is not there.
        ValueError: if an argument is not of its kind.
    """
    curve = instance("polynomial", polynomial, Polynomial)
    start = instance("ciphertext", ciphertext, Ciphertext)
    coefficients = curve.convert(domain=[-1, 1], window=[-1, 1]).coef
    degree = int(np.flatnonzero(np.abs(coefficients) > 0)[-1]) if coefficients.any() else 0
    depth = polynomial_depth(whole("polynomial", degree))
    if start.level < depth:
        raise LevelsExhausted(
            f"a polynomial of degree {degree} needs {depth} levels; the ciphertext has {start.level}"
        )
    powers = {1: start}
    for power in range(2, degree + 1):
        if coefficients[power:].any():
            _power(powers, power)
    wanted = [power for power in range(1, degree + 1) if coefficients[power]]
    lowest = min(powers[power].level for power in wanted)
    target, prime = start.scale, start.context.chain.primes[lowest]
    total: Ciphertext | None = None
    for power in wanted:
        base = powers[power].drop_to(lowest)
        term = base.times([coefficients[power]], target * prime / base.scale)
        total = term if total is None else total + term
    assert total is not None
    return total.rescale() + np.array([coefficients[0]])


def _power(powers: dict[int, Ciphertext], power: int) -> Ciphertext:
    """Return a power as the product of the two halves of its exponent, and remember it."""
    if power not in powers:
        left, right = _power(powers, power - power // 2), _power(powers, power // 2)
        level = min(left.level, right.level)
        powers[power] = (left.drop_to(level) * right.drop_to(level)).rescale()
    return powers[power]


def rounding_error(values: ArrayLike, scale: float, ring_dimension: int) -> float:
    """Return the largest error that encoding alone makes, without any encryption.

    Args:
        values: real numbers, shape (up to N/2,).
        scale: what they are multiplied by before rounding.
        ring_dimension: N.

    Raises:
        ValueError: if an argument lies outside its range.

    >>> rounding_error([0.1, 0.7], 2.0**30, 1024) < 1e-7
    True
    """
    numbers = array("values", values, ("slots",)).astype(float)
    factor, size = positive("scale", scale), checked_dimension(ring_dimension)
    found = decode(encode(numbers, factor, size), factor)[: len(numbers)]
    return float(np.abs(found - numbers).max())


def error_budget(stages: dict[str, Callable[[], ArrayLike]], truth: ArrayLike) -> dict[str, float]:
    """Return the largest distance from the truth after each stage of a computation.

    Args:
        stages: for each name a function that returns the values as they stand then.
        truth: what they should be.

    Raises:
        ValueError: if a stage is no function.

    >>> error_budget({"rounded": lambda: [1.0]}, [1.25])
    {'rounded': 0.25}
    """
    wanted = array("truth", truth).astype(float)
    return {
        name: float(np.abs(np.asarray(function("stages", stage)()) - wanted).max())
        for name, stage in mapping("stages", stages).items()
    }

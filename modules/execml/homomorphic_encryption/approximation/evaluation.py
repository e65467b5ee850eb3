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

    The polynomial is cut in two, q(x) x^m + r(x) with m a power of two, and both parts again, until single
    coefficients are left (as in Paterson and Stockmeyer, 1973, doi:10.1137/0202007). So the coefficients take
    no level of their own. Each is encoded at just the scale that makes all terms meet after the divisions.

    For values between -1 and 1: beyond, powers of the value multiply the errors. A curve on [-8, 8] is best
    written in x / 8, and the 8 divided out of the weights that make x, which costs nothing.

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
    squares = [start]
    while 2 ** len(squares) <= degree:
        squares.append((squares[-1] * squares[-1]).rescale())
    varying = _varying(coefficients[: degree + 1], squares, start.level - depth, start.scale)
    assert varying is not None
    return varying + np.array([coefficients[0]])


def _varying(
    coefficients: np.ndarray, squares: list[Ciphertext], level: int, scale: float
) -> Ciphertext | None:
    """Return a polynomial without its constant at a level and a scale; nothing if there is nothing else.

    Args:
        coefficients: of 1, x, x², …
        squares: x, x², x⁴, …, as far as they are needed.
        level: of the answer.
        scale: of the answer.
    """
    degree = len(coefficients) - 1
    if not coefficients[1:].any():
        return None
    half = degree.bit_length() - 1  # the upper half of the polynomial has x to the power of 2^half in common
    power = squares[half].drop_to(level + 1)
    meeting = scale * power.context.chain.primes[level + 1] / power.scale
    constant = np.array([coefficients[2**half]])
    upper = _varying(coefficients[2**half :], squares, level + 1, meeting)
    product = power.times(constant, meeting) if upper is None else (upper + constant) * power
    lower = _varying(coefficients[: 2**half], squares, level, scale)
    return product.rescale() if lower is None else product.rescale() + lower


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
        ValueError: if a stage is no function, or returns another shape than the truth's.

    >>> error_budget({"rounded": lambda: [1.0]}, [1.25])
    {'rounded': 0.25}
    """
    wanted = np.atleast_1d(array("truth", truth).astype(float))
    found = {
        name: np.atleast_1d(array("stages", function("stages", stage)()))
        for name, stage in mapping("stages", stages).items()
    }
    for values in found.values():
        if values.shape != wanted.shape:
            raise ValueError(f"stages returns shape {values.shape}, and truth has shape {wanted.shape}")
    return {name: float(np.abs(values - wanted).max()) for name, values in found.items()}

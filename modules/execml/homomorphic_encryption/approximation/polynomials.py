"""Polynomials in place of the sigmoid, since a ciphertext can only be added and multiplied.

Each is made on an interval and means nothing outside it. For teaching, not for production.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.polynomial import Chebyshev, Polynomial
from numpy.typing import ArrayLike, NDArray

from execml.course.arrays import array
from execml.course.validation import finite, instance, one_of, several, whole

METHODS = ("least_squares", "chebyshev", "minimax")
POINTS = 2_001  # on which errors are measured
MOST_DEGREE = 31


class OutsideInterval(ValueError):
    """A value lies outside the interval that a polynomial was made for."""


def sigmoid(x: ArrayLike) -> NDArray[np.float64]:
    """Return 1 / (1 + exp(−x)).

    Args:
        x: numbers of any size, any shape.

    Raises:
        ValueError: if they are no finite numbers.

    >>> sigmoid([0.0, -1_000.0]).tolist()
    [0.5, 0.0]
    """
    return np.asarray(np.exp(-np.logaddexp(0, -array("x", x).astype(float))))


def sigmoid_polynomial(
    degree: int, interval: Sequence[float] = (-8.0, 8.0), method: str = "minimax"
) -> Polynomial:
    """Return a polynomial close to the sigmoid on an interval.

    Args:
        degree: from 1 to 31.
        interval: its two ends.
        method: ``"least_squares"`` makes the mean squared error least; ``"chebyshev"`` interpolates at the
            Chebyshev points; ``"minimax"`` makes the largest error least, by Remez' exchange.

    Returns:
        a :class:`numpy.polynomial.Polynomial` in x itself.

    Raises:
        ValueError: if an argument lies outside its range.

    >>> sigmoid_polynomial(3, (-8, 8), "least_squares").coef.round(4).tolist()
    [0.5, 0.1501, 0.0, -0.0016]
    """
    size = whole("degree", degree, high=MOST_DEGREE)
    low, high = checked_interval(interval)
    one_of("method", method, METHODS)
    return _made(size, low, high, method)


@cache
def _made(degree: int, low: float, high: float, method: str) -> Polynomial:
    makers = {"least_squares": _least_squares, "chebyshev": _interpolated, "minimax": _remez}
    found = makers[method](degree, low, high)
    domain = [-1, 1]
    power = found.convert(kind=Polynomial, domain=domain, window=domain)
    if low == -high:  # the sigmoid less a half is odd, and what is left of even powers is rounding
        power.coef[2::2] = 0
    return power


def checked_interval(interval: Sequence[float]) -> tuple[float, float]:
    """Return the ends of an interval, the smaller first.

    Raises:
        ValueError: unless there are two, in order, and at most 64 from zero.
    """
    ends = [finite("interval", end) for end in several("interval", interval)]
    if len(ends) != 2 or not -64 <= ends[0] < ends[1] <= 64:
        raise ValueError(f"interval={interval!r} must be two numbers in order, within −64 to 64")
    return ends[0], ends[1]


def _least_squares(degree: int, low: float, high: float) -> Chebyshev:
    """Project on Legendre's polynomials, by Gauss' quadrature."""
    from numpy.polynomial import Legendre, legendre

    nodes, weights = legendre.leggauss(200)
    values = sigmoid((high - low) / 2 * nodes + (high + low) / 2)
    basis = legendre.legvander(nodes, degree)
    coefficients = (2 * np.arange(degree + 1) + 1) / 2 * (basis.T @ (weights * values))
    return Legendre(coefficients, domain=[low, high]).convert(kind=Chebyshev, domain=[low, high])


def _interpolated(degree: int, low: float, high: float) -> Chebyshev:
    return Chebyshev.interpolate(sigmoid, degree, domain=[low, high])


def _remez(degree: int, low: float, high: float, rounds: int = 60) -> Chebyshev:
    """Move degree + 2 points until the error has the same size, with changing sign, at all of them.

    On an interval around zero the sigmoid less a half is odd, and so is its best polynomial: of two
    neighbouring degrees the even one is the odd one before.
    """
    if low == -high and degree % 2 == 0:
        degree = max(degree - 1, 1)
    count = degree + 2
    points = (low + high) / 2 + (high - low) / 2 * np.cos(np.pi * np.arange(count)[::-1] / (count - 1))
    grid = np.unique(np.concatenate([np.linspace(low, high, 4 * POINTS), points]))
    found = _interpolated(degree, low, high)
    for _ in range(rounds):
        system = np.column_stack([_basis(points, degree, low, high), (-1.0) ** np.arange(count)])
        *coefficients, level = np.linalg.solve(system, sigmoid(points))
        found = Chebyshev(coefficients, domain=[low, high])
        error = sigmoid(grid) - found(grid)
        if np.abs(error).max() <= abs(level) * (1 + 1e-9):
            break
        points = _alternating(grid, error, count)
    return found


def _basis(points: NDArray, degree: int, low: float, high: float) -> NDArray:
    return np.polynomial.chebyshev.chebvander((2 * points - low - high) / (high - low), degree)


def _alternating(grid: NDArray, error: NDArray, count: int) -> NDArray:
    """Return so many neighbouring extremes of changing sign, with the largest error among them."""
    signs = np.sign(error)
    starts = np.flatnonzero(np.concatenate([[True], signs[1:] != signs[:-1]]))
    peaks = np.array(
        [
            start + np.abs(part).argmax()
            for start, part in zip(starts, np.split(error, starts[1:]), strict=True)
        ]
    )
    while len(peaks) > count:
        drop = 0 if abs(error[peaks[0]]) < abs(error[peaks[-1]]) else -1
        peaks = np.delete(peaks, drop)
    if len(peaks) < count:  # rounding has eaten an extreme
        peaks = np.linspace(0, len(grid) - 1, count).round().astype(int)
    return grid[peaks]


def largest_error(polynomial: Polynomial, interval: Sequence[float]) -> float:
    """Return the largest distance of a polynomial from the sigmoid on an interval, on 2,001 points.

    Args:
        polynomial: in x.
        interval: its two ends.

    Raises:
        ValueError: if an argument is not of its kind.

    >>> round(largest_error(sigmoid_polynomial(3, (-8, 8), "minimax"), (-8, 8)), 4)
    0.0895
    """
    curve = instance("polynomial", polynomial, Polynomial)
    array("polynomial", curve.coef, ("coefficients",))
    points = np.linspace(*checked_interval(interval), POINTS)
    return float(np.abs(curve(points) - sigmoid(points)).max())


def guarded(values: ArrayLike, interval: Sequence[float]) -> NDArray[np.float64]:
    """Return values that all lie inside a polynomial's interval, or refuse.

    The client calls it before it encrypts, since nobody can look afterwards.

    Args:
        values: any shape.
        interval: its two ends.

    Raises:
        OutsideInterval: if one lies outside; the message has how many, and the furthest.
        ValueError: if a value is not finite.

    >>> guarded([0.5, -2.0], (-8, 8)).tolist()
    [0.5, -2.0]
    """
    numbers = array("values", values).astype(float)
    low, high = checked_interval(interval)
    outside = numbers[(numbers < low) | (numbers > high)]
    if outside.size:
        furthest = outside[np.abs(outside - (low + high) / 2).argmax()]
        raise OutsideInterval(
            f"values hold {outside.size} of {numbers.size} outside [{low:g}, {high:g}], as far as "
            f"{furthest:.4g}; there the polynomial means nothing"
        )
    return numbers

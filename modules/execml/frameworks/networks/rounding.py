"""How far two correct implementations of one network may be apart: each rounds, in an order of its own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from execml.course.arrays import array
from execml.course.digits import typeset
from execml.course.validation import at_least_zero, one_of, several
from execml.frameworks.networks.perceptron import checked_weights

UNIT_ROUNDOFF = {"float32": 2.0**-24, "float64": 2.0**-53}


def growth(operations: int, unit: float) -> float:
    """Return γₙ = n u / (1 - n u), which bounds the effect of n rounding errors in a row.

    Source: Higham, Accuracy and Stability of Numerical Algorithms (2nd edition, 2002), lemma 3.1.

    Args:
        operations: how many roundings, n.
        unit: the unit roundoff u, half the distance from 1 to the next larger number.

    Raises:
        ValueError: if n u is not below 1; then the lemma says nothing.

    >>> f"{growth(65, 2**-24):.2e}"
    '3.87e-06'
    """
    if not operations * unit < 1:
        raise ValueError(f"operations={operations!r} must be below 1 / unit = {1 / unit:g}")
    return operations * unit / (1 - operations * unit)


def in_powers(value: float) -> str:
    """Write a size with one digit and, below 1, a power of ten.

    Raises:
        ValueError: if it is negative, infinite or no number.

    >>> in_powers(0.00031), in_powers(1e-12), in_powers(4.6)
    ('3·10⁻⁴', '10⁻¹²', '5')
    """
    at_least_zero("value", value)
    if value >= 1:
        return f"{value:,.0f}"
    if value == 0:
        return "0"
    return typeset(f"{value:.0e}")


def largest_difference(ours: Sequence[np.ndarray], theirs: Sequence[np.ndarray]) -> float:
    """Return the largest absolute difference of two lists of arrays; NaN counts as infinite.

    Raises:
        ValueError: if the lists, or two of their arrays, differ in shape: nothing is broadcast.

    >>> largest_difference([np.zeros(2), np.array(1.0)], [np.array([0.5, 0.0]), np.array(3.0)])
    2.0
    """
    pairs = same_shapes("ours", ours, "theirs", theirs)
    gaps = [float(np.max(np.abs(one - other))) for one, other in pairs]
    return max(gap if np.isfinite(gap) else np.inf for gap in gaps)


def same_shapes(
    name: str, ours: Sequence[np.ndarray], other: str, theirs: Sequence[np.ndarray]
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return the arrays of two lists in pairs; NaN and infinity may stand in them.

    Raises:
        ValueError: if one is no list of arrays of numbers, or the two differ in length or in a shape.

    >>> len(same_shapes("found", [np.ones(2)], "expected", [np.zeros(2)]))
    1
    """
    first = [array(f"{name}[{place}]", part, finite=False) for place, part in enumerate(several(name, ours))]
    second = [array(f"{other}[{place}]", x, finite=False) for place, x in enumerate(several(other, theirs))]
    shapes = [part.shape for part in first], [part.shape for part in second]
    if shapes[0] != shapes[1]:
        raise ValueError(f"{other} has the shapes {shapes[1]}, and must have those of {name}, {shapes[0]}")
    return list(zip(first, second, strict=True))


def worst_output_error(
    weights: Sequence[np.ndarray], features: np.ndarray, dtype: str = "float32"
) -> np.ndarray:
    """Bound the rounding error of a ReLU network's output, row by row.

    A sum of n products and a bias, in any order, is off by at most γ of n + 1 times the sum of absolute
    values (Higham, 2002, section 3.1). A layer passes the error of the layer before on, at most in the ratio
    of its absolute kernel, and a ReLU enlarges no error: |e| ← |e| |W| + γ ((|a| + |e|) |W| + |b|).

    It holds for sums of rounded products without overflow or underflow, and for inputs that are exact; not
    for the shorter formats (TF32, bfloat16) that accelerators may use inside.

    Args:
        weights: list ``[kernel, bias, …]``, kernels as (inputs, outputs).
        features: shape (rows, inputs), as the network receives them.
        dtype: the type that the network computes in, ``"float32"`` or ``"float64"``.

    Returns:
        float64, shape (rows, outputs). Two implementations differ by at most twice as much.

    Raises:
        ValueError: if a shape does not fit, a number is not finite, or the type is another.

    >>> kernel, bias = np.array([[0.5], [0.25]]), np.array([1.0])
    >>> f"{worst_output_error([kernel, bias], np.array([[1.0, -1.0]])).item():.2e}"  # γ of 3, times 1.75
    '3.13e-07'
    """
    unit = UNIT_ROUNDOFF[one_of("dtype", dtype, tuple(UNIT_ROUNDOFF))]
    values = _inputs(features, weights)
    error = np.zeros_like(values)
    for last, kernel, bias in _layers(weights):
        size = (np.abs(values) + error) @ np.abs(kernel) + np.abs(bias)
        error = error @ np.abs(kernel) + growth(len(kernel) + 1, unit) * size
        values = _output(values, kernel, bias, last)
    return error


def usual_output_error(
    weights: Sequence[np.ndarray], features: np.ndarray, dtype: str = "float32"
) -> np.ndarray:
    """Estimate the standard deviation of that error, if single roundings were independent with mean zero.

    Independent errors with mean zero are the model of Higham and Mary (2019), who draw bounds from it that
    hold with a stated probability; this is a cruder estimate, and no bound. A rounding error spread evenly
    over ±u |x| has the variance u² x² / 3. Add n products and a bias one after the other by fused
    multiply-adds, and round each of the n + 1 partial sums. If the terms p have random signs, the partial sum
    of k of them has a mean square of k times that of p, and 1 + … + (n + 1) makes
    u² / 3 · (n / 2 + 1) · Σ p². Rounding each product too would add 1 to n / 2 + 1, a few per cent of the
    result here. Errors of the layer before pass through open ReLUs, multiplied by squared kernels, as if they
    were independent from unit to unit; those of a second hidden layer share a part.

    Args:
        weights: list ``[kernel, bias, …]``, kernels as (inputs, outputs).
        features: shape (rows, inputs), as the network receives them.
        dtype: the type that the network computes in, ``"float32"`` or ``"float64"``.

    Returns:
        float64, shape (rows, outputs). Errors that occur stay somewhat below: only next to a power of two
        does a relative error reach u.

    Raises:
        ValueError: if a shape does not fit, a number is not finite, or the type is another.

    >>> kernel, bias = np.array([[0.5], [0.25]]), np.array([1.0])
    >>> f"{usual_output_error([kernel, bias], np.array([[1.0, -1.0]])).item():.1e}"
    '5.6e-08'
    """
    unit = UNIT_ROUNDOFF[one_of("dtype", dtype, tuple(UNIT_ROUNDOFF))]
    values = _inputs(features, weights)
    variance = np.zeros_like(values)
    for last, kernel, bias in _layers(weights):
        squares = values**2 @ kernel**2 + bias**2
        variance = variance @ kernel**2 + unit**2 / 3 * (len(kernel) / 2 + 1) * squares
        values = _output(values, kernel, bias, last)
        if not last:
            variance = variance * (values > 0)
    return np.sqrt(variance)


def _inputs(features: np.ndarray, weights: Sequence[np.ndarray]) -> np.ndarray:
    """Return features in float64, after checking that they fit the network."""
    inputs = len(checked_weights(weights, "float64")[0])
    return array("features", features, ("rows", inputs)).astype(np.float64)


def _layers(weights: Sequence[np.ndarray]) -> list[tuple[bool, np.ndarray, np.ndarray]]:
    """Return for each layer whether it is the last, its kernel and its bias, in float64."""
    parts = checked_weights(weights, "float64")
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return [(2 * place == len(parts), kernel, bias) for place, (kernel, bias) in enumerate(pairs, 1)]


def _output(values: np.ndarray, kernel: np.ndarray, bias: np.ndarray, last: bool) -> np.ndarray:
    sums = values @ kernel + bias
    return sums if last else np.maximum(sums, 0)

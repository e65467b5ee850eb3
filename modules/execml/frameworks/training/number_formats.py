"""Floating-point formats from their definition: rounding to them, sums in them, and what falls out of them.

A format keeps ``precision`` significant bits (the leading one is not stored) and exponents from
1 - ``largest_exponent`` to ``largest_exponent`` (IEEE 754-2019, section 3.3). Python computes in float64.
The sum of two numbers of a narrower format, computed in float64 and then rounded, is the one that arithmetic
in the narrow format returns, because 53 ≥ 2 · precision + 2 (Figueroa, 1995).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course.arrays import array
from execml.course.validation import generator as checked_generator
from execml.course.validation import one_of, whole


@dataclass(frozen=True)
class FloatFormat:
    """A binary floating-point format.

    Attributes:
        name: as the libraries call it.
        bits: how many bits a number takes.
        precision: significant bits, the hidden one included.
        largest_exponent: of the largest finite number.
    """

    name: str
    bits: int
    precision: int
    largest_exponent: int

    @property
    def unit_roundoff(self) -> float:
        """Largest relative error of rounding to nearest: 2 to the minus precision."""
        return 2.0**-self.precision

    @property
    def largest(self) -> float:
        """The largest finite number."""
        return (2 - 2 * self.unit_roundoff) * 2.0**self.largest_exponent

    @property
    def smallest_normal(self) -> float:
        """The smallest positive number that has full precision."""
        return 2.0 ** (1 - self.largest_exponent)

    @property
    def smallest(self) -> float:
        """The smallest positive number; half of it and less rounds to zero."""
        return 2 * self.unit_roundoff * self.smallest_normal

    def facts(self) -> dict[str, float | str]:
        """Return a row of a table: name, bits, unit roundoff, largest and smallest positive number."""
        return {
            "format": self.name,
            "bits": self.bits,
            "unit roundoff u": self.unit_roundoff,
            "largest": self.largest,
            "smallest": self.smallest,
        }


FORMATS = {
    form.name: form
    for form in (
        FloatFormat("float32", 32, 24, 127),
        FloatFormat("float16", 16, 11, 15),
        FloatFormat("bfloat16", 16, 8, 127),
    )
}


def rounded(values: ArrayLike, name: str) -> NDArray[np.float64]:
    """Round numbers to a format: to nearest, ties to even; what is too large becomes infinite.

    Args:
        values: numbers of any shape.
        name: ``"float32"``, ``"float16"`` or ``"bfloat16"``.

    Returns:
        The rounded numbers as float64, in the same shape.

    Raises:
        ValueError: if the format is unknown.

    >>> rounded([2049, 2051, 70_000, 1e-8], "float16")
    array([2048., 2052.,   inf,    0.])
    >>> rounded([257, 259], "bfloat16")
    array([256., 260.])
    """
    form = FORMATS[one_of("name", name, tuple(FORMATS))]
    digits, places = _in_last_digits(values, form)
    return _finite_or_not(np.ldexp(np.rint(digits), places), form)  # rint rounds ties to even


def stochastically_rounded(
    values: ArrayLike, name: str, generator: np.random.Generator
) -> NDArray[np.float64]:
    """Round numbers to a format by chance, up or down, so that they are right on average.

    Of the two neighbours a < x < b in the format, b is taken with probability (x - a) / (b - a), so that the
    mean is x (Gupta and others, 2015, section 3). What the format holds stays as it is.

    Args:
        values: numbers of any shape.
        name: ``"float32"``, ``"float16"`` or ``"bfloat16"``.
        generator: draws one number for each value.

    Returns:
        The rounded numbers as float64, in the same shape; what ends above the largest is infinite.

    Raises:
        ValueError: if the format is unknown, or ``generator`` is none.

    >>> stochastically_rounded([256, 257, 257, 257, 257], "bfloat16", np.random.default_rng(0))
    array([256., 258., 258., 258., 256.])
    """
    form = FORMATS[one_of("name", name, tuple(FORMATS))]
    digits, places = _in_last_digits(values, form)
    below = np.floor(digits)
    with np.errstate(invalid="ignore"):  # infinity less infinity
        up = checked_generator("generator", generator).random(digits.shape) < digits - below
    return _finite_or_not(np.ldexp(below + up, places), form)


def _in_last_digits(values: ArrayLike, form: FloatFormat) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """Return numbers in units of the last digit that a format keeps of each, and the powers of 2 of these."""
    numbers = np.asarray(values, dtype=float)
    _, exponents = np.frexp(numbers)  # numbers = fraction · 2**exponent with fraction in [1/2, 1)
    places = np.maximum(exponents - form.precision, 2 - form.largest_exponent - form.precision)
    return np.ldexp(numbers, -places), places


def _finite_or_not(numbers: NDArray[np.float64], form: FloatFormat) -> NDArray[np.float64]:
    """Make infinite what is above a format's largest number."""
    return np.where(np.abs(numbers) > form.largest, np.copysign(np.inf, numbers), numbers)


def rounding_error(values: ArrayLike, name: str) -> NDArray[np.float64]:
    """Return by what share rounding to a format changes each number; numbers must not be 0.

    >>> rounding_error([257.0, 256.0], "bfloat16").round(4)
    array([0.0039, 0.    ])
    """
    numbers = np.asarray(values, dtype=float)
    return np.abs(rounded(numbers, name) / numbers - 1)


def running_totals(values: ArrayLike, name: str) -> NDArray[np.float64]:
    """Return the totals of a running sum whose every addition is rounded to a format.

    Args:
        values: numbers, shape (n,); each is rounded to the format first.
        name: ``"float32"``, ``"float16"`` or ``"bfloat16"``.

    Returns:
        The total after each number, shape (n,). After an overflow it is infinite, or not a number.

    Raises:
        ValueError: if the format is unknown, or the values are not finite numbers of shape (n,).

    >>> running_totals(np.ones(300), "bfloat16")[-1]
    np.float64(256.0)
    """
    return _running_totals(_numbers(values), name)


def _running_totals(values: ArrayLike, name: str) -> NDArray[np.float64]:
    """As above; partial sums, which may have overflowed, are added too."""
    form, numbers = FORMATS[one_of("name", name, tuple(FORMATS))], rounded(values, name).ravel()
    if name == "float32":
        with np.errstate(over="ignore", invalid="ignore"):
            return np.cumsum(numbers.astype(np.float32), dtype=np.float32).astype(float)
    total, totals = 0.0, np.empty(len(numbers))
    for place, number in enumerate(numbers.tolist()):  # each addition needs the one before: no vector form
        total = _round_one(total + number, form)
        totals[place] = total
    return totals


def _numbers(values: ArrayLike) -> NDArray[np.float64]:
    """Return what is to be added up: finite numbers, shape (n,), perhaps none."""
    return array("values", values, ("n",), empty=True).astype(float)


def _round_one(number: float, form: FloatFormat) -> float:
    """Round one number as :func:`rounded` does; a hundred times faster for a single one."""
    if not math.isfinite(number):
        return number
    place = max(math.frexp(number)[1], 2 - form.largest_exponent) - form.precision
    nearest = math.ldexp(round(math.ldexp(number, -place)), place)  # Python's round, too, takes ties to even
    return nearest if abs(nearest) <= form.largest else math.copysign(math.inf, number)


def pairwise_sum(values: ArrayLike, name: str) -> float:
    """Add numbers in a tree: neighbours first, then neighbouring sums, each rounded to a format.

    Its error grows with the depth of the tree, log₂ n, and that of a running sum with n (Higham, 1993).

    >>> pairwise_sum(np.ones(300), "bfloat16")
    300.0
    """
    sums = rounded(_numbers(values), name)
    while len(sums) > 1:
        whole_pairs = len(sums) // 2 * 2
        with np.errstate(invalid="ignore"):  # two opposite infinities, after an overflow
            added = rounded(sums[:whole_pairs:2] + sums[1:whole_pairs:2], name)
        sums = np.concatenate([added, sums[whole_pairs:]])
    return float(sums[0]) if len(sums) else 0.0


def compensated_sum(values: ArrayLike, name: str) -> float:
    """Add numbers one by one, and carry along what each addition rounded away (Kahan, 1965).

    >>> compensated_sum(np.ones(300), "bfloat16")
    300.0
    """
    form, total, lost = FORMATS[one_of("name", name, tuple(FORMATS))], 0.0, 0.0
    for number in rounded(_numbers(values), name).tolist():
        due = _round_one(number - lost, form)
        after = _round_one(total + due, form)
        lost = _round_one(_round_one(after - total, form) - due, form)
        total = after
    return total


def summed_in_parts(values: ArrayLike, name: str, parts: int) -> float:
    """Add as several workers would: a running sum for each share of the numbers, then the sums in order.

    >>> numbers = [1, 0, 2**-8, 2**-8]
    >>> summed_in_parts(numbers, "bfloat16", 1), summed_in_parts(numbers, "bfloat16", 2)
    (1.0, 1.0078125)
    """
    shares = np.array_split(_numbers(values), whole("parts", parts))
    return float(_running_totals([running_totals(share, name)[-1] for share in shares], name)[-1])


def flushed_share(values: ArrayLike, name: str, scale: float = 1.0) -> float:
    """Return the share of nonzero numbers that a format turns into zero, after multiplying by a scale.

    >>> flushed_share([1e-3, 1e-8, 0.0], "float16")
    0.5
    >>> flushed_share([1e-3, 1e-8, 0.0], "float16", scale=1024)
    0.0
    """
    numbers = np.asarray(values, dtype=float)
    numbers = numbers[numbers != 0]
    return float((rounded(numbers * scale, name) == 0).mean()) if len(numbers) else 0.0


def largest_safe_scale(values: ArrayLike, name: str) -> float:
    """Return the largest power of two by which numbers can be multiplied without any becoming infinite.

    A power of two changes no significant bit, so that it can be divided out again exactly.

    Raises:
        ValueError: if the numbers are all zero, or one is not finite.

    >>> largest_safe_scale([1.0, -0.3], "float16")
    32768.0
    """
    form, top = FORMATS[one_of("name", name, tuple(FORMATS))], float(np.abs(np.asarray(values)).max())
    if not 0 < top < math.inf:
        raise ValueError(f"values reach {top}; their largest size must be a finite number above 0")
    power = form.largest_exponent + 1 - math.frexp(top)[1]
    fits = np.isfinite(rounded(top * 2.0**power, name))
    return 2.0 ** (power if fits else power - 1)

"""Checks of arguments: each returns the value, or raises a ValueError with name, value and allowed range."""

from __future__ import annotations

import math
import numbers
from typing import Any


def real(
    name: str, value: Any, low: float, high: float, low_open: bool = True, high_open: bool = True
) -> float:
    """Return a real number inside an interval.

    Args:
        name: the argument's name, for the message.
        value: what the caller passed.
        low: lower end of the interval.
        high: upper end of the interval.
        low_open: whether ``low`` itself is excluded.
        high_open: whether ``high`` itself is excluded.

    Raises:
        ValueError: if the value is not a number, is NaN, or lies outside.

    >>> real("delta", 1e-5, 0, 1)
    1e-05
    """
    interval = f"{'(' if low_open else '['}{low:g}, {high:g}{')' if high_open else ']'}"
    is_number = isinstance(value, numbers.Real) and not isinstance(value, bool)
    if not is_number or math.isnan(value):
        raise ValueError(f"{name}={value!r} must be a number in {interval}")
    above = value > low if low_open else value >= low
    below = value < high if high_open else value <= high
    if not (above and below):
        raise ValueError(f"{name}={value!r} must lie in {interval}")
    return float(value)


def positive(name: str, value: Any) -> float:
    """Return a finite number above zero.

    >>> positive("epsilon", 3)
    3.0
    """
    return real(name, value, 0, math.inf)


def whole(name: str, value: Any, low: int = 1) -> int:
    """Return a whole number that is at least ``low``.

    >>> whole("steps", 780)
    780
    """
    if isinstance(value, bool) or not isinstance(value, numbers.Integral) or value < low:
        raise ValueError(f"{name}={value!r} must be a whole number of at least {low}")
    return int(value)


def complete(name: str, values: Any) -> Any:
    """Return labels as an array, none of which may be missing: a missing label is no class of its own.

    Raises:
        ValueError: if one is NaN, NaT, None or pandas' NA.

    >>> complete("y", [0, 1]).tolist()
    [0, 1]
    """
    import numpy as np

    array = np.asarray(values)
    if array.dtype == object:
        missing = sum(_is_missing(value) for value in array.ravel().tolist())
    elif array.dtype.kind in "fcmM":
        missing = int((array != array).sum())
    else:
        missing = 0
    if missing:
        raise ValueError(f"{name} holds {missing} missing values of {array.size}; every one must be known")
    return array


def _is_missing(value: Any) -> bool:
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(value, numbers.Number) and value != value


def one_of(name: str, value: Any, allowed: tuple[str, ...]) -> str:
    """Return one of the allowed words.

    >>> one_of("accountant", "pld", ("pld", "rdp"))
    'pld'
    """
    if value not in allowed:
        raise ValueError(f"{name}={value!r} must be one of: {', '.join(allowed)}")
    return str(value)

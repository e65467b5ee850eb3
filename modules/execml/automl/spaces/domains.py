"""What a setting may be: a number in a range, evenly or logarithmically spread, a whole number, a choice."""

from __future__ import annotations

import math
import numbers
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np


class Domain(Protocol):
    """A set of values with a place from 0 to 1 for each of them."""

    def sample(self, generator: np.random.Generator) -> Any:
        """Draw a value."""

    def at(self, place: float) -> Any:
        """Return the value at a place from 0 to 1."""

    def unit(self, value: Any) -> float:
        """Return a value's place from 0 to 1."""

    def contains(self, value: Any) -> bool:
        """Return whether the value is allowed."""

    def levels(self, count: int) -> list[Any]:
        """Return that many evenly spread values for a grid, or all options of a choice."""

    def describe(self) -> str:
        """Return the set in words."""


@dataclass(frozen=True)
class Real:
    """A real number between two ends, drawn evenly or, if ``log``, evenly in its logarithm.

    Raises:
        ValueError: unless ``low < high``, both finite, and ``low > 0`` on a logarithmic scale.

    >>> Real(0.001, 10, log=True).levels(3)
    [0.00464159, 0.1, 2.15443]
    >>> Real(0, 1).describe()
    '0 to 1'
    """

    low: float
    high: float
    log: bool = False

    def __post_init__(self) -> None:
        """Check the ends."""
        _check_range(self.low, self.high, self.log)

    def sample(self, generator: np.random.Generator) -> float:
        """Draw a value."""
        return self.at(generator.uniform())

    def at(self, place: float) -> float:
        """Return the value at a place from 0 to 1, to six digits so that it can be written down."""
        if self.log:
            value = math.exp(math.log(self.low) + place * math.log(self.high / self.low))
        else:
            value = self.low + place * (self.high - self.low)
        return min(max(float(f"{value:.6g}"), float(self.low)), float(self.high))

    def unit(self, value: float) -> float:
        """Return a value's place from 0 to 1."""
        if self.log:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def contains(self, value: Any) -> bool:
        """Return whether the value is a number between the ends."""
        return _is_number(value) and self.low <= value <= self.high

    def levels(self, count: int) -> list[float]:
        """Return the middles of that many equal parts of the range, as a grid does that favours no end."""
        return [self.at((part + 0.5) / count) for part in range(count)]

    def describe(self) -> str:
        """Return the range in words."""
        return f"{self.low:g} to {self.high:g}{', logarithmic' if self.log else ''}"


@dataclass(frozen=True)
class Whole:
    """A whole number from ``low`` to ``high``, both included; if ``log``, evenly in its logarithm.

    On the logarithmic scale a number k is drawn in proportion to log((k + ½)/(k − ½)).

    Raises:
        ValueError: unless ``low < high`` are whole, and ``low >= 1`` on a logarithmic scale.

    >>> Whole(1, 100, log=True).levels(3)
    [1, 7, 42]
    """

    low: int
    high: int
    log: bool = False

    def __post_init__(self) -> None:
        """Check the ends."""
        if not all(isinstance(end, numbers.Integral) for end in (self.low, self.high)):
            raise ValueError(f"low={self.low!r} and high={self.high!r} must be whole numbers")
        _check_range(self.low, self.high, self.log)

    def sample(self, generator: np.random.Generator) -> int:
        """Draw a value."""
        return self.at(generator.uniform())

    def at(self, place: float) -> int:
        """Return the value at a place from 0 to 1."""
        exact = self._wide().at(place)
        return int(min(max(math.floor(exact + 0.5), self.low), self.high))

    def unit(self, value: int) -> float:
        """Return a value's place from 0 to 1."""
        return self._wide().unit(value)

    def contains(self, value: Any) -> bool:
        """Return whether the value is a whole number between the ends."""
        return _is_number(value) and float(value).is_integer() and self.low <= value <= self.high

    def levels(self, count: int) -> list[int]:
        """Return at most that many different evenly spread values."""
        return list(dict.fromkeys(self.at((part + 0.5) / count) for part in range(count)))

    def describe(self) -> str:
        """Return the range in words."""
        return f"{self.low} to {self.high}, whole{', logarithmic' if self.log else ''}"

    def _wide(self) -> Real:
        """Return the real range whose rounding gives each end as fair a share as the numbers between them."""
        return Real(self.low - 0.5, self.high + 0.5, self.log)


@dataclass(frozen=True)
class Choice:
    """One of a few options, each equally likely.

    Raises:
        ValueError: if there are fewer than two different options.

    >>> Choice(("even", "nearer counts more")).describe()
    'even | nearer counts more'
    """

    options: tuple[Any, ...]

    def __post_init__(self) -> None:
        """Check the options."""
        if (
            isinstance(self.options, str)
            or len(set(self.options)) != len(self.options)
            or len(self.options) < 2
        ):
            raise ValueError(f"options={self.options!r} must be at least 2 different values")

    def sample(self, generator: np.random.Generator) -> Any:
        """Draw an option."""
        return self.options[int(generator.integers(len(self.options)))]

    def at(self, place: float) -> Any:
        """Return the option at a place from 0 to 1."""
        return self.options[min(int(place * len(self.options)), len(self.options) - 1)]

    def unit(self, value: Any) -> float:
        """Return an option's place: the middle of its share of 0 to 1."""
        return (self.options.index(value) + 0.5) / len(self.options)

    def contains(self, value: Any) -> bool:
        """Return whether the value is an option."""
        return value in self.options

    def levels(self, count: int) -> list[Any]:
        """Return all options, whatever the count."""
        return list(self.options)

    def describe(self) -> str:
        """Return the options in words."""
        return " | ".join(str(option) for option in self.options)


def _check_range(low: float, high: float, log: bool) -> None:
    finite = _is_number(low) and _is_number(high) and math.isfinite(low) and math.isfinite(high)
    if not finite or not low < high or (log and not low > 0):
        floor = "0 < low < high" if log else "low < high"
        raise ValueError(f"low={low!r} and high={high!r} must be finite numbers with {floor}")


def _is_number(value: Any) -> bool:
    return isinstance(value, numbers.Real) and not isinstance(value, bool)

"""What repeated runs gave: mean, interval, "k of n", and the difference of two on the same draws."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from execml.course.measure.intervals import Share, student_t
from execml.course.validation import real, whole

Draws = dict[str, tuple[Any, ...]]


@dataclass(frozen=True, eq=False)
class Repeats:
    """What repeated runs gave.

    Attributes:
        values: one number a run, shape (runs,); the first name of ``over`` varies slowest.
        over: for each name the values that it took, every one of them with every one of the others.
    """

    values: np.ndarray
    over: Draws

    def __len__(self) -> int:
        """Return how many runs there are."""
        return len(self.values)

    @property
    def mean(self) -> float:
        """Return the mean of all runs."""
        return float(self.values.mean())

    @property
    def spread(self) -> float:
        """Return the standard deviation of the draws, each averaged over the choices it was run with."""
        return float(self._draws().std(ddof=1)) if len(self._draws()) > 1 else math.nan

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """Return Student's t interval for the mean that further draws would have.

        It assumes that the draws, the values of the first name in ``over``, are independent, and their mean
        nearly normal. Ten draws that are not far from normal will do; where a few huge values stand among
        many small ones it is too short: look at :meth:`quantiles` or the picture. The other names are choices
        and not draws: their runs share the draw and are averaged first, so that ten seeds with three widths
        count as ten, and the mean is that of these widths.

        Args:
            level: how often such an interval covers the mean, in (0, 1).

        Raises:
            ValueError: if there is only one draw, or ``level`` is not in (0, 1).

        >>> low, high = Repeats(np.arange(9) % 3, {"seed": tuple(range(9))}).interval()
        >>> round(low, 2), round(high, 2)
        (0.33, 1.67)
        """
        return student_t(self._draws(), level)

    def further(self, draws: int = 1, level: float = 0.95) -> tuple[float, float]:
        """Return where the mean of so many further draws falls: is a page's own draw a typical one?

        Student's t for new normal values, ``mean ± t · spread · √(1/n + 1/draws)``. For one draw it assumes
        more than :meth:`interval`: that single draws, and not only their mean, are nearly normal.

        Args:
            draws: how many further ones are averaged.
            level: the probability, in (0, 1).

        Raises:
            ValueError: if there was only one draw, ``draws`` is below 1, or ``level`` is not in (0, 1).
        """
        return student_t(self._draws(), level, whole("draws", draws))

    def quantiles(self, low: float = 0.05, high: float = 0.95) -> tuple[float, float]:
        """Return two quantiles of the runs themselves, which assume nothing; 0 and 1 are the extremes.

        Raises:
            ValueError: unless ``0 <= low <= high <= 1``.

        >>> Repeats(np.arange(11), {"seed": tuple(range(11))}).quantiles(0.1, 1)
        (1.0, 10.0)
        """
        real("high", high, 0, 1, low_open=False, high_open=False)
        real("low", low, 0, high, low_open=False, high_open=False)
        return float(np.quantile(self.values, low)), float(np.quantile(self.values, high))

    def share(self, holds: Callable[[float], Any]) -> Share:
        """Return in how many runs something holds, which reads as "9 of 10".

        Args:
            holds: a condition on one run's number.

        >>> print(Repeats(np.arange(10), {"seed": tuple(range(10))}).share(lambda gain: gain > 0))
        9 of 10
        """
        count = sum(bool(holds(float(value))) for value in self.values)
        return Share(count, len(self), independent=len(self) == len(self.over[self._first]))

    def by(self, name: str) -> dict[Any, Repeats]:
        """Return the runs parted by one of the names, for a sentence or a row about each of its values.

        Raises:
            ValueError: if nothing of that name varied.

        >>> runs = Repeats(np.array([1.0, 10.0, 3.0, 30.0]), {"seed": (0, 1), "width": (16, 32)})
        >>> {width: part.mean for width, part in runs.by("width").items()}
        {16: 2.0, 32: 20.0}
        """
        if name not in self.over:
            raise ValueError(f"name={name!r} must be one of what varied: {', '.join(self.over)}")
        others = {key: values for key, values in self.over.items() if key != name} or {name: (None,)}
        parts = np.moveaxis(self._grid(), list(self.over).index(name), 0)
        return {
            value: Repeats(part.reshape(-1), others)
            for value, part in zip(self.over[name], parts, strict=True)
        }

    def __sub__(self, other: Repeats) -> Repeats:
        """Return the difference run by run, which needs the same draws on both sides.

        Raises:
            ValueError: if the two were not run over the same values.
        """
        if not isinstance(other, Repeats):
            return NotImplemented
        if self.over != other.over:
            raise ValueError(
                f"runs over {_counted(self.over)} and over {_counted(other.over)} are not paired"
            )
        return Repeats(self.values - other.values, self.over)

    def __str__(self) -> str:
        """Return mean and 95 % interval, with the decimals that the interval's width deserves."""
        return format(self, "")

    def __format__(self, form: str) -> str:
        """Return mean and 95 % interval; a format such as ``.1%`` is that of each number.

        >>> f"{Repeats(0.77 + np.arange(10) / 1000, {'seed': tuple(range(10))}):.1%}"
        '77.5% (77.2% to 77.7% in 10 runs)'
        """
        if len(self._draws()) < 2:
            return f"{_plain(self.mean, form or '.3g')} (one draw)"
        low, high = self.interval()
        form = form or f",.{_decimals(high - low)}f"
        middle, low_text, high_text = (_plain(value, form) for value in (self.mean, low, high))
        return f"{middle} ({low_text} to {high_text} in {len(self)} runs)"

    @property
    def _first(self) -> str:
        return next(iter(self.over))

    def _grid(self) -> np.ndarray:
        return self.values.reshape([len(values) for values in self.over.values()])

    def _draws(self) -> np.ndarray:
        """Return one number a draw: the mean over the choices that it was run with."""
        mean: np.ndarray = self.values.reshape(len(self.over[self._first]), -1).mean(axis=1)
        return mean


def _counted(over: Draws) -> str:
    return " × ".join(f"{len(values)} values of {name}" for name, values in over.items())


def _decimals(width: float) -> int:
    """Return the decimals that show an interval's half width with one digit."""
    return max(0, -math.floor(math.log10(width / 2))) if width > 0 else 3


def _plain(value: float, form: str) -> str:
    return format(value, form).replace("-", "−")

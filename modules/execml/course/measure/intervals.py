"""What a few runs allow to say: Student's interval of a mean, and Clopper and Pearson's of a share."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from execml.course.validation import real, whole


def student_t(values: np.ndarray, level: float = 0.95, further: int = 0) -> tuple[float, float]:
    """Return Student's t interval from independent, nearly normal values.

    Args:
        values: shape (n,), n at least 2.
        level: coverage, in (0, 1).
        further: 0 for the mean that is behind the values, ``mean ± t·s/√n``; m for the mean of m further
            values, ``mean ± t·s·√(1/n + 1/m)``.

    Raises:
        ValueError: if there are fewer than 2 values, or ``level`` is not in (0, 1).

    >>> low, high = student_t(np.array([1.0, 2.0, 3.0]))
    >>> round(low, 3), round(high, 3)
    (-0.484, 4.484)
    """
    from scipy.special import stdtrit

    real("level", level, 0, 1)
    whole("further", further, low=0)
    count = len(values)
    if count < 2:
        raise ValueError(f"an interval needs at least 2 independent draws, and there are {count}")
    variance = values.var(ddof=1) * (1 / count + (1 / further if further else 0.0))
    half = float(stdtrit(count - 1, (1 + level) / 2)) * math.sqrt(variance)
    return float(values.mean()) - half, float(values.mean()) + half


@dataclass(frozen=True)
class Share:
    """In how many of some runs something held.

    Attributes:
        count: how many it held in.
        total: how many there were.
        independent: whether no two of them share a draw.
    """

    count: int
    total: int
    independent: bool = True

    def __post_init__(self) -> None:
        """Refuse a count that is not one."""
        if whole("count", self.count, low=0) > whole("total", self.total):
            raise ValueError(f"count={self.count} must be at most total={self.total}")

    def __float__(self) -> float:
        """Return the share itself, from 0 to 1."""
        return self.count / self.total

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """Return Clopper and Pearson's interval for the chance that it holds in a further run.

        It inverts the binomial distribution and covers the true chance at least as often as it says, whatever
        that chance is (Clopper and Pearson, 1934, doi:10.1093/biomet/26.4.404). With ten runs it is wide.

        Raises:
            ValueError: if runs share a draw, or ``level`` is not in (0, 1).

        >>> low, high = Share(9, 10).interval()
        >>> round(low, 2), round(high, 2)
        (0.55, 1.0)
        """
        from scipy.special import betaincinv

        real("level", level, 0, 1)
        if not self.independent:
            raise ValueError("runs that share a draw are not independent: part them first with runs.by(name)")
        tail, missed = (1 - level) / 2, self.total - self.count
        low = float(betaincinv(self.count, missed + 1, tail)) if self.count else 0.0
        high = float(betaincinv(self.count + 1, missed, 1 - tail)) if missed else 1.0
        return low, high

    def __str__(self) -> str:
        """Return the share as a sentence says it, such as "9 of 10"."""
        return f"{self.count:,} of {self.total:,}"

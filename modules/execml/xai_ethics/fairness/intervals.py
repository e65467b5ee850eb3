"""How sure a share of a group is, the difference of two groups' shares, and the widest gap of many groups."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np

from execml.course.arrays import complete, zeros_and_ones
from execml.course.validation import generator as source
from execml.course.validation import real, whole


@dataclass(frozen=True)
class Rate:
    """A share with its 95% interval (Wilson, 1927) and the count that it rests on.

    Attributes:
        estimate: the share.
        low: lower end.
        high: upper end.
        count: of how many.
    """

    estimate: float
    low: float
    high: float
    count: int

    def __str__(self) -> str:
        """Return the share with interval and count, as a page prints it."""
        return f"{self.estimate:.1%} ({self.low:.1%} to {self.high:.1%}, n = {self.count:,})"


def rate(successes: int, count: int, level: float = 0.95) -> Rate:
    """Return a share with Wilson's interval, which holds for small groups and near 0 and 1 too.

    Args:
        successes: from 0 to ``count``.
        count: 1 or more; of nobody there is no share.
        level: of confidence, in (0, 1).

    Raises:
        ValueError: if a number lies outside its range.

    >>> print(rate(30, 100))
    30.0% (21.9% to 39.6%, n = 100)
    """
    total = whole("count", count)
    share = whole("successes", successes, 0, total) / total
    z = NormalDist().inv_cdf((1 + real("level", level, 0, 1)) / 2)
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    reach = z / (1 + z * z / total) * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    low = 0.0 if successes == 0 else max(0.0, middle - reach)
    high = 1.0 if successes == total else min(1.0, middle + reach)
    return Rate(share, low, high, total)


def rate_difference(first: Rate, second: Rate) -> tuple[float, float, float]:
    """Return the difference of two independent shares with Newcombe's interval (1998, method 10).

    Args:
        first: a share.
        second: the one that is subtracted, with an interval of the same level.

    Returns:
        difference, lower end, upper end.

    >>> [round(each, 3) for each in rate_difference(rate(56, 70), rate(48, 80))]
    [0.2, 0.052, 0.334]
    """
    gap = first.estimate - second.estimate
    down = math.hypot(first.estimate - first.low, second.high - second.estimate)
    up = math.hypot(first.high - first.estimate, second.estimate - second.low)
    return gap, gap - down, gap + up


def narrowed(before: Any, after: Any, first: Any, level: float = 0.95) -> tuple[float, float, float]:
    """Return by how much a gap between two groups shrinks if the *same* clients are decided otherwise.

    The gap is the refused share of the first group less that of the others. Most clients are decided alike by
    both models, so the change is surer than either gap: it rests on those whose decision differs. The
    interval is the normal one for a difference of two means, of paired differences.

    Args:
        before: 0 or 1, shape (clients,).
        after: 0 or 1, the same clients.
        first: 1 for the first group, shape (clients,).
        level: of confidence, in (0, 1).

    Returns:
        gap before less gap after, lower end, upper end.

    Raises:
        ValueError: if shapes differ, a value is not 0 or 1, or a group has fewer than two clients.

    >>> [round(each, 2) for each in narrowed([1, 1, 0, 0] * 50, [1, 0, 0, 0] * 50, [1, 1, 0, 0] * 50)]
    [0.5, 0.4, 0.6]
    """
    was = zeros_and_ones("before", before).astype(float)
    now = zeros_and_ones("after", after, len(was))
    inside = zeros_and_ones("first", first, len(was))
    change = was - now
    groups = [change[inside == 1], change[inside == 0]]
    for group in groups:
        whole("clients of a group", group.size, 2)
    gap = float(groups[0].mean() - groups[1].mean())
    z = NormalDist().inv_cdf((1 + real("level", level, 0, 1)) / 2)
    reach = z * math.sqrt(sum(float(np.var(group, ddof=1)) / group.size for group in groups))
    return gap, gap - reach, gap + reach


def widest_gaps(
    said: Any, group: Any, other: Any, generator: np.random.Generator, shuffles: int = 200
) -> tuple[float, np.ndarray]:
    """Return the widest gap among crossed groups, and what it is where the second label means nothing.

    Of several shares the largest and the smallest differ also by luck, the more so the smaller the groups. So
    the second label is shuffled within each group of the first, which keeps all counts.

    Args:
        said: 0 or 1, the decision, shape (clients,).
        group: labels, such as the sex, shape (clients,).
        other: labels that are crossed with it, such as bands of age, shape (clients,).
        generator: source of the shuffles.
        shuffles: how many.

    Returns:
        the largest less the smallest share of a crossed group, in points; and the same of each shuffle.

    Raises:
        ValueError: if shapes differ, a decision is not 0 or 1, or there is one crossed group only.

    >>> widest, by_luck = widest_gaps([0, 1] * 20, ["A"] * 40, [0, 0, 1, 1] * 10, np.random.default_rng(0))
    >>> widest, bool(by_luck.mean() > 5)
    (0.0, True)
    """
    decided = zeros_and_ones("said", said).astype(float)
    first, second = (
        np.unique(complete(name, labels), return_inverse=True)[1]
        for name, labels in (("group", group), ("other", other))
    )
    for name, codes in (("group", first), ("other", second)):
        if codes.shape != decided.shape:
            raise ValueError(f"{name} of shape {codes.shape} must be of shape {decided.shape}")
    width = int(second.max()) + 1

    def widest(codes: np.ndarray) -> float:
        crossed = width * first + codes
        counts = np.bincount(crossed)
        shares = np.bincount(crossed, decided)[counts > 0] / counts[counts > 0]
        return 100 * float(shares.max() - shares.min())

    if len(np.unique(width * first + second)) < 2:
        raise ValueError("group and other make one group; a gap must be between at least two")
    source("generator", generator)
    members = [np.flatnonzero(first == code) for code in range(int(first.max()) + 1)]
    found = []
    for _ in range(whole("shuffles", shuffles)):
        shuffled = second.copy()
        for places in members:
            shuffled[places] = generator.permutation(second[places])
        found.append(widest(shuffled))
    return widest(second), np.array(found)

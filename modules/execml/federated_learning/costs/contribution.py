"""What each partner adds to what all reach together: the Shapley value, exactly."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from math import factorial

import numpy as np
from numpy.typing import NDArray

from execml.course.validation import finite, function, whole

MOST = 16  # partners: 65,536 coalitions


def coalitions(partners: int) -> list[tuple[int, ...]]:
    """Return all groups of partners, the empty one first.

    >>> coalitions(2)
    [(), (0,), (1,), (0, 1)]
    """
    whole("partners", partners, high=MOST)
    return [group for size in range(partners + 1) for group in combinations(range(partners), size)]


def shapley_values(value: Callable[[tuple[int, ...]], float], partners: int) -> NDArray[np.float64]:
    """Return each partner's mean gain over all orders of joining (Shapley, 1953), from all 2^n coalitions.

    Args:
        value: what a coalition reaches, such as its AUC; called once with each group of partners' numbers.
        partners: n, from 1 to 16.

    Returns:
        shape (partners,); their sum is the value of all less that of nobody.

    Raises:
        ValueError: if ``partners`` lies outside its range, or a value is not finite.

    >>> shapley_values(lambda group: float(len(group) > 1), 2).tolist()  # neither is worth anything alone
    [0.5, 0.5]
    """
    function("value", value)
    worth = {group: finite(f"value of {group}", float(value(group))) for group in coalitions(partners)}
    found = np.zeros(partners)
    for group, reached in worth.items():
        before = factorial(len(group)) * factorial(partners - len(group) - 1) if len(group) < partners else 0
        for joining in set(range(partners)) - set(group):
            gain = worth[tuple(sorted((*group, joining)))] - reached
            found[joining] += before / factorial(partners) * gain
    return found

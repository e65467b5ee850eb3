"""Choosing by two costs at once: Pareto fronts, crowding, and the survivors of NSGA-II."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course.arrays import array
from execml.course.validation import whole


def front_numbers(costs: ArrayLike) -> NDArray[np.int64]:
    """Return which front each candidate stands on: 0 if none dominates it.

    One candidate dominates another if it is no worse in any cost and better in at least one. Front 0 holds
    those that nobody dominates, front 1 those that only members of front 0 dominate, and so on: the
    non-dominated sorting of Deb and others (2002, section III-A).

    Args:
        costs: lower is better, shape (candidates, costs).

    Raises:
        ValueError: if the shape is another, or a cost is not a number.

    >>> front_numbers([[1, 4], [2, 2], [3, 3], [4, 1]]).tolist()
    [0, 0, 1, 0]
    """
    table = _checked(costs)
    no_worse = (table[:, None, :] <= table[None, :, :]).all(axis=2)
    dominates = no_worse & (table[:, None, :] < table[None, :, :]).any(axis=2)
    numbers = np.full(len(table), -1)
    current = 0
    while (numbers < 0).any():
        left = numbers < 0
        free = left & ~(dominates & left[:, None]).any(axis=0)
        numbers[free] = current
        current += 1
    return numbers


def crowding_distance(costs: ArrayLike) -> NDArray[np.float64]:
    """Return how much room each candidate of one front has to itself; the ends have infinite room.

    For each cost it adds the gap between the two neighbours as a share of the whole range, and the larger the
    sum, the more the candidate is worth keeping: Deb and others (2002, section III-B). A cost that is the
    same for all adds nothing.

    Args:
        costs: lower is better, shape (candidates, costs).

    Returns:
        shape (candidates,).

    Raises:
        ValueError: if the shape is another, or a cost is not a number.

    >>> crowding_distance([[0, 4], [1, 3], [1.5, 2], [4, 0]]).tolist()
    [inf, 0.875, 1.5, inf]
    """
    table = _checked(costs, finite=True)
    room = np.zeros(len(table))
    for cost in table.T:
        order = np.argsort(cost, kind="stable")
        spread = cost[order[-1]] - cost[order[0]]
        room[order[[0, -1]]] = np.inf
        if spread > 0:
            room[order[1:-1]] += (cost[order[2:]] - cost[order[:-2]]) / spread
    return room


def survivors(costs: ArrayLike, count: int) -> NDArray[np.int64]:
    """Return the candidates that NSGA-II keeps, best first.

    Whole fronts survive in order; of the front that does not fit, those with the most room do.

    Args:
        costs: lower is better, shape (candidates, costs).
        count: how many to keep.

    Returns:
        row numbers, shape (min(count, candidates),).

    Raises:
        ValueError: if ``count`` is below 1, or the costs are not a table of numbers.

    >>> survivors([[0, 4], [1, 3], [1.5, 2], [4, 0], [5, 5]], 3).tolist()
    [0, 3, 2]
    """
    whole("count", count)
    table = _checked(costs)
    numbers = front_numbers(table)
    room = np.zeros(len(table))
    for number in range(numbers.max() + 1):
        members = np.flatnonzero(numbers == number)
        room[members] = crowding_distance(table[members])
    return np.lexsort((-room, numbers))[:count]


def _checked(costs: ArrayLike, finite: bool = False) -> NDArray[np.float64]:
    table = array("costs", costs, ("candidates", "costs"), finite=finite).astype(float)
    if np.isnan(table).any():
        raise ValueError("costs holds nan; all must be numbers")
    return table

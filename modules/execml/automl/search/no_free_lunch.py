"""No free lunch, enumerated: every deterministic search on a small finite domain, on every function there is.

Wolpert and Macready (1997, theorem 1): summed over all functions from a finite set X to a finite set Y, the
values that an algorithm sees in its first m evaluations are distributed alike for every algorithm that never
evaluates a point twice. A deterministic algorithm is a decision tree: a first point, then the next point for
each history of values seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import comb

import numpy as np

from execml.course.arrays import array
from execml.course.validation import several, whole

MOST_TREES = 100_000
MOST_BITS = 100_000  # of their number
Tree = tuple  # (point, (subtree for value 0, subtree for value 1, …)); a last point has no subtrees


def all_functions(points: int, values: int) -> np.ndarray:
    """Return every function from ``points`` points to the values 0, 1, …, one a row.

    Returns:
        int64, shape (values ** points, points).

    Raises:
        ValueError: if a count is not a whole number of at least 1, or there are over 100,000 functions.

    >>> all_functions(2, 2).tolist()
    [[0, 0], [0, 1], [1, 0], [1, 1]]
    """
    _check_sides(points, values)
    _check_size("functions", values**points)
    return np.array(list(product(range(values), repeat=points)), dtype=np.int64)


def count_algorithms(points: int, values: int) -> int:
    """Return how many deterministic searches there are that visit each point once.

    The first point is one of n, and each value seen there leads to its own search of the other n − 1:
    a(n) = n · a(n − 1) ** values, with a(1) = 1.

    >>> [count_algorithms(points, 2) for points in (1, 2, 3, 4, 5)]
    [1, 2, 12, 576, 1658880]
    """
    _check_sides(points, values)
    count = 1
    for left in range(2, points + 1):
        if values * count.bit_length() > MOST_BITS:
            raise ValueError(f"points={points!r} and values={values!r} give too many algorithms to count")
        count = left * count**values
    return count


def all_algorithms(points: int, values: int) -> list[Tree]:
    """Return every deterministic search that visits each point once, adaptive ones included, as trees.

    Raises:
        ValueError: if there are over 100,000 of them.

    >>> all_algorithms(2, 2)[0]
    (0, ((1, ()), (1, ())))
    """
    _check_size("algorithms", count_algorithms(points, values))
    return list(_trees(frozenset(range(points)), values))


def _trees(points: frozenset[int], values: int) -> Iterator[Tree]:
    for point in sorted(points):
        rest = points - {point}
        if not rest:
            yield point, ()
            continue
        yield from ((point, branches) for branches in product(list(_trees(rest, values)), repeat=values))


def values_seen(algorithms: list[Tree], functions: np.ndarray) -> np.ndarray:
    """Run every algorithm on every function and return the values in the order in which they are seen.

    Args:
        algorithms: trees, as :func:`all_algorithms` returns them.
        functions: shape (functions, points), with the values that the algorithms know.

    Returns:
        int64, shape (algorithms, functions, points).

    Raises:
        ValueError: if a function has a value for which the algorithms have no branch.

    >>> values_seen(all_algorithms(2, 2), all_functions(2, 2))[1].tolist()
    [[0, 0], [1, 0], [0, 1], [1, 1]]
    """
    for tree in several("algorithms", algorithms):
        if not (isinstance(tree, tuple) and len(tree) == 2):
            raise ValueError(f"algorithms holds {tree!r}; all must be trees, as all_algorithms returns them")
    whole_numbers = array("functions", functions, ("functions", "points"))
    if (whole_numbers != np.floor(whole_numbers)).any():
        raise ValueError("functions must hold whole numbers, the values that the algorithms know")
    functions = whole_numbers.astype(np.int64)
    known = len(algorithms[0][1]) or int(functions.max(initial=0)) + 1
    if functions.min(initial=0) < 0 or functions.max(initial=0) >= known:
        raise ValueError(f"functions must have values from 0 to {known - 1}, which the algorithms know")
    seen = np.empty((len(algorithms), *functions.shape), dtype=np.int64)
    for row, algorithm in enumerate(algorithms):
        _walk(algorithm, functions, np.arange(len(functions)), seen[row], 0)
    return seen


def _walk(tree: Tree, functions: np.ndarray, rows: np.ndarray, seen: np.ndarray, step: int) -> None:
    """Follow a tree for many functions at once: those that show the same value stay together."""
    point, branches = tree
    found = functions[rows, point]
    seen[rows, step] = found
    for value, branch in enumerate(branches):
        _walk(branch, functions, rows[found == value], seen, step + 1)


def mean_best(seen: np.ndarray, evaluations: int) -> list[Fraction]:
    """Return each algorithm's best value after so many evaluations, averaged exactly over the functions.

    Args:
        seen: shape (algorithms, functions, points), from :func:`values_seen`.
        evaluations: how many values count, from 1 to the number of points.

    Raises:
        ValueError: if there are not so many points, or no functions.

    >>> mean_best(values_seen(all_algorithms(2, 2), all_functions(2, 2)), 1)
    [Fraction(1, 2), Fraction(1, 2)]
    """
    array("seen", seen, ("algorithms", "functions", "points"), empty=True)
    if whole("evaluations", evaluations) > seen.shape[2] or not seen.shape[1]:
        raise ValueError(
            f"evaluations={evaluations!r} must be at most {seen.shape[2]}, with at least 1 function"
        )
    totals = seen[:, :, :evaluations].max(axis=2).sum(axis=1)
    return [Fraction(int(total), seen.shape[1]) for total in totals]


def one_peak(functions: np.ndarray) -> np.ndarray:
    """Return which functions have no valley: from left to right they never rise after they have fallen.

    Args:
        functions: shape (functions, points).

    Returns:
        bool, shape (functions,).

    >>> one_peak(np.array([[0, 1, 1, 0], [0, 0, 0, 0], [1, 0, 0, 1]])).tolist()
    [True, True, False]
    """
    functions = array("functions", functions, ("functions", "points"))
    from_left = np.maximum.accumulate(functions, axis=1)
    from_right = np.maximum.accumulate(functions[:, ::-1], axis=1)[:, ::-1]
    return np.asarray((functions == np.minimum(from_left, from_right)).all(axis=1))


def lunch_free_classes(seen: np.ndarray) -> int:
    """Count the non-empty classes of functions on which no algorithm can be told from another.

    On such a class the sequences of values that each algorithm sees are the same ones, up to their order. By
    Schumacher, Vose and Whitley (2001) these are the classes closed under permutation of the points.

    Args:
        seen: the values that every algorithm sees on every function, shape (algorithms, functions, points).

    Raises:
        ValueError: if there are more than 16 functions, whose classes are too many to list.

    >>> lunch_free_classes(values_seen(all_algorithms(3, 2), all_functions(3, 2)))
    15
    """
    array("seen", seen, ("algorithms", "functions", "points"))
    count = seen.shape[1]
    if count > 16:
        raise ValueError(f"seen holds {count} functions and their classes can be listed for at most 16")
    base = int(seen.max()) + 1
    codes = seen @ base ** np.arange(seen.shape[2])  # a sequence of values as one number below base ** points
    classes = np.arange(1, 2**count)
    first, *others = np.unique(codes, axis=0)
    for code in others:
        alike = _images(classes, first) == _images(classes, code)
        classes = classes[alike]  # most drop out at the first algorithms
    return len(classes)


def _images(classes: np.ndarray, code: np.ndarray) -> np.ndarray:
    """Return, for classes of functions as bit sets, the set of value sequences seen, as a bit set."""
    members = (classes[:, None] >> np.arange(len(code))) & 1
    return np.asarray(members @ (1 << code))


def closed_classes(points: int, values: int) -> tuple[int, int]:
    """Return how many classes of functions are closed under permutation, and how many classes there are.

    Igel and Toussaint (2003): a closed class is any union of the sets of functions that take each
    value equally often, of which there are C(points + values − 1, points). The empty class is not counted.

    >>> closed_classes(4, 2)
    (31, 65535)
    """
    _check_sides(points, values)
    if values**points > MOST_TREES:
        raise ValueError(f"points={points} and values={values} give more than {MOST_TREES:,} functions")
    return 2 ** comb(points + values - 1, points) - 1, 2**values**points - 1


def _check_sides(points: int, values: int) -> None:
    """Check that both are whole numbers and small: the counts are powers of powers."""
    whole("points", points, high=64)
    whole("values", values, high=MOST_TREES)


def _check_size(what: str, count: int) -> None:
    if count > MOST_TREES:
        raise ValueError(f"there are {count:,} {what}; at most {MOST_TREES:,} are listed")

"""Counting instead of timing: arrays that tally every operation on them, and every number they hold.

A stopwatch measures a machine on a day. These counts are the same everywhere, and they need no change in what
is measured: NumPy hands each operation on a subclass of its array to ``__array_ufunc__`` (NEP 13).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from execml.course.validation import function as checked_function


@dataclass
class Tally:
    """What a computation took.

    Attributes:
        operations: results of additions, multiplications, comparisons and elementary functions, one a number;
            reading, copying and rearranging are free.
        held: numbers in live arrays now.
        most_held: the largest that ``held`` has been.
    """

    operations: int = 0
    held: int = 0
    most_held: int = 0


class CountedArray(np.ndarray):
    """An array whose operations, and those of what comes from it, are entered in a :class:`Tally`."""

    tally: Tally | None
    owned: int

    def __array_finalize__(self, source: Any) -> None:
        """Keep the tally in views; a view holds no numbers of its own."""
        self.tally, self.owned = getattr(source, "tally", None), 0

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, out: Any = None, **options: Any) -> Any:
        """Compute on the plain arrays, then count."""
        if any(hasattr(x, "tangent") for x in inputs):
            return NotImplemented  # a Dual computes with the arrays that it holds
        tally = next(x.tally for x in inputs if isinstance(x, CountedArray))
        plain = [x.view(np.ndarray) if isinstance(x, CountedArray) else x for x in inputs]
        if out is not None:
            options["out"] = tuple(x.view(np.ndarray) if isinstance(x, CountedArray) else x for x in out)
        result = getattr(ufunc, method)(*plain, **options)
        if tally is None:
            return result
        tally.operations += _operations(ufunc, method, plain, result)
        return None if result is None else counted(result, tally)

    def __array_function__(self, function: Any, types: Any, args: Any, options: Any) -> Any:
        """Keep counting after the functions that would return a plain array."""
        result = super().__array_function__(function, types, args, options)  # type: ignore[misc]
        if function in (np.where, np.zeros_like) and self.tally is not None:
            return counted(np.asarray(result), self.tally)
        return result

    def __del__(self) -> None:
        """Give the numbers back."""
        if self.owned and self.tally is not None:
            self.tally.held -= self.owned


def counted(values: Any, tally: Tally) -> CountedArray:
    """Return an array that counts, and enter the numbers that it holds.

    >>> tally = Tally()
    >>> doubled = 2.0 * counted(np.ones((3, 2)), tally)
    >>> tally.operations, tally.held
    (6, 6)
    """
    array = np.asarray(values).view(CountedArray)
    array.tally, array.owned = tally, array.size
    tally.held += array.size
    tally.most_held = max(tally.most_held, tally.held)
    return array


def count(function: Callable[..., Any], *arguments: Any) -> Tally:
    """Run a function on counted copies of its arguments, and return what it took.

    Args:
        function: what to measure, such as ``gradient(loss)``.
        arguments: arrays of floats, or lists of them; anything else is handed over as it is.

    >>> count(lambda a, b: a @ b, np.ones((2, 5)), np.ones((5, 3))).operations  # 6 times 5 products, 4 sums
    54
    """
    checked_function("function", function)
    tally = Tally()
    result = function(*[_counted(argument, tally) for argument in arguments])
    del result
    return tally


def _counted(argument: Any, tally: Tally) -> Any:
    if isinstance(argument, list | tuple):
        return [_counted(part, tally) for part in argument]
    return counted(argument.copy(), tally) if isinstance(argument, np.ndarray) else argument


def _operations(ufunc: Any, method: str, inputs: list[Any], result: Any) -> int:
    """Return how many numbers were computed from others."""
    if ufunc is np.matmul:
        return int(np.size(result)) * (2 * inputs[0].shape[-1] - 1)
    if method == "reduce":
        return int(np.size(inputs[0]) - np.size(result))
    if method == "at":
        return int(np.size(inputs[2]))
    return int(np.size(result))

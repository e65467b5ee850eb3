"""Forward-mode automatic differentiation: an array that carries its rate of change along.

A :class:`Dual` is a pair: a value, and the tangent, how fast the value changes as the inputs move in a chosen
direction. NumPy hands every operation on it to the two protocols below (NEP 13 and NEP 18), which compute
both parts at once. Nothing is remembered, so memory does not grow with the length of the computation.
Source: Griewank and Walther (2008), "Evaluating derivatives", on the forward mode.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from execml.frameworks.autodiff.checks import pair
from execml.frameworks.autodiff.elementary import RULES, Rule, primal

PRODUCT: tuple[Rule, ...] = (lambda d, y, a, b: d @ b, lambda d, y, a, b: a @ d)
WITHOUT_TANGENT = {np.greater, np.greater_equal, np.less, np.less_equal, np.equal, np.not_equal, np.isfinite}
# Linear functions of their first argument: the tangent of the result is the same function of the tangent.
LINEAR = {
    np.sum,
    np.reshape,
    np.transpose,
    np.swapaxes,
    np.expand_dims,
    np.squeeze,
    np.broadcast_to,
    np.zeros_like,
}


class Dual(np.lib.mixins.NDArrayOperatorsMixin):
    """A value and its tangent, two arrays of one shape.

    Args:
        value: an array of floats.
        tangent: its rate of change, in the same shape.

    Raises:
        ValueError: if the shapes differ, a part holds other than real numbers, or the value is a Dual itself.

    >>> rate = Dual(np.array(3.0), np.array(1.0))
    >>> area = rate * rate  # x² at 3 changes 2 · 3 times as fast as x
    >>> float(area.value), float(area.tangent)
    (9.0, 6.0)
    """

    __slots__ = ("tangent", "value")

    def __init__(self, value: Any, tangent: Any) -> None:
        """Pair the two; see the class."""
        if isinstance(value, Dual) or isinstance(tangent, Dual):
            raise ValueError("a Dual inside a Dual is not supported: take one direction at a time")
        self.value, self.tangent = np.asanyarray(value), np.asanyarray(tangent)
        pair(self.value, self.tangent)

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        """Apply an operation to the values, and its rules to the tangents."""
        if ufunc is np.add and method == "at":
            whole, index, part = inputs
            np.add.at(whole.value, index, primal(part))
            return np.add.at(whole.tangent, index, tangent_of(part))
        rules = PRODUCT if ufunc is np.matmul else RULES.get(ufunc)
        if method != "__call__" or (rules is None and ufunc not in WITHOUT_TANGENT):
            return NotImplemented
        values = [primal(operand) for operand in inputs]
        result = ufunc(*values, **options)
        if rules is None:
            return result
        changes = [
            rule(operand.tangent, result, *values)
            for rule, operand in zip(rules, inputs, strict=True)
            if isinstance(operand, Dual)
        ]
        return Dual(result, np.broadcast_to(sum(changes[1:], changes[0]), np.shape(result), subok=True))

    def __array_function__(self, function: Callable[..., Any], types: Any, args: Any, options: Any) -> Any:
        """Apply a linear function to both parts, or one of the others that the Tensor uses."""
        if function in LINEAR:
            whole, *rest = args
            return Dual(function(whole.value, *rest, **options), function(whole.tangent, *rest, **options))
        if function is np.where:
            condition, *choices = args
            values, tangents = map(primal, choices), map(tangent_of, choices)
            return Dual(np.where(condition, *values), np.where(condition, *tangents))
        if function in (np.shape, np.ndim):
            return function(self.value)
        if function is np.max:
            return _largest(args[0], **options)
        return NotImplemented

    def __getitem__(self, index: Any) -> Dual:
        """Return a part of both."""
        return Dual(self.value[index], self.tangent[index])

    def __setitem__(self, index: Any, part: Any) -> None:
        """Write a part into both; a plain array does not change."""
        self.value[index], self.tangent[index] = primal(part), tangent_of(part)

    def astype(self, dtype: Any) -> Dual:
        """Return a copy of both in another floating-point type."""
        return Dual(self.value.astype(dtype), self.tangent.astype(dtype))

    shape = property(lambda self: self.value.shape, doc="The length of each axis.")
    ndim = property(lambda self: self.value.ndim, doc="The number of axes.")
    size = property(lambda self: self.value.size, doc="The number of elements.")
    dtype = property(lambda self: self.value.dtype, doc="float64 or float32.")

    def __len__(self) -> int:
        """Return the length of the first axis."""
        return len(self.value)

    def __repr__(self) -> str:
        """Return both parts, as NumPy writes them."""
        return f"Dual({self.value!r}, {self.tangent!r})"


def tangent_of(x: Any) -> Any:
    """Return the tangent of a Dual, and zeros for anything that does not change.

    >>> tangent_of(np.array([2.0, 3.0]))
    array([0., 0.])
    """
    return x.tangent if isinstance(x, Dual) else np.zeros_like(x, dtype=getattr(x, "dtype", float))


def _largest(whole: Dual, axis: Any = None, keepdims: bool = False) -> Dual:
    """Return the largest elements; the tangents of ties are averaged, as in reverse mode."""
    peak = np.max(whole.value, axis=axis, keepdims=True)
    tied = whole.value == peak
    mean = np.sum(whole.tangent * tied, axis=axis, keepdims=keepdims) / tied.sum(axis=axis, keepdims=keepdims)
    return Dual(np.max(whole.value, axis=axis, keepdims=keepdims), mean)

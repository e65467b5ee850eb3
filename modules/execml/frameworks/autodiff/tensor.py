"""Reverse-mode automatic differentiation: an array that remembers how it was computed.

A :class:`Tensor` wraps a NumPy array. Every operation on it returns a new Tensor with an edge to each
operand: the operand, and its pullback, a function that turns the sensitivity of the final result to the new
value into its sensitivity to the operand. :meth:`Tensor.backward` walks the edges once, from the result
to the inputs.

The pullbacks are plain NumPy, so that whatever behaves like an array may flow through them: with the dual
numbers of :mod:`.dual` the same code gives second derivatives, with the arrays of :mod:`.counting` it counts
its own operations.
Source: Griewank and Walther (2008), "Evaluating derivatives", on the reverse mode.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from execml.course.validation import flag
from execml.frameworks.autodiff import checks, graph, shapes
from execml.frameworks.autodiff.elementary import RULES, primal, sigmoid
from execml.frameworks.autodiff.shapes import Axis

Pullback = Callable[[Any], Any]


def _operator(function: Callable[..., Any], says: str) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Return the methods behind an operator, for a Tensor on its left and for one on its right only."""

    def method(self: Tensor, other: Any) -> Tensor:
        return _elementwise(function, self, other)

    def reflected(self: Tensor, other: Any) -> Tensor:
        return _elementwise(function, other, self)

    method.__doc__ = reflected.__doc__ = says
    return method, reflected


def _function(function: Callable[..., Any], says: str, *operands: float) -> Callable[[Tensor], Tensor]:
    """Return the method that applies an elementwise function, after ``operands`` if it has several."""

    def method(self: Tensor) -> Tensor:
        return _elementwise(function, *operands, self)

    method.__doc__ = says
    return method


def _comparison(function: Callable[..., Any]) -> Callable[[Tensor, Any], np.ndarray]:
    """Return the method behind a comparison: it answers with an array of truths, and records nothing."""

    def method(self: Tensor, other: Any) -> Any:
        if other is None or isinstance(other, str | type(...)):
            return NotImplemented
        return function(primal(self.data), primal(_value(other)))

    return method


class Tensor:
    """An array of float64 or float32 that keeps track of derivatives.

    Args:
        data: an array (shared, not copied), or nested lists of floats.
        requires_grad: whether ``backward`` should fill ``grad``; a constant does not need it.

    Attributes:
        data: the values, a NumPy array. An input's may be changed in place between two passes; a result's is
            read-only, because the way back needs it as it was.
        grad: after ``backward``, the derivative of the result, shaped like ``data``; later calls add to it.

    Raises:
        ValueError: if the data are neither float64 nor float32.

    >>> weights = Tensor([0.5, -1.0])
    >>> (weights * [2.0, 3.0]).sum().exp().backward()
    >>> weights.grad.round(4)  # 2 and 3 times exp(-2)
    array([0.2707, 0.406 ])
    """

    __slots__ = ("_edges", "_used", "data", "grad", "requires_grad")
    __array_ufunc__ = None  # an array on the left of an operator leaves the work to the Tensor on its right
    data: Any
    grad: Any
    _edges: tuple[tuple[Tensor, Pullback], ...] | None  # empty for an input; None once backward has used them
    _used: Any  # of a result: its data, and fingerprints of the inputs that it was computed from

    def __init__(self, data: Any, requires_grad: bool = True) -> None:
        """Wrap the data; see the class."""
        values = checks.floating(data)
        self.data = values if flag("requires_grad", requires_grad) else checks.read_only(values)
        self.grad, self.requires_grad, self._edges, self._used = None, requires_grad, (), None

    __add__, __radd__ = _operator(np.add, "Return the sum, with broadcasting.")
    __sub__, __rsub__ = _operator(np.subtract, "Return the difference, with broadcasting.")
    __mul__, __rmul__ = _operator(np.multiply, "Return the elementwise product, with broadcasting.")
    __truediv__, __rtruediv__ = _operator(np.divide, "Return the quotient, with broadcasting.")
    __pow__, __rpow__ = _operator(np.power, "Return the elementwise power, with broadcasting.")
    __lt__, __le__ = _comparison(np.less), _comparison(np.less_equal)
    __gt__, __ge__ = _comparison(np.greater), _comparison(np.greater_equal)
    __eq__, __ne__ = _comparison(np.equal), _comparison(np.not_equal)  # type: ignore[assignment]
    __hash__ = object.__hash__  # by identity, as in PyTorch

    __neg__ = _function(np.negative, "Return the negative of each element.")
    exp = _function(np.exp, "Return e to the power of each element.")
    log = _function(np.log, "Return the natural logarithm of each element.")
    tanh = _function(np.tanh, "Return the hyperbolic tangent of each element.")
    sigmoid = _function(sigmoid, "Return 1 / (1 + exp(-x)) of each element, without overflow.")
    relu = _function(np.maximum, "Return the positive part; the derivative at 0 is taken to be 0.", 0.0)
    softplus = _function(
        np.logaddexp, "Return log(1 + exp(x)), exactly; PyTorch returns x itself above 20.", 0.0
    )

    @staticmethod
    def where(condition: Any, chosen: Any, otherwise: Any) -> Tensor:
        """Return ``chosen`` where the condition holds, else ``otherwise``; both are computed everywhere.

        Raises:
            ValueError: if the condition is not made of truths.
        """
        mask = np.asarray(condition)
        if mask.dtype != bool:
            raise ValueError(f"condition has dtype {mask.dtype}; it must be an array of True and False")
        first, second = _value(chosen), _value(otherwise)
        return _node(
            np.where(mask, first, second),
            (chosen, lambda d: shapes.unbroadcast(np.where(mask, d, 0.0), np.shape(first))),
            (otherwise, lambda d: shapes.unbroadcast(np.where(mask, 0.0, d), np.shape(second))),
        )

    def sum(self, axis: Axis = None, keepdims: bool = False) -> Tensor:
        """Return the sum over one axis, over several, or over all."""
        value = np.sum(self.data, axis=axis, keepdims=keepdims)
        return _node(value, (self, lambda d: shapes.spread_out(d, self.shape, axis, keepdims)))

    def mean(self, axis: Axis = None, keepdims: bool = False) -> Tensor:
        """Return the mean over one axis, over several, or over all."""
        total = self.sum(axis, keepdims)
        return total / (self.data.size / max(total.data.size, 1))

    def max(self, axis: Axis = None, keepdims: bool = False) -> Tensor:
        """Return the largest element; ties share the derivative evenly, as in ``torch.amax``.

        PyTorch's ``max(dim)`` gives all of it to one of the tied elements.
        """
        data, shape = self.data, self.shape
        value = np.max(data, axis=axis, keepdims=keepdims)

        def pullback(d: Any) -> Any:
            tied = primal(data) == primal(shapes.restored(value, shape, axis, keepdims))
            shares = np.divide(tied, tied.sum(axis=axis, keepdims=True), dtype=data.dtype)
            return shapes.restored(d, shape, axis, keepdims) * shares

        return _node(value, (self, pullback))

    def logsumexp(self, axis: Axis = None, keepdims: bool = False) -> Tensor:
        """Return log(sum(exp(x))), from differences to the largest element, so that nothing overflows."""
        data, shape = self.data, self.shape
        peak = np.max(primal(data), axis=axis, keepdims=True)
        shift = np.where(np.isfinite(peak), peak, 0.0)
        total = np.log(np.sum(np.exp(data - shift), axis=axis, keepdims=True)) + shift
        value = total if keepdims else np.squeeze(total, axis=axis)
        return _node(
            value, (self, lambda d: shapes.restored(d, shape, axis, keepdims) * np.exp(data - total))
        )

    def reshape(self, *shape: Any) -> Tensor:
        """Return the elements in another shape, given as numbers or as a tuple; one of them may be -1."""
        wanted, own = (shape[0] if len(shape) == 1 else shape), self.shape
        return _node(np.reshape(self.data, wanted), (self, lambda d: np.reshape(d, own)))

    def transpose(self, axes: Sequence[int] | None = None) -> Tensor:
        """Return the array with its axes in another order, by default the reverse."""
        back = None if axes is None else np.argsort([axis % self.ndim for axis in axes])
        return _node(np.transpose(self.data, axes), (self, lambda d: np.transpose(d, back)))

    def matmul(self, other: Any) -> Tensor:
        """Return the matrix product; leading axes are batches and are broadcast, vectors are as in NumPy."""
        return _matmul(self, other)

    __matmul__, __rmatmul__ = matmul, lambda self, other: _matmul(other, self)

    def __getitem__(self, index: Any) -> Tensor:
        """Return a part, chosen as in NumPy; an element chosen twice will receive both derivatives."""
        return _node(self.data[index], (self, lambda d: shapes.scattered(d, self.shape, index)))

    def backward(self, cotangent: Any = None) -> None:
        """Fill ``grad`` of every input with the derivative of this result, then let the graph go.

        Args:
            cotangent: a weight for each element of the result; 1 by default, if the result is one number.

        Raises:
            ValueError: if the result is not one number and no cotangent is given, or one of another shape.
            RuntimeError: if no input requires a gradient, the graph has been used before, or data changed
                since an operation used them.
        """
        cotangents = {id(self): graph.start(self, cotangent)}
        order = graph.topological_order(self)
        while order:  # from the result to the inputs: whatever uses a node has been visited before it
            node = order.pop()
            d = cotangents.pop(id(node))
            if not node._edges:
                total = d if node.grad is None else node.grad + d
                node.grad = total.astype(node.data.dtype)
                continue
            checks.untouched(node)
            for operand, pullback in node._edges:
                share, known = pullback(d), cotangents.get(id(operand))
                cotangents[id(operand)] = share if known is None else known + share
            node._edges = node._used = None  # what the pullbacks held may go

    def item(self) -> float:
        """Return the only element as a float."""
        return float(primal(self.data).item())

    shape = property(lambda self: self.data.shape, doc="The length of each axis.")
    ndim = property(lambda self: self.data.ndim, doc="The number of axes.")
    dtype = property(lambda self: self.data.dtype, doc="float64 or float32.")
    T = property(transpose, doc="The array with its axes reversed.")

    def __len__(self) -> int:
        """Return the length of the first axis."""
        return len(self.data)

    def __bool__(self) -> bool:
        """Return whether the only element is other than 0; of several elements there is no one truth."""
        if self.data.size != 1:
            raise ValueError(
                f"a Tensor of shape {self.shape} is neither true nor false: compare its elements"
            )
        return bool(self.item())

    def __repr__(self) -> str:
        """Return the values, as NumPy writes them."""
        return f"Tensor({self.data!r})"


def _value(operand: Any) -> Any:
    """Return what NumPy should compute with; a plain number stays one, so that it changes no dtype."""
    if isinstance(operand, Tensor):
        return operand.data
    if isinstance(operand, int | float) and not isinstance(operand, bool):
        return operand if isinstance(operand, int) else float(operand)
    return checks.floating(operand, "an operand")


def _node(value: Any, *edges: tuple[Any, Pullback]) -> Tensor:
    """Return a new Tensor that remembers those of its operands whose derivative is wanted."""
    node = Tensor.__new__(Tensor)
    node.data, node.grad = (value if hasattr(value, "__array_function__") else np.asarray(value)), None
    node._edges = tuple(edge for edge in edges if isinstance(edge[0], Tensor) and edge[0].requires_grad)
    node.requires_grad = bool(node._edges)
    node._used = checks.seen(node.data, node._edges)
    return node


def _elementwise(function: Callable[..., Any], *operands: Any) -> Tensor:
    """Apply a function number by number, and remember its rule for each operand."""
    values = [operand.data if isinstance(operand, Tensor) else _value(operand) for operand in operands]
    result = function(*values)
    edges = [
        (operand, _pullback(rule, result, values, operand.data.shape))
        for operand, rule in zip(operands, RULES[function], strict=True)
        if isinstance(operand, Tensor)
    ]
    return _node(result, *edges)


def _pullback(rule: Callable[..., Any], result: Any, values: list[Any], shape: tuple[int, ...]) -> Pullback:
    """Return the pullback to an operand of this shape: the rule, then the transpose of broadcasting."""
    return lambda d: shapes.unbroadcast(rule(d, result, *values), shape)


def _matmul(left: Any, right: Any) -> Tensor:
    """Return the matrix product of two operands, at least one of them a Tensor."""
    a, b = _value(left), _value(right)
    value = shapes.product(a, b)
    to_left, to_right = shapes.product_pullbacks(a, b)
    return _node(value, (left, to_left), (right, to_right))

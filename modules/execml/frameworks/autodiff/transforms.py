"""From a function to its derivatives: the gradient, and the rate and the curvature along a direction.

Each takes a function written with :class:`~execml.frameworks.Tensor` and returns a function of plain arrays:

- :func:`gradient` is reverse mode: all partial derivatives of one number, at a small multiple of its cost;
- :func:`jvp` is forward mode: how everything changes along one direction, at a small multiple too and with
  nothing stored (reverse mode twice would give the same numbers, cost more, and store the graph);
- :func:`hessian_vector_product` runs reverse mode on dual numbers: forward over reverse (Pearlmutter, 1994,
  doi:10.1162/neco.1994.6.1.147), at a small multiple of the cost, without ever forming the Hessian.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from execml.frameworks.autodiff.checks import alike, differentiable, floating
from execml.frameworks.autodiff.dual import Dual, tangent_of
from execml.frameworks.autodiff.elementary import primal
from execml.frameworks.autodiff.tensor import Tensor

Point = Any  # an array of floats, or a list of such arrays


def gradient(function: Callable[[Any], Tensor]) -> Callable[[Point], Any]:
    """Return the function that computes all partial derivatives of a function with one number as its result.

    Args:
        function: takes a Tensor, or a list of Tensors, and returns a Tensor of one element.

    Returns:
        A function of an array, or of a list of arrays, that returns the derivatives in the same form.

    Raises:
        ValueError: from the function returned, if the point is not made of floats, or the result is not a
            Tensor of one element.

    >>> gradient(lambda x: (x * x * x).sum())(np.array([1.0, 2.0]))
    array([ 3., 12.])
    """
    differentiable(function)

    def gradient_of(point: Point) -> Any:
        inputs = [Tensor(part) for part in _parts(point)]
        result = _tensor(function(_like(point, inputs)))
        if result.requires_grad:  # otherwise it is a constant
            result.backward()
        grads = [np.zeros_like(x.data) if x.grad is None else x.grad for x in inputs]
        return _like(point, grads)

    return gradient_of


def value_of(function: Callable[[Any], Tensor]) -> Callable[[Point], Any]:
    """Return the function that only computes the value, as a plain array, and remembers nothing.

    >>> value_of(lambda x: (x * x).sum())(np.array([1.0, 2.0])).item()
    5.0
    """
    differentiable(function)

    def value_at(point: Point) -> Any:
        inputs = [Tensor(part, requires_grad=False) for part in _parts(point)]
        result = _tensor(function(_like(point, inputs)))
        if not result.requires_grad and isinstance(result.data, np.ndarray) and result.data.flags.owndata:
            result.data.flags.writeable = True  # nobody else holds it
        return result.data

    return value_at


def jvp(function: Callable[[Any], Tensor]) -> Callable[[Point, Point], tuple[Any, Any]]:
    """Return the function that computes a value and its rate of change along a direction.

    With the Jacobian J of the function at a point, the rate along v is the Jacobian-vector product J v.

    Args:
        function: takes a Tensor, or a list of Tensors, and returns a Tensor of any shape.

    Returns:
        A function of a point and a direction, in the same form, that returns value and rate, two arrays.

    Raises:
        ValueError: from the function returned, if point and direction differ in shape or are not made of
            floats, or the result is not a Tensor.

    >>> value, rate = jvp(lambda x: x.exp())(np.array([0.0, 1.0]), np.array([2.0, 0.0]))
    >>> value.round(3).tolist(), rate.round(3).tolist()
    ([1.0, 2.718], [2.0, 0.0])
    """
    differentiable(function)

    def rate_along(point: Point, direction: Point) -> tuple[Any, Any]:
        inputs = [Tensor(pair, requires_grad=False) for pair in _duals(point, direction)]
        result = _tensor(function(_like(point, inputs))).data
        return primal(result), tangent_of(result)

    return rate_along


def hessian_vector_product(function: Callable[[Any], Tensor]) -> Callable[[Point, Point], Any]:
    """Return the function that computes how the gradient changes along a direction.

    With the matrix H of second derivatives at a point, that is the product H v.

    Args:
        function: takes a Tensor, or a list of Tensors, and returns a Tensor of one element.

    Returns:
        A function of a point and a direction, in the same form, that returns the product in that form too.

    Raises:
        ValueError: from the function returned, as for :func:`gradient` and :func:`jvp`.

    >>> hessian_vector_product(lambda x: (x * x * x).sum())(np.array([1.0, 2.0]), np.array([1.0, 1.0]))
    array([ 6., 12.])
    """
    differentiable(function)

    def curvature_along(point: Point, direction: Point) -> Any:
        inputs = [Tensor(pair) for pair in _duals(point, direction)]
        result = _tensor(function(_like(point, inputs)))
        if result.requires_grad:
            result.backward()
        products = [np.zeros_like(x.data.value) if x.grad is None else tangent_of(x.grad) for x in inputs]
        return _like(point, products)

    return curvature_along


def _parts(point: Point, name: str = "the point") -> list[Any]:
    """Return a point's arrays: those of a list, or the one that it is."""
    if isinstance(point, Tensor):
        raise ValueError(
            f"{name} is a Tensor, and must be an array: for second derivatives use hessian_vector_product"
        )
    parts = list(point) if isinstance(point, list | tuple) and not _numbers(point) else [point]
    return [floating(part, name) for part in parts]


def _numbers(point: Any) -> bool:
    """Return whether a list is one vector of plain numbers."""
    return all(isinstance(part, int | float) for part in point)


def _like(point: Point, parts: list[Any]) -> Any:
    """Return the parts in the form that the point has."""
    return parts if isinstance(point, list | tuple) and not _numbers(point) else parts[0]


def _duals(point: Point, direction: Point) -> list[Dual]:
    """Pair each array of a point with the same array of a direction."""
    values, tangents = _parts(point), _parts(direction, "the direction")
    alike(values, tangents, point, direction)
    return [Dual(*pair) for pair in zip(values, tangents, strict=True)]


def _tensor(result: Any) -> Tensor:
    """Return what a function gave back, if it is a Tensor."""
    if not isinstance(result, Tensor):
        raise ValueError(f"the function returns {type(result).__name__}, and must return a Tensor")
    return result

"""What derivatives cost, counted and not timed: operations, and numbers held at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isqrt
from typing import Any

import numpy as np

from execml.course.validation import several, whole
from execml.frameworks.autodiff.checkpointing import deep_loss
from execml.frameworks.autodiff.counting import count
from execml.frameworks.autodiff.finite_differences import checked_parts, random_direction
from execml.frameworks.autodiff.tensor import Tensor
from execml.frameworks.autodiff.transforms import gradient, hessian_vector_product, jvp, value_of


@dataclass(frozen=True)
class Costs:
    """Operations for derivatives of a function, as multiples of the operations of the function itself.

    Attributes:
        inputs: how many numbers the function depends on.
        operations: of one evaluation.
        gradient: all partial derivatives, by reverse mode; the value comes with them.
        rate: the derivative along one direction, by forward mode; the value comes with it.
        curvature: one Hessian-vector product; the gradient comes with it.
    """

    inputs: int
    operations: int
    gradient: float
    rate: float
    curvature: float

    @property
    def gradient_by_differences(self) -> float:
        """All partial derivatives by central differences: two evaluations for each input."""
        return 2.0 * self.inputs


def derivative_costs(function: Callable[[Any], Tensor], point: list[np.ndarray]) -> Costs:
    """Count what derivatives of a function take.

    Args:
        function: takes a list of Tensors and returns a Tensor of one element.
        point: a list of arrays of floats.

    >>> costs = derivative_costs(lambda x: (x[0] * x[0]).sum(), [np.ones(1000)])
    >>> costs.operations, round(costs.gradient, 2)  # then 2,000 products, 1,000 sums
    (1999, 2.5)
    """
    checked_parts("point", point)
    along = random_direction(point, np.random.default_rng(0))  # the counts are the same for every direction
    once = count(value_of(function), point).operations
    return Costs(
        inputs=sum(part.size for part in point),
        operations=once,
        gradient=count(gradient(function), point).operations / once,
        rate=count(jvp(function), point, along).operations / once,
        curvature=count(hessian_vector_product(function), point, along).operations / once,
    )


@dataclass(frozen=True)
class Depths:
    """What reverse mode holds in networks of growing depth, with and without checkpoints.

    Attributes:
        layers: the depths, square numbers.
        kept: numbers held at once if every value is kept.
        checkpointed: numbers held at once with as many segments as the square root of the depth.
        forward: numbers held at once by forward mode along one direction.
        cost_kept: operations of the gradient as a multiple of the function's, at the greatest depth.
        cost_checkpointed: the same with checkpoints.
    """

    layers: tuple[int, ...]
    kept: tuple[int, ...]
    checkpointed: tuple[int, ...]
    forward: tuple[int, ...]
    cost_kept: float
    cost_checkpointed: float


def memory_by_depth(layers: Sequence[int], clients: int = 128, units: int = 4) -> Depths:
    """Count the numbers that derivatives of a deep network hold at once, weights and gradients included.

    Args:
        layers: square numbers, in rising order.
        clients: rows of the state that passes through.
        units: its columns.

    Raises:
        ValueError: if a depth is not a square number, or a number is not whole and at least 1.

    >>> found = memory_by_depth((4, 16))
    >>> found.kept[1] > 3 * found.kept[0], found.checkpointed[1] < 2.2 * found.checkpointed[0]
    (True, True)
    """
    depths = [whole("layers", depth, high=10_000) for depth in several("layers", layers)]
    if any(isqrt(depth) ** 2 != depth for depth in depths):
        raise ValueError(f"layers={layers!r} must be square numbers, such as 4, 16 or 64")
    clients, units = whole("clients", clients, high=100_000), whole("units", units, high=1_000)
    generator = np.random.default_rng(0)
    start = generator.normal(size=(clients, units))
    kept, checkpointed, forward = [], [], []
    for depth in layers:
        kernels = [generator.normal(size=(units, units)) / (10 * units) for _ in range(depth)]
        once = count(value_of(deep_loss(start)), kernels)
        kept.append(count(gradient(deep_loss(start)), kernels))
        checkpointed.append(count(gradient(deep_loss(start, isqrt(depth))), kernels))
        forward.append(count(jvp(deep_loss(start)), kernels, kernels))
    return Depths(
        tuple(layers),
        tuple(tally.most_held for tally in kept),
        tuple(tally.most_held for tally in checkpointed),
        tuple(tally.most_held for tally in forward),
        kept[-1].operations / once.operations,
        checkpointed[-1].operations / once.operations,
    )

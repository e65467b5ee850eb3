"""How curved a loss is along its sharpest direction, from Hessian-vector products alone."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from execml.course.validation import function, whole
from execml.frameworks.autodiff.finite_differences import checked_parts, random_direction

Parts = list[np.ndarray]


def sharpest_curvature(
    product: Callable[[Parts, Parts], Parts], point: Parts, generator: np.random.Generator, rounds: int = 20
) -> float:
    """Return the size of the Hessian's largest eigenvalue, by power iteration.

    Each round multiplies a direction by the Hessian and restores its length; the component along the sharpest
    direction grows fastest. It is approached from below, slowly if a second one is nearly as large.

    Args:
        product: ``hessian_vector_product(loss)``.
        point: where to look.
        generator: where the first direction comes from.
        rounds: how many products to take, at most a million.

    Raises:
        ValueError: if an argument is out of range, or the product has not the shapes of the point.

    >>> bowl = lambda x, v: [np.array([1.0, 9.0]) * v[0]]
    >>> round(sharpest_curvature(bowl, [np.zeros(2)], np.random.default_rng(0)), 6)
    9.0
    """
    function("product", product)
    whole("rounds", rounds, high=1_000_000)
    along, size = random_direction(point, generator), 0.0
    for _ in range(rounds):
        bent = checked_parts("product", product(point, along), like=point, finite=False)
        size = float(np.sqrt(sum(np.sum(part**2) for part in bent)))
        if size == 0:
            return 0.0  # flat along every direction that the iteration can reach
        along = [part / size for part in bent]
    return size

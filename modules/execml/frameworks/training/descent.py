"""Gradient descent and its two accelerations, with the rates that theory promises on a quadratic.

A quadratic ``f(x) = (x - m)ᵀ H (x - m) / 2`` curves between μ, the smallest eigenvalue of H, and L, the
largest. κ = L / μ is its condition number. Least squares is such a quadratic, with H = AᵀA / n.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course.arrays import array
from execml.course.validation import function, instance, one_of, positive, real, whole

MOST_STEPS = 10_000_000
METHODS = ("gradient descent", "heavy ball", "Nesterov")


@dataclass(frozen=True)
class Settings:
    """How a method moves.

    Attributes:
        step: what the gradient is multiplied by (the learning rate).
        momentum: the share of the last move that is made again.
        lookahead: whether the gradient is taken after that share has been moved (Nesterov), or before.
    """

    step: float
    momentum: float = 0.0
    lookahead: bool = False


def curvatures(features: ArrayLike) -> NDArray[np.float64]:
    """Return the eigenvalues of the least-squares Hessian ``AᵀA / n``, smallest first.

    Args:
        features: the matrix A, shape (rows, columns).

    Raises:
        ValueError: if it is not a matrix of finite numbers with a row and a column.

    >>> curvatures([[2.0, 0.0], [0.0, 1.0]])
    array([0.5, 2. ])
    """
    matrix = array("features", features, ("rows", "columns")).astype(float)
    singular = np.linalg.svd(matrix, compute_uv=False)[::-1]
    flat = np.zeros(max(0, matrix.shape[1] - matrix.shape[0]))  # fewer rows than columns: flat directions
    return np.concatenate([flat, singular**2 / len(matrix)])


def condition_number(features: ArrayLike) -> float:
    """Return κ = L / μ of least squares with these features; infinite if a column is redundant.

    Singular values below the rounding error of the largest count as zero.

    >>> condition_number([[2.0, 0.0], [0.0, 1.0]])
    4.0
    """
    values = curvatures(features)
    noise = (max(np.shape(features)) * np.finfo(float).eps) ** 2 * values[-1]
    return math.inf if values[0] <= noise else float(values[-1] / values[0])


def best_settings(method: str, smallest: float, largest: float) -> Settings:
    """Return the step and the momentum of a method for curvatures between ``smallest`` and ``largest``.

    Polyak (1964) gives those of gradient descent and heavy ball, which have the best rates on quadratics.
    Nesterov's are his constant-step scheme with step 1 / L (2004, section 2.2.1, scheme 2.2.11).

    Args:
        method: one of ``METHODS``.
        smallest: μ, above 0.
        largest: L, at least μ.

    Raises:
        ValueError: if the method is unknown, or not 0 < μ ≤ L.

    >>> best_settings("gradient descent", 1, 9)
    Settings(step=0.2, momentum=0.0, lookahead=False)
    >>> best_settings("heavy ball", 1, 9)
    Settings(step=0.25, momentum=0.25, lookahead=False)
    """
    one_of("method", method, METHODS)
    low, high = math.sqrt(positive("smallest", smallest)), math.sqrt(positive("largest", largest))
    if low > high:
        raise ValueError(f"smallest={smallest!r} must not exceed largest={largest!r}")
    share = (high - low) / (high + low)
    return {
        "gradient descent": Settings(2 / (smallest + largest)),
        "heavy ball": Settings(4 / (low + high) ** 2, share**2),
        "Nesterov": Settings(1 / largest, share, lookahead=True),
    }[method]


def rate(method: str, condition: float) -> float:
    """Return the factor by which the distance to the optimum shrinks per step, with :func:`best_settings`.

    Gradient descent: (κ - 1) / (κ + 1), at every step. Heavy ball: (√κ - 1) / (√κ + 1), and Nesterov:
    1 - 1 / √κ. These two are spectral radii: they hold on quadratics and in the limit of many steps, and
    early on the distance may grow, because the iteration's matrix has a Jordan block (Lessard, Recht and
    Packard, 2016, section 2.2).

    Args:
        method: one of ``METHODS``.
        condition: κ, at least 1.

    Raises:
        ValueError: if the method is unknown, or κ is below 1.

    >>> [round(rate(method, 100), 3) for method in METHODS]
    [0.98, 0.818, 0.9]
    """
    one_of("method", method, METHODS)
    kappa = real("condition", condition, 1, math.inf, low_open=False)
    root = math.sqrt(kappa)
    return {
        "gradient descent": (kappa - 1) / (kappa + 1),
        "heavy ball": (root - 1) / (root + 1),
        "Nesterov": 1 - 1 / root,
    }[method]


def slowest_direction(method: str, condition: float, steps: int) -> NDArray[np.float64]:
    """Return the largest share of the distance that can be left after 0, 1, … steps from rest.

    With :func:`best_settings` no quadratic with condition number κ, and no start, leaves more; one direction
    leaves as much. It is the flattest one for gradient descent, ``rateᵏ``, and for Nesterov,
    ``(1 + k / √κ) · rateᵏ``, and the steepest one for heavy ball, ``(1 + 2k√κ / (√κ + 1)) · rateᵏ``.

    For heavy ball write r for the rate and ``2 r x = 1 + r² - step · λ``. From rest the distance along an
    eigenvector with eigenvalue λ is ``rᵏ (U_k(x) - r U_{k-1}(x))`` with Chebyshev polynomials of the second
    kind, since both start with 1 and ``2 r x - r²`` and obey one recursion. From μ to L x runs from 1 to -1,
    ``|U_k| ≤ k + 1``, and at x = -1 both terms reach their bounds and add up: ``rᵏ (1 + k + r k)``.

    Args:
        method: one of ``METHODS``.
        condition: κ, at least 1.
        steps: how many steps.

    Raises:
        ValueError: if the method is unknown, κ is below 1, or ``steps`` is no whole number of at least 1.

    >>> slowest_direction("heavy ball", 9, 3)
    array([1.    , 1.25  , 1.    , 0.6875])
    """
    factor, root = rate(method, condition), math.sqrt(condition)
    pace = {"gradient descent": 0.0, "heavy ball": 2 * root / (root + 1), "Nesterov": 1 / root}[method]
    counts = np.arange(whole("steps", steps, high=MOST_STEPS) + 1)
    return (1 + pace * counts) * factor**counts


def steps_promised(method: str, condition: float, times: float) -> int:
    """Return after how many steps from rest the distance has surely become so many times smaller.

    Args:
        method: one of ``METHODS``.
        condition: κ, at least 1.
        times: above 1.

    Raises:
        ValueError: if the method is unknown, κ is below 1, or ``times`` is not above 1.

    >>> steps_promised("gradient descent", 9, 1_000), steps_promised("heavy ball", 9, 1_000)
    (31, 15)
    """
    goal, factor = real("times", times, 1, math.inf), rate(method, condition)
    if not factor:
        return 1
    root = math.sqrt(condition)
    pace = {"gradient descent": 0.0, "heavy ball": 2 * root / (root + 1), "Nesterov": 1 / root}[method]
    count, before = math.log(goal) / -math.log(factor), 0.0
    while abs(count - before) > 1e-9 * count:  # (1 + pace · k) · factorᵏ = 1 / times, from below
        count, before = (math.log(goal) + math.log1p(pace * count)) / -math.log(factor), count
    return math.ceil(count - 1e-6)


def descend(
    gradient: Callable[[NDArray[np.float64]], ArrayLike], start: ArrayLike, settings: Settings, steps: int
) -> NDArray[np.float64]:
    """Return the points that a method visits, shape (steps + 1, dimension).

    ``x ← x - step · ∇f(y) + momentum · (x - previous x)``, where y is x (heavy ball), or x moved by
    the momentum already (Nesterov).

    Args:
        gradient: from a point of shape (dimension,) to the gradient there.
        start: the first point, shape (dimension,).
        settings: step, momentum and where the gradient is taken.
        steps: how many steps to take.

    Raises:
        ValueError: if ``steps`` is not a whole number from 1 to 10 million, or ``start`` not finite.

    >>> descend(lambda x: x, [8.0], Settings(step=0.5), 3).ravel()
    array([8., 4., 2., 1.])
    """
    function("gradient", gradient)
    instance("settings", settings, Settings)
    previous = point = array("start", start).astype(float).ravel()
    path = np.empty((whole("steps", steps, high=MOST_STEPS) + 1, len(point)))
    path[0] = point
    for place in range(1, steps + 1):
        moved = point + settings.momentum * (point - previous)
        slope = np.asarray(gradient(moved if settings.lookahead else point))
        previous, point = point, moved - settings.step * slope
        path[place] = point
    return path


def least_squares_distances(
    features: ArrayLike, target: ArrayLike, settings: Settings, steps: int
) -> NDArray[np.float64]:
    """Return how far the weights are from the least-squares solution after 0, 1, … steps from zero.

    Args:
        features: the matrix A, shape (rows, columns), with independent columns.
        target: what to predict, shape (rows,).
        settings: step, momentum and where the gradient is taken.
        steps: how many steps to take.

    Returns:
        Distances as a share of the first one, shape (steps + 1,).

    Raises:
        ValueError: if the shapes do not fit, a number is not finite, or ``steps`` is out of range.

    >>> least_squares_distances([[1.0], [1.0]], [1.0, 3.0], Settings(step=0.5), 3)
    array([1.   , 0.5  , 0.25 , 0.125])
    """
    hessian, solution = _bowl(features, target)
    path = descend(lambda x: hessian @ (x - solution), np.zeros(len(solution)), settings, steps)
    return _shares(path, solution)


def conjugate_distances(features: ArrayLike, target: ArrayLike, steps: int) -> NDArray[np.float64]:
    """Return what :func:`least_squares_distances` does for conjugate gradients, which need no settings.

    Each step goes along a direction that leaves the error of all steps before as small as they made it
    (Hestenes and Stiefel, 1952), so that without rounding there are no more steps than columns. That uses the
    bowl twice: its curvature along a direction, and that it is the same everywhere.

    Args:
        features: the matrix A, shape (rows, columns), with independent columns.
        target: what to predict, shape (rows,).
        steps: how many steps to take; once the gradient is exactly 0, the weights stay.

    Raises:
        ValueError: if the shapes do not fit, a number is not finite, or ``steps`` is out of range.

    >>> conjugate_distances([[2.0, 0.0], [0.0, 1.0]], [2.0, 1.0], 3).round(3) + 0.0
    array([1.   , 0.523, 0.   , 0.   ])
    """
    hessian, solution = _bowl(features, target)
    path = np.zeros((whole("steps", steps, high=MOST_STEPS) + 1, len(solution)))
    residual = direction = hessian @ solution
    for place in range(1, steps + 1):
        path[place] = path[place - 1]
        length, moved = float(residual @ residual), hessian @ direction
        if length == 0:
            continue
        stride = length / float(direction @ moved)
        path[place] += stride * direction
        residual = residual - stride * moved
        direction = residual + float(residual @ residual) / length * direction
    return _shares(path, solution)


def _bowl(features: ArrayLike, target: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the Hessian and the lowest point of least squares."""
    matrix = array("features", features, ("rows", "columns")).astype(float)
    values = array("target", target, (len(matrix),)).astype(float)
    return matrix.T @ matrix / len(matrix), np.linalg.lstsq(matrix, values, rcond=None)[0]


def _shares(path: NDArray[np.float64], solution: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return each point's distance to the solution as a share of the first one's."""
    distances = np.linalg.norm(path - solution, axis=1)
    return distances / distances[0]

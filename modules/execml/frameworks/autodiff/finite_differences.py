"""Derivatives by trial: move the inputs a little, and see what happens. Slow and blurred, but independent.

That makes differences the wrong way to compute a gradient, and the right way to test one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from execml.course.arrays import array
from execml.course.validation import finite, positive, several
from execml.course.validation import function as checked_function
from execml.course.validation import generator as checked_generator

Parts = list[np.ndarray]


def central_difference(
    function: Callable[[Parts], Any], point: Parts, direction: Parts, step: float
) -> float:
    """Return the rate of change along a direction, from two evaluations a step to either side.

    Its error is about step² times a third derivative, plus the rounding error of the function over the step.

    Args:
        function: takes a list of arrays and returns one number.
        point: a list of arrays.
        direction: a list of arrays in the same shapes.
        step: how far to go, as a multiple of the direction.

    Raises:
        ValueError: if the step is not above zero, or the direction has not the shapes of the point.

    >>> round(central_difference(lambda x: np.exp(x[0]), [np.array(0.0)], [np.array(1.0)], 1e-4), 8)
    1.0
    """
    checked_function("function", function)
    checked_parts("direction", direction, checked_parts("point", point))
    step = positive("step", step)  # a plain number, which does not widen single precision
    ahead, behind = (_moved(point, direction, sign * step) for sign in (1, -1))
    return (float(function(ahead)) - float(function(behind))) / (2 * step)


@dataclass(frozen=True)
class Blur:
    """How far central differences along one direction lie from the derivative, by step.

    Attributes:
        steps: the steps tried.
        measured: relative error, with the function's values rounded to single precision.
        foreseen: for "float32" and "float64", the bend's error plus the largest rounding error, as a share of
            the derivative.
    """

    steps: np.ndarray
    measured: np.ndarray
    foreseen: dict[str, np.ndarray]


def difference_errors(
    function: Callable[[Parts], Any], slope: float, point: Parts, direction: Parts, steps: np.ndarray
) -> Blur:
    """Compare central differences with a known derivative, and with what Taylor's theorem foresees.

    A difference with step h errs by c h² for its bend, c being a sixth of the third derivative, plus at most
    u |f| / h for its rounding, u being half the spacing of floating-point numbers at 1. The constant c is
    taken from a step of 0.01, where rounding does not show.

    Args:
        function: takes a list of arrays and returns one number, in float64.
        slope: its derivative along the direction.
        point: a list of arrays.
        direction: a list of arrays in the same shapes.
        steps: which steps to try, all above zero.

    Raises:
        ValueError: if the slope is 0 or not finite, or as :func:`central_difference`.

    >>> one, steps = [np.array(1.0)], np.array([0.1, 0.2])
    >>> cube = difference_errors(lambda x: x[0] ** 3, 3.0, one, one, steps)
    >>> cube.measured.round(4), cube.foreseen["float64"].round(4)  # h² / 3
    (array([0.0033, 0.0133]), array([0.0033, 0.0133]))
    """
    checked_function("function", function)
    if finite("slope", slope) == 0:
        raise ValueError("slope=0 must be another number: errors are shares of it")
    steps = array("steps", steps, ("steps",))
    rounded = [central_difference(lambda at: np.float32(function(at)), point, direction, h) for h in steps]
    bend = abs(central_difference(function, point, direction, 0.01) - slope) / 0.01**2
    size = abs(float(function(point)))
    units = {name: np.finfo(name).eps / 2 for name in ("float32", "float64")}
    foreseen = {name: (bend * steps**2 + unit * size / steps) / abs(slope) for name, unit in units.items()}
    return Blur(steps, np.abs(np.array(rounded) / slope - 1), foreseen)


def random_direction(point: Parts, generator: np.random.Generator) -> Parts:
    """Return a direction of length 1 in the shapes of a point, every direction equally likely.

    Raises:
        ValueError: if the point is no list of arrays, or ``generator`` is none.

    >>> (way,) = random_direction([np.zeros((2, 3))], np.random.default_rng(0))
    >>> way.shape, round(float(np.sum(way**2)), 12)
    ((2, 3), 1.0)
    """
    checked_parts("point", point, finite=False)
    checked_generator("generator", generator)
    drawn = [generator.normal(size=np.shape(part)) for part in point]
    length = np.sqrt(sum(np.sum(part**2) for part in drawn))
    return [(part / length).astype(np.asarray(given).dtype) for part, given in zip(drawn, point, strict=True)]


def gradient_test(
    function: Callable[[Parts], Any],
    gradient: Callable[[Parts], Parts],
    point: Parts,
    generator: np.random.Generator,
    step: float = 1e-5,
) -> float:
    """Return by what share a gradient misses the rate of change along a random direction.

    Two evaluations test all partial derivatives at once: a wrong gradient passes only if its error is almost
    perpendicular to the direction. A right one in float64 leaves about 1e-7 or less at moderate curvature.

    Args:
        function: takes a list of arrays and returns one number.
        gradient: takes such a list and returns the partial derivatives in the same shapes.
        point: where to test.
        generator: where the direction comes from.
        step: how far the two evaluations lie on either side.

    Raises:
        ValueError: if the gradient's shapes are not the point's.

    >>> square, draw = (lambda x: np.sum(x[0] ** 2)), np.random.default_rng(0)
    >>> bool(gradient_test(square, lambda x: [2 * x[0]], [np.ones(9)], draw) < 1e-9)
    True
    >>> round(gradient_test(square, lambda x: [x[0]], [np.ones(9)], draw), 6)
    0.5
    """
    checked_function("gradient", gradient)
    positive("step", step)
    direction = random_direction(checked_parts("point", point), generator)
    claimed = gradient(point)
    if [np.shape(part) for part in claimed] != [np.shape(part) for part in point]:
        raise ValueError("gradient must return arrays in the shapes of the point")
    foreseen = sum(float(np.sum(part * way)) for part, way in zip(claimed, direction, strict=True))
    seen = central_difference(function, point, direction, step)
    return abs(foreseen - seen) / max(abs(seen), np.finfo(float).tiny)


def checked_parts(name: str, value: Any, like: Parts | None = None, finite: bool = True) -> list[np.ndarray]:
    """Return a list of arrays of numbers, after checking them.

    Args:
        name: the argument's name, for the message.
        value: what the caller passed.
        like: a list whose shapes they must have.
        finite: whether NaN and infinity are refused.

    Raises:
        ValueError: if it is no such list.
    """
    parts = [
        array(f"{name}[{place}]", part, finite=finite) for place, part in enumerate(several(name, value))
    ]
    if like is not None and [part.shape for part in parts] != [np.shape(part) for part in like]:
        wanted = [np.shape(part) for part in like]
        raise ValueError(f"{name} has the shapes {[x.shape for x in parts]}, and must have {wanted}")
    return parts


def _moved(point: Parts, direction: Parts, distance: float) -> Parts:
    return [part + distance * way for part, way in zip(point, direction, strict=True)]

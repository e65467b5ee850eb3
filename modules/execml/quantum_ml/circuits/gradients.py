"""The parameter-shift rule: exact derivatives of an expectation, from its values at other angles."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from execml.course.arrays import array
from execml.course.validation import function as function_checked
from execml.course.validation import several, shown, whole

# Four terms where an expectation has the frequencies 1/2 and 1, as that of a controlled rotation (Anselmetti
# and others, 2021, arXiv:2104.05695): weights of the shifts pi/2 and 3 pi/2.
NEAR, FAR = (math.sqrt(2) + 1) / (4 * math.sqrt(2)), (math.sqrt(2) - 1) / (4 * math.sqrt(2))


def parameter_shift(
    function: Callable[[np.ndarray], Any], parameters: Any, controlled: Sequence[int] = ()
) -> np.ndarray:
    """Return the gradient of an expectation by its angles, exactly and from its values alone.

    An angle that turns one gate, and no controlled rotation, enters as a + b cos + c sin; so the derivative
    is half the difference of the values at a quarter turn to either side (Mitarai and others, 2018,
    equation 4, arXiv:1803.00745). Each angle must stand in one gate only.

    Args:
        function: takes angles of shape (points, angles), and returns the expectation at each, shape
            (points,).
        parameters: where the gradient is wanted, shape (angles,).
        controlled: places of angles that turn CRX, CRY or CRZ; these take four values instead of two.

    Returns:
        shape (angles,).

    Raises:
        ValueError: if the function returns anything else than a finite number a point.

    >>> parameter_shift(lambda angles: np.cos(angles[:, 0]), [0.3]).round(6).tolist()
    [-0.29552]
    """
    call = function_checked("function", function)
    angles = array("parameters", parameters, ("angles",)).astype(float)
    places = [
        whole("controlled", place, 0, len(angles) - 1) for place in several("controlled", controlled, 0)
    ]
    unit = np.eye(len(angles))
    quarter = math.pi / 2
    near = np.full(len(angles), 0.5)
    near[places] = NEAR
    far_unit = unit[places]
    points = [angles + quarter * unit, angles - quarter * unit]
    points += [angles + 3 * quarter * far_unit, angles - 3 * quarter * far_unit]
    values = np.asarray(call(np.concatenate(points)))
    wanted = 2 * len(angles) + 2 * len(places)
    if values.shape != (wanted,) or values.dtype.kind not in "biuf" or not np.isfinite(values).all():
        raise ValueError(f"function={shown(function)} must return {wanted} finite numbers for as many points")
    plus, minus = values[: len(angles)], values[len(angles) : 2 * len(angles)]
    gradient = near * (plus - minus)
    far = values[2 * len(angles) :]
    gradient[places] -= FAR * (far[: len(places)] - far[len(places) :])
    return gradient

"""Reading a record out of the gradient of the first layer: a division, and nothing else."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course.arrays import array
from execml.course.validation import at_least_zero


def invert_gradient(gradient: ArrayLike, tolerance: float = 1e-12) -> NDArray[np.float64]:
    """Return what each unit of a first layer gives away: its gradient divided by the gradient of its bias.

    For one record x, unit j's weights have the gradient g_j x and its bias has g_j, so each unit that is
    active yields x exactly (Phong et al., 2018, section 3; Geiping et al., NeurIPS 2020, arXiv
    2003.14053, proposition 3.1). For several records each unit yields the mean of x weighted by g_j.

    Args:
        gradient: of the first layer, shape (features + 1, units), the bias in the last row; a multiple of it,
            such as the update of one step, will do.
        tolerance: units whose bias has a gradient of at most this size yield nothing and are left out.

    Returns:
        shape (units that yield something, features).

    Raises:
        ValueError: if the gradient has another shape, or holds NaN or infinity.

    >>> record, error = np.array([0.2, -1.0]), np.array([0.5, 0.0, -0.1])
    >>> invert_gradient(np.outer([*record, 1.0], error)).round(12).tolist()
    [[0.2, -1.0], [0.2, -1.0]]
    """
    found = array("gradient", gradient, ("features and bias", "units")).astype(float)
    if len(found) < 2:
        raise ValueError(f"gradient of shape {found.shape} must have a row a feature, and one for the bias")
    active = np.abs(found[-1]) > at_least_zero("tolerance", tolerance)
    return (found[:-1, active] / found[-1, active]).T

"""What explanations give away: a client in the background, from two letters with her and without."""

from __future__ import annotations

from typing import Any

import numpy as np

from execml.course.arrays import array
from execml.course.validation import whole


def departed_row(before: Any, after: Any, row: Any, weights: Any, size: int) -> np.ndarray:
    """Return the row of a client who left the background, from two explanations of one other client.

    A linear model's interventional values are φ = w (x − mean of the background). Two of them give two means,
    of ``size`` rows and of one fewer, and the difference of the two totals is the row. Features without a
    weight stay unknown.

    Args:
        before: values with the client in the background, shape (features,).
        after: values without her, the same shape.
        row: the client who is explained, shape (features,).
        weights: of the linear model, shape (features,).
        size: rows of the background before, 2 or more.

    Returns:
        her features, NaN where the weight is 0, shape (features,).

    Raises:
        ValueError: if shapes differ or ``size`` is below 2.

    >>> departed_row([1.0], [0.5], [4.0], [1.0], size=2)
    array([2.5])
    """
    first = array("before", before, ("features",)).astype(float)
    second, one, slopes = (
        array(name, value, (first.size,)).astype(float)
        for name, value in (("after", after), ("row", row), ("weights", weights))
    )
    count = whole("size", size, 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        means = [np.where(slopes != 0, one - values / slopes, np.nan) for values in (first, second)]
    return np.asarray(count * means[0] - (count - 1) * means[1])

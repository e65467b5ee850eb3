"""Two real tables as least-squares problems: their inputs, the steps they need, slopes against theory."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course.validation import real
from execml.frameworks.training.descent import measured_rate, rate
from execml.frameworks.training.generalisation import NUMBERS, WEATHER, bike_numbers, standardised

if TYPE_CHECKING:
    import pandas as pd

Array = NDArray[np.float64]

NEAR_COPIES = ("month", "felt_temperature")  # of the day of the year, and of the temperature
# Where each method's slope is measured: after its transient, and before rounding errors are reached.
WINDOWS = {"gradient descent": (1_000, 4_000), "heavy ball": (150, 300), "Nesterov": (250, 500)}


def input_tables(hours: pd.DataFrame, clients: pd.DataFrame) -> dict[str, Array]:
    """Return the numeric inputs of two data sets as they come, standardised, and without near-copies.

    As they come, the tables get a column of ones for the intercept; standardised columns have mean 0 and
    need none for a target measured from its mean.

    Args:
        hours: ``load("bikes")``.
        clients: ``load("credit")``.
    """
    bikes = bike_numbers(hours)
    bank = clients.select_dtypes("number").drop(columns="default").to_numpy(dtype=float)
    copies = [(*NUMBERS, *WEATHER).index(name) for name in NEAR_COPIES]
    return {
        "bank, as it comes": np.insert(bank, 0, 1, axis=1),
        "bank, standardised": standardised(bank),
        "bikes, as they come": np.insert(bikes, 0, 1, axis=1),
        "bikes, standardised": standardised(bikes),
        "bikes, standardised, without month and felt temperature": np.delete(
            standardised(bikes), copies, axis=1
        ),
    }


def steps_needed(method: str, condition: float, times: float) -> int:
    """Return after how many steps the long-run rate makes the distance so many times smaller.

    Args:
        method: one of ``METHODS``.
        condition: κ, above 1.
        times: above 1.

    Raises:
        ValueError: if the method is unknown, κ is below 1, or ``times`` is not above 1.

    >>> steps_needed("gradient descent", 9, 1_000), steps_needed("heavy ball", 9, 1_000)
    (31, 10)
    """
    factor = rate(method, condition)
    return math.ceil(math.log(real("times", times, 1, math.inf)) / -math.log(factor)) if factor else 1


def fit_error(columns: ArrayLike, target: ArrayLike) -> float:
    """Return the root-mean-square error of the line of best fit.

    >>> fit_error([[1.0], [1.0]], [1.0, 3.0])
    1.0
    """
    matrix, values = np.asarray(columns, dtype=float), np.asarray(target, dtype=float)
    weights = np.linalg.lstsq(matrix, values, rcond=None)[0]
    return float(np.sqrt(np.mean((values - matrix @ weights) ** 2)))


def slope_gap(measured: Mapping[str, Array], promised: Mapping[str, Array]) -> float:
    """Return by what share a measured slope of the logarithm differs from theory, at most over methods.

    Args:
        measured: for each method, distances after 0, 1, … steps, up to the end of its window at least.
        promised: the same from theory.
    """
    gaps = []
    for method, (first, last) in WINDOWS.items():
        slopes = [math.log(measured_rate(curves[method], first, last)) for curves in (measured, promised)]
        gaps.append(abs(slopes[0] / slopes[1] - 1))
    return max(gaps)


def plain_or_power(value: float) -> str:
    """Write a number out, or as a power of ten from a million up; with two digits up to 5.

    >>> plain_or_power(2_538), plain_or_power(6.3e8), plain_or_power(2.43)
    ('2,538', '6.3e+08', '2.4')
    """
    return f"{value:,.0f}" if 5 < value < 1e6 else f"{value:.2g}"

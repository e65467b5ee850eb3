"""Two real tables as least-squares problems: their inputs, and the error of the best fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.frameworks.training.generalisation import NUMBERS, WEATHER, bike_numbers, standardised

if TYPE_CHECKING:
    import pandas as pd

Array = NDArray[np.float64]

NEAR_COPIES = ("month", "felt_temperature")  # of the day of the year, and of the temperature


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


def fit_error(columns: ArrayLike, target: ArrayLike) -> float:
    """Return the root-mean-square error of the line of best fit.

    >>> fit_error([[1.0], [1.0]], [1.0, 3.0])
    1.0
    """
    matrix, values = np.asarray(columns, dtype=float), np.asarray(target, dtype=float)
    weights = np.linalg.lstsq(matrix, values, rcond=None)[0]
    return float(np.sqrt(np.mean((values - matrix @ weights) ** 2)))


def plain_or_power(value: float) -> str:
    """Write a number out, or as a power of ten from a million up; with two digits up to 5.

    >>> plain_or_power(2_538), plain_or_power(6.3e8), plain_or_power(2.43)
    ('2,538', '6.3e+08', '2.4')
    """
    return f"{value:,.0f}" if 5 < value < 1e6 else f"{value:.2g}"

"""LIME: a weighted ridge regression that imitates the model around one client (Ribeiro and others, 2016)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from execml.course.arrays import array
from execml.course.validation import at_least_zero, real, whole
from execml.course.validation import generator as source
from execml.xai_ethics.attribution.exact import Predict, checked_pair, numeric, predicted

WIDTH = 0.75  # times the root of the number of features: what the lime package uses
RIDGE = 1.0


@dataclass(frozen=True, eq=False)
class Surrogate:
    """A linear model that imitates another around one row.

    Attributes:
        weights: a slope for each feature, in units of its standard deviation over the background, shape
            (features,).
        intercept: what the imitation says of the row itself.
        fidelity: weighted R² of the imitation on its own draws; NaN where the model is constant there.
    """

    weights: np.ndarray
    intercept: float
    fidelity: float

    def strongest(self, count: int) -> tuple[int, ...]:
        """Return the features with the largest slopes by size, the largest first.

        Raises:
            ValueError: if ``count`` is below 1.
        """
        return tuple(np.argsort(-np.abs(self.weights), kind="stable")[: whole("count", count)].tolist())


def lime_tabular(
    predict: Predict,
    row: Any,
    background: Any,
    generator: np.random.Generator,
    samples: int = 5_000,
    width: float | None = None,
    ridge: float = RIDGE,
) -> Surrogate:
    """Return LIME's explanation of one prediction, with features left continuous.

    Draw z = row + noise with the standard deviations of the background, weigh each draw by
    the root of exp(−‖z − row‖² / width²) in standardised units, and fit a ridge regression to the model's
    outputs (doi 10.1145/2939672.2939778, section 3.4, with the settings of the lime package).

    Args:
        predict: the model: from an array (n, features) to n numbers.
        row: what to explain, shape (features,).
        background: rows whose spread the draws follow, shape (background rows, features).
        generator: source of the draws; another one gives another explanation.
        samples: draws, 2 or more, the row itself included.
        width: of the kernel; 0.75 √features if not given.
        ridge: penalty on the squared slopes.

    Raises:
        ValueError: if shapes differ, or a setting lies outside its range.

    >>> rows = np.random.default_rng(0).normal(size=(200, 2))
    >>> found = lime_tabular(lambda x: 3 * x[:, 0], [0.0, 0.0], rows, np.random.default_rng(1))
    >>> found.strongest(1)
    (0,)
    """
    others = numeric("background", background)
    one = array("row", row, (others.shape[1],))
    wanted, _ = checked_pair(predict, one[None], others)
    source("generator", generator)
    whole("samples", samples, 2, 10_000_000)
    penalty = at_least_zero("ridge", ridge)
    reach = (
        WIDTH * math.sqrt(one.size) if width is None else real("width", width, 0.01, math.inf, low_open=False)
    )
    scale = others.std(axis=0)
    scale[scale == 0] = 1.0
    steps = generator.normal(size=(samples, one.size))
    steps[0] = 0.0
    outputs = predicted(predict, wanted + steps * scale)
    return weighted_ridge(steps, outputs, np.exp(-(steps**2).sum(axis=1) / (2 * reach**2)), penalty)


def weighted_ridge(steps: Any, outputs: Any, weights: Any, ridge: float = RIDGE) -> Surrogate:
    """Return the linear model that minimises Σ w (y − a − xβ)² + ridge ‖β‖², the intercept free.

    Args:
        steps: standardised distances from the row, shape (samples, features).
        outputs: what the model says, shape (samples,).
        weights: at least 0, shape (samples,).
        ridge: the penalty.

    Raises:
        ValueError: if shapes differ or a weight is negative.

    >>> weighted_ridge([[0.0], [1.0], [2.0]], [1.0, 3.0, 5.0], [1.0, 1.0, 1.0], ridge=0.0).weights.round(9)
    array([2.])
    """
    x = array("steps", steps, ("samples", "features")).astype(float)
    y = array("outputs", outputs, (len(x),)).astype(float)
    w = array("weights", weights, (len(x),)).astype(float)
    if (w < 0).any() or not w.sum():
        raise ValueError(f"weights={w.min():g} at least must be 0 or more, and not all 0")
    at_least_zero("ridge", ridge)
    share = w / w.sum()
    x_mean, y_mean = share @ x, float(share @ y)
    inside, target = x - x_mean, y - y_mean
    normal = inside.T @ (w[:, None] * inside) + ridge * np.eye(x.shape[1])
    slopes = np.linalg.lstsq(normal, inside.T @ (w * target), rcond=None)[0]
    spread = float(w @ target**2)
    fit = 1 - float(w @ (target - inside @ slopes) ** 2) / spread if spread > 0 else math.nan
    return Surrogate(slopes, y_mean - float(x_mean @ slopes), fit)

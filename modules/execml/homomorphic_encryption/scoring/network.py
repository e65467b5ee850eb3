"""A small network that can be encrypted: one hidden layer whose curve is the square."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course.arrays import array, zeros_and_ones
from execml.course.validation import at_least_zero, whole
from execml.course.validation import generator as checked_generator

LARGEST = 1e6  # of a feature: squares of squares of larger ones leave what floats hold


@dataclass(frozen=True, eq=False)
class SquareNetwork:
    """Weights of ``weights · (hidden_weights x + hidden_intercepts)² + intercept``.

    Attributes:
        hidden_weights: shape (units, features).
        hidden_intercepts: shape (units,).
        weights: shape (units,).
        intercept: of the output.
    """

    hidden_weights: NDArray[np.float64]
    hidden_intercepts: NDArray[np.float64]
    weights: NDArray[np.float64]
    intercept: float


def train_square_network(
    features: ArrayLike, labels: ArrayLike, units: int, generator: np.random.Generator, decay: float = 1e-4
) -> SquareNetwork:
    """Fit a network with squares by maximum likelihood, with L-BFGS.

    Squares are what CryptoNets used (Gilad-Bachrach and others, 2016, ICML): one product of ciphertexts.

    Args:
        features: shape (clients, features).
        labels: 0 or 1, shape (clients,).
        units: of the hidden layer, up to 64.
        generator: source of the first weights.
        decay: penalty on squared weights.

    Raises:
        ValueError: if an argument lies outside its range.

    >>> draw = np.random.default_rng(0)
    >>> x = draw.uniform(-1, 1, (400, 2))
    >>> net = train_square_network(x, (x[:, 0] ** 2 > 0.3).astype(int), 2, draw)
    >>> net.weights.shape
    (2,)
    """
    from scipy.optimize import minimize

    rows = array("features", features, ("clients", "features")).astype(float)
    if np.abs(rows).max() > LARGEST:
        raise ValueError(f"features hold {np.abs(rows).max():.4g}; scale them to at most {LARGEST:g} in size")
    wanted = zeros_and_ones("labels", labels, len(rows)).astype(float)
    size, width = whole("units", units, high=64), rows.shape[1]
    draw, penalty = checked_generator("generator", generator), at_least_zero("decay", decay)
    start = np.concatenate([draw.normal(0, 0.5, size * (width + 1)), draw.normal(0, 0.1, size), [0.0]])

    def parts(flat: NDArray) -> tuple[NDArray, NDArray, NDArray, float]:
        matrix = flat[: size * width].reshape(size, width)
        bias, out = flat[size * width : size * (width + 1)], flat[size * (width + 1) : -1]
        return matrix, bias, out, float(flat[-1])

    def loss(flat: NDArray) -> tuple[float, NDArray]:
        matrix, bias, out, intercept = parts(flat)
        hidden = rows @ matrix.T + bias
        logit = hidden**2 @ out + intercept
        risk = 1 / (1 + np.exp(-np.clip(logit, -60, 60)))
        value = float(np.mean(np.logaddexp(0, logit) - wanted * logit)) + penalty * float(flat @ flat)
        slope = (risk - wanted) / len(rows)
        back = 2 * hidden * (slope[:, None] * out)
        gradient = np.concatenate(
            [(back.T @ rows).ravel(), back.sum(axis=0), slope @ hidden**2, [slope.sum()]]
        )
        return value, gradient + 2 * penalty * flat

    matrix, bias, out, intercept = parts(minimize(loss, start, jac=True, method="L-BFGS-B").x)
    return SquareNetwork(matrix, bias, out, intercept)

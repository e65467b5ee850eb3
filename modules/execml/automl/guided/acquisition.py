"""Expected improvement, and where it is largest."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.automl.guided.gaussian_process import Array, GaussianProcess
from execml.course.arrays import array
from execml.course.validation import finite

CANDIDATES, CLIMBS = 512, 4  # random points at which the search for the maximum looks first, and climbs from
NEARBY = 64  # points about the best one known
SPREAD = 0.05  # their standard deviation, as a share of a range


def expected_improvement(
    mean: ArrayLike, standard_deviation: ArrayLike, best: float
) -> NDArray[np.float64] | np.float64:
    """Return how far a trial is expected to fall below the lowest value known; lower is better.

    For a value f believed to be normal with mean μ and standard deviation σ,
    EI = E[max(best − f, 0)] = (best − μ) Φ(z) + σ φ(z) with z = (best − μ) / σ, where Φ and φ are the
    standard normal's distribution function and density. Jones, Schonlau and Welch (1998).
    Where σ = 0 it returns 0: without noise that happens only at a trial, whose value is no lower than the
    best. (For any other μ the limit would be max(best − μ, 0).)

    Args:
        mean: what is believed, any shape.
        standard_deviation: how uncertain that is, of a shape that fits; at least 0.
        best: the lowest value observed.

    Returns:
        the expected improvement, in the units of ``mean``, at least 0.

    Raises:
        ValueError: if a standard deviation is negative, or an argument is not finite.

    >>> round(float(expected_improvement(0.0, 1.0, best=0.0)), 4)  # φ(0)
    0.3989
    >>> expected_improvement(np.array([0.2, 0.2]), np.array([0.1, 0.0]), best=0.25).round(4)
    array([0.0698, 0.    ])
    """
    from scipy.stats import norm

    finite("best", best)
    for name, values in (("mean", mean), ("standard_deviation", standard_deviation)):
        array(name, values) if np.ndim(values) else finite(name, values)
    mean, deviation = np.asarray(mean, dtype=float), np.asarray(standard_deviation, dtype=float)
    try:
        np.broadcast_shapes(mean.shape, deviation.shape)
    except ValueError:
        fits = f"mean {mean.shape} and standard_deviation {deviation.shape}"
        raise ValueError(f"{fits} must have shapes that fit each other") from None
    if (deviation < 0).any():
        raise ValueError(f"standard_deviation={deviation} must lie in [0, inf)")
    known = deviation == 0
    z = (best - mean) / np.where(known, 1.0, deviation)
    gain = (best - mean) * norm.cdf(z) + deviation * norm.pdf(z)
    return np.where(known, 0.0, np.maximum(gain, 0.0))[()]


def log_expected_improvement(belief: GaussianProcess, point: Array, best: float) -> tuple[float, Array]:
    """Return the logarithm of the expected improvement at a point, and its derivatives.

    Far from anything promising EI is smaller than the smallest double, and so flat that no climber can
    leave; its logarithm is not (Ament and others 2023). With m = Φ(z)/φ(z), ln EI = ln σ + ln φ(z) +
    ln(1 + z m), and its derivative is (σ′ − m μ′) / (σ (1 + z m)).

    Args:
        belief: the posterior of the function that is minimised.
        point: shape (inputs,).
        best: the lowest value observed, in the units of the belief.

    Returns:
        the logarithm, and its derivative by each coordinate; minus infinity and zeros where σ = 0.
    """
    from scipy.special import erfcx, ndtr

    mean, deviation, mean_slope, deviation_slope = belief.predict_with_slope(point)
    if deviation < 1e-12:
        return -np.inf, np.zeros_like(point)
    z = (best - mean) / deviation
    bell = -z * z / 2 - np.log(2 * np.pi) / 2  # ln φ(z)
    if z > 0:  # nothing underflows here, and the ratio would overflow
        density, share = np.exp(bell), ndtr(z)
        gain = deviation * (z * share + density)
        return float(np.log(gain)), (density * deviation_slope - share * mean_slope) / gain
    ratio = np.sqrt(np.pi / 2) * erfcx(-z / np.sqrt(2))
    left = 1 + z * ratio if z > -1e5 else z**-2  # nearly 1/z², and the difference loses its digits
    slope = (deviation_slope - ratio * mean_slope) / (deviation * left)
    return float(np.log(deviation) + bell + np.log(left)), slope


def most_promising(
    belief: GaussianProcess, best: float, incumbent: Array, generator: np.random.Generator
) -> Array:
    """Return the point of the unit cube with the largest expected improvement that a search finds.

    From the best of many random points, and from the best of some about the best point known, the logarithm
    is climbed by L-BFGS with its exact gradient. The two kinds have starts of their own: otherwise the points
    about the best one would take all the starts, and the search would stay where it is.

    Args:
        belief: the posterior over the unit cube.
        best: the lowest value observed, in the units of the belief.
        incumbent: where it was observed, shape (inputs,).
        generator: source of the candidates.

    Returns:
        shape (inputs,), each between 0 and 1.
    """
    from scipy.optimize import minimize

    inputs = len(incumbent)
    anywhere = generator.random((CANDIDATES, inputs))
    nearby = np.clip(incumbent + SPREAD * generator.standard_normal((NEARBY, inputs)), 0, 1)
    starts = np.vstack([_best_of(belief, best, anywhere, CLIMBS), _best_of(belief, best, nearby, 1)])

    def downhill(point: Array) -> tuple[float, Array]:
        value, slope = log_expected_improvement(belief, point, best)
        return (-value, -slope) if np.isfinite(value) else (1e10, slope)

    box = [(0.0, 1.0)] * inputs
    climbs = [
        minimize(downhill, start, jac=True, bounds=box, method="L-BFGS-B", options={"maxiter": 40})
        for start in starts
    ]
    found = min(climbs, key=lambda climb: climb.fun)
    return np.clip(found.x, 0.0, 1.0)


def _best_of(belief: GaussianProcess, best: float, candidates: Array, count: int) -> Array:
    """Return the candidates of largest expected improvement, shape (count, inputs)."""
    promise = np.asarray(expected_improvement(*belief.predict(candidates), best))
    return candidates[np.argsort(-promise, kind="stable")[:count]]

"""A cheap stand-in for an expensive function: a Gaussian process fitted to what has been observed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from execml.automl.guided.gaussian_process import (
    Array,
    GaussianProcess,
    Hyperparameters,
    log_marginal_likelihood,
)

# Hyperparameters stay in these ranges; inputs are scaled to the unit cube, values to variance 1.
VARIANCES, LENGTHSCALES, NOISES = (0.05, 20.0), (0.02, 20.0), (1e-6, 1.0)
FIRST_GUESSES = ((1.0, 0.5, 1e-4), (1.0, 0.2, 0.1))  # variance, each lengthscale, noise


@dataclass(frozen=True, eq=False)
class Surrogate:
    """A fitted stand-in, which speaks in the units of the observations.

    Attributes:
        process: the posterior, over the unit cube and for values scaled to mean 0 and variance 1.
        low: lower ends of the inputs, shape (inputs,).
        width: widths of their ranges, shape (inputs,).
        centre: mean of the observed values.
        spread: their standard deviation, or 1 if they are all equal.
    """

    process: GaussianProcess
    low: Array
    width: Array
    centre: float
    spread: float

    def predict(self, points: Array) -> tuple[Array, Array]:
        """Return what is believed about the function at some points, as mean and standard deviation.

        Args:
            points: shape (m, inputs).

        Returns:
            two arrays of shape (m,).
        """
        mean, deviation = self.process.predict((np.asarray(points) - self.low) / self.width)
        return self.centre + self.spread * mean, self.spread * deviation


def fit_surrogate(
    points: Array,
    values: Array,
    low: Array,
    high: Array,
    start: Hyperparameters | None = None,
    steps: int = 50,
) -> Surrogate:
    """Fit a Gaussian process by maximum marginal likelihood, from several starts.

    The values are scaled to mean 0 and variance 1. The hyperparameters are found by L-BFGS on their
    logarithms, with the exact gradient, within the ranges at the top of this module.

    Args:
        points: where was observed, shape (n, inputs).
        values: what was observed, shape (n,).
        low: lower ends of the inputs, shape (inputs,).
        high: upper ends, shape (inputs,).
        start: where to start, such as the hyperparameters of the last fit; ``None`` for several guesses.
        steps: at most so many steps from each start.

    >>> x = np.linspace(0, 6, 13)[:, None]
    >>> found = fit_surrogate(x, np.sin(x[:, 0]), np.array([0.0]), np.array([6.0]))
    >>> found.predict(np.array([[1.25]]))[0].round(2)  # sin 1.25 = 0.949
    array([0.95])
    """
    centre, spread = float(np.mean(values)), float(np.std(values))
    spread = spread if spread > 1e-12 * max(1.0, abs(centre)) else 1.0
    unit, scaled = (points - low) / (high - low), (values - centre) / spread
    chosen = most_likely(unit, scaled, [start] if start else first_guesses(len(low)), steps)
    return Surrogate(GaussianProcess(unit, scaled, chosen), low, high - low, centre, spread)


def refit(surrogate: Surrogate, points: Array, values: Array, hyperparameters: Hyperparameters) -> Surrogate:
    """Return the stand-in for other observations or hyperparameters, without any search."""
    centre, spread = float(np.mean(values)), float(np.std(values))
    spread = spread if spread > 1e-12 * max(1.0, abs(centre)) else 1.0
    unit, scaled = (points - surrogate.low) / surrogate.width, (values - centre) / spread
    return Surrogate(
        GaussianProcess(unit, scaled, hyperparameters), surrogate.low, surrogate.width, centre, spread
    )


def first_guesses(inputs: int) -> list[Hyperparameters]:
    """Return where a fit starts when nothing is known: a smooth function, and a rough and noisy one."""
    return [Hyperparameters(s2, np.full(inputs, length), noise) for s2, length, noise in FIRST_GUESSES]


def most_likely(
    points: Array, values: Array, starts: list[Hyperparameters], steps: int = 50
) -> Hyperparameters:
    """Return the hyperparameters of the largest marginal likelihood that climbs from the starts find.

    Args:
        points: in the unit cube, shape (n, inputs).
        values: of mean 0 and variance 1, shape (n,).
        starts: at least one.
        steps: at most so many steps from each.
    """
    from scipy.optimize import minimize

    inputs = points.shape[1]
    box = np.log([VARIANCES, *[LENGTHSCALES] * inputs, NOISES])

    def cost(logarithms: Array) -> tuple[float, Array]:
        try:
            value, slope = log_marginal_likelihood(points, values, logarithms)
        except np.linalg.LinAlgError:
            return 1e10, np.zeros_like(logarithms)
        return -value, -slope

    climbs = [
        minimize(
            cost, start.logarithms(), jac=True, bounds=box, method="L-BFGS-B", options={"maxiter": steps}
        )
        for start in starts
    ]
    return Hyperparameters.from_logarithms(min(climbs, key=lambda climb: climb.fun).x)

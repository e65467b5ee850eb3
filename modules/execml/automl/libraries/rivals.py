"""Our learned searches beside those of libraries: races to known minima, and the same Gaussian process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from execml.automl.guided.bayesian import bayesian_optimisation
from execml.automl.guided.gaussian_process import (
    Array,
    GaussianProcess,
    Hyperparameters,
    log_marginal_likelihood,
)
from execml.automl.guided.known_minima import (
    BRANIN_BOUNDS,
    BRANIN_LOWEST,
    HARTMANN_BOUNDS,
    HARTMANN_LOWEST,
    branin,
    hartmann,
)
from execml.automl.libraries.optuna_run import quiet_optuna

Objective = Callable[[Array], float]
Bounds = Sequence[tuple[float, float]]

# name, function, bounds, lowest value, evaluations, and the gap that is good enough
RACES: tuple[tuple[str, Objective, Bounds, float, int, float], ...] = (
    ("Branin", branin, BRANIN_BOUNDS, BRANIN_LOWEST, 40, 1e-3),
    ("Hartmann-6", hartmann, HARTMANN_BOUNDS, HARTMANN_LOWEST, 120, 0.1),
)


def our_gaps(objective: Objective, bounds: Bounds, lowest: float, budget: int, seeds: int) -> Array:
    """Return how far the best value so far is above the lowest, shape (seeds, evaluations)."""
    runs = [
        bayesian_optimisation(objective, bounds, budget, np.random.default_rng(seed)) for seed in range(seeds)
    ]
    return np.array([run.best_so_far() for run in runs]) - lowest


def tpe_gaps(objective: Objective, bounds: Bounds, lowest: float, budget: int, seeds: int) -> Array:
    """Return the same for Optuna's tree-structured Parzen estimator, its default sampler."""
    import optuna

    def ask(trial: Any) -> float:
        return objective(np.array([trial.suggest_float(f"x{j}", *ends) for j, ends in enumerate(bounds)]))

    found = []
    for seed in range(seeds):
        with quiet_optuna():
            study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=seed))
            study.optimize(ask, n_trials=budget)
        found.append([trial.value for trial in study.trials])
    return np.minimum.accumulate(np.array(found), axis=1) - lowest


def random_gaps(objective: Objective, bounds: Bounds, lowest: float, budget: int, seeds: int) -> Array:
    """Return the same for points drawn evenly within the bounds."""
    low, high = np.array(bounds, dtype=float).T
    points = np.array([np.random.default_rng(seed).random((budget, len(low))) for seed in range(seeds)])
    values = np.apply_along_axis(objective, 2, low + points * (high - low))
    return np.minimum.accumulate(values, axis=1) - lowest


def downhill_gaps(objective: Objective, bounds: Bounds, lowest: float, budget: int, seeds: int) -> Array:
    """Return the same for SciPy's L-BFGS-B, which walks downhill from one random start after the other.

    It takes the slope from differences of nearby values: each of these counts as an evaluation. That asks for
    a smooth function without noise.
    """
    found = [walked(objective, bounds, budget, np.random.default_rng(seed)) for seed in range(seeds)]
    return np.minimum.accumulate(np.array(found), axis=1) - lowest


def walked(objective: Objective, bounds: Bounds, budget: int, generator: np.random.Generator) -> list[float]:
    """Return the values that SciPy's L-BFGS-B, as shipped, sees from one random start after the other."""
    from scipy.optimize import minimize

    low, high = np.array(bounds, dtype=float).T
    values: list[float] = []

    def seen(point: Array) -> float:
        values.append(float(objective(point)))
        return values[-1]

    while len(values) < budget:
        minimize(seen, low + generator.random(len(low)) * (high - low), method="L-BFGS-B", bounds=bounds)
    return values[:budget]


def gaps_to_scikit_learn(
    points: Array, values: Array, others: Array, given: Hyperparameters
) -> dict[str, float]:
    """Return by how much our Gaussian process differs from scikit-learn's at the same hyperparameters.

    Args:
        points: where was observed, shape (n, inputs).
        values: what was observed there, shape (n,).
        others: where to predict, shape (m, inputs).
        given: the hyperparameters.

    Returns:
        the largest difference in mean, standard deviation, ln marginal likelihood, and its gradient (that one
        as a share of its largest entry).
    """
    from sklearn.gaussian_process import GaussianProcessRegressor, kernels

    kernel = kernels.ConstantKernel(given.variance) * kernels.Matern(given.lengthscales, nu=2.5)
    exact = GaussianProcessRegressor(kernel, alpha=given.noise, optimizer=None).fit(points, values)
    noisy = kernel + kernels.WhiteKernel(given.noise)  # the noise as a hyperparameter, for its derivative
    theirs = GaussianProcessRegressor(noisy, alpha=0, optimizer=None).fit(points, values)
    predicted = zip(
        GaussianProcess(points, values, given).predict(others),
        exact.predict(others, return_std=True),
        strict=True,
    )
    mean, deviation = (float(np.abs(ours - other).max()) for ours, other in predicted)
    value, slope = log_marginal_likelihood(points, values, given.logarithms())
    their_value, their_slope = theirs.log_marginal_likelihood(theirs.kernel_.theta, eval_gradient=True)
    return {
        "posterior mean, scikit-learn": mean,
        "posterior standard deviation, scikit-learn": deviation,
        "log marginal likelihood, scikit-learn": abs(value - float(their_value)),
        "its gradient, scikit-learn": float(np.abs(slope - their_slope).max() / np.abs(their_slope).max()),
    }

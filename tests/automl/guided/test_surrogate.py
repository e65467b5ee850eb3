"""The stand-in for a function: fitted likelihood, units, and a flat belief."""

from __future__ import annotations

import numpy as np
import pytest
from execml.automl.guided.gaussian_process import (
    log_marginal_likelihood,
)
from execml.automl.guided.surrogate import first_guesses, fit_surrogate, most_likely
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Matern, WhiteKernel


def test_fitted_likelihood_is_no_lower_than_scikit_learns() -> None:
    draw = np.random.default_rng(8)
    points = draw.random((40, 2))
    values = np.sin(5 * points.sum(axis=1)) + 0.1 * draw.normal(size=40)
    values = (values - values.mean()) / values.std()
    box = [(0.05, 20.0), (0.02, 20.0), (1e-6, 1.0)]
    kernel = ConstantKernel(1.0, box[0]) * Matern([0.5, 0.5], box[1], nu=2.5) + WhiteKernel(1e-2, box[2])
    theirs = GaussianProcessRegressor(kernel, alpha=0, n_restarts_optimizer=4, random_state=0)
    best = theirs.fit(points, values).log_marginal_likelihood_value_
    found = most_likely(points, values, first_guesses(2), steps=200)
    assert log_marginal_likelihood(points, values, found.logarithms())[0] > best - 1e-3


def test_surrogate_speaks_in_the_units_of_the_observations() -> None:
    low, high = np.array([100.0]), np.array([500.0])
    points = np.linspace(100, 500, 15)[:, None]
    found = fit_surrogate(points, 1e6 + 1e3 * np.sin(points[:, 0] / 80), low, high)
    mean, deviation = found.predict(np.array([[230.0], [307.0]]))
    np.testing.assert_allclose(mean, 1e6 + 1e3 * np.sin(np.array([230, 307]) / 80), atol=30)
    assert (deviation < 100).all()


def test_equal_values_give_a_flat_belief() -> None:
    found = fit_surrogate(np.linspace(0, 1, 5)[:, None], np.full(5, 0.7), np.zeros(1), np.ones(1))
    assert found.predict(np.array([[0.33]]))[0] == pytest.approx(0.7, abs=1e-6)

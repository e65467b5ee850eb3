"""Our Gaussian process against scikit-learn's, and its gradients against finite differences."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from execml.automl.guided.gaussian_process import (
    GaussianProcess,
    Hyperparameters,
    log_marginal_likelihood,
    matern,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Matern, WhiteKernel


def problem(seed: int, count: int = 25, inputs: int = 3) -> tuple[Any, Any, Any, Hyperparameters]:
    draw = np.random.default_rng(seed)
    points = draw.random((count, inputs))
    values = np.sin(5 * points.sum(axis=1)) + 0.1 * draw.normal(size=count)
    chosen = Hyperparameters(
        float(draw.uniform(0.3, 3)), draw.uniform(0.1, 2, inputs), float(10 ** draw.uniform(-5, -1))
    )
    return points, values, draw.random((40, inputs)), chosen


def kernel_of(chosen: Hyperparameters) -> Any:
    return ConstantKernel(chosen.variance) * Matern(chosen.lengthscales, nu=2.5)


@given(st.integers(0, 10_000), st.integers(1, 6), st.integers(2, 40))
@settings(deadline=None, max_examples=15)
def test_posterior_is_that_of_scikit_learn(seed: int, inputs: int, count: int) -> None:
    points, values, others, chosen = problem(seed, count, inputs)
    theirs = GaussianProcessRegressor(kernel_of(chosen), alpha=chosen.noise, optimizer=None)
    mean, deviation = theirs.fit(points, values).predict(others, return_std=True)
    ours = GaussianProcess(points, values, chosen).predict(others)
    np.testing.assert_allclose(ours[0], mean, atol=1e-8)
    np.testing.assert_allclose(ours[1], deviation, atol=1e-8)


@given(st.integers(0, 10_000), st.integers(1, 6), st.integers(2, 40))
@settings(deadline=None, max_examples=15)
def test_marginal_likelihood_and_gradient_are_those_of_scikit_learn(
    seed: int, inputs: int, count: int
) -> None:
    points, values, _, chosen = problem(seed, count, inputs)
    kernel = kernel_of(chosen) + WhiteKernel(chosen.noise)
    theirs = GaussianProcessRegressor(kernel, alpha=0, optimizer=None).fit(points, values)
    expected, slope = theirs.log_marginal_likelihood(theirs.kernel_.theta, eval_gradient=True)
    value, gradient = log_marginal_likelihood(points, values, chosen.logarithms())
    assert value == pytest.approx(expected, rel=1e-8, abs=1e-8)
    np.testing.assert_allclose(gradient, slope, rtol=1e-6, atol=1e-7)


def test_slopes_of_the_posterior_are_its_finite_differences() -> None:
    points, values, others, chosen = problem(3)
    belief = GaussianProcess(points, values, chosen)
    step = 1e-6 * np.eye(3)
    for point in others[:5]:
        mean, deviation, mean_slope, deviation_slope = belief.predict_with_slope(point)
        up, down = belief.predict(point + step), belief.predict(point - step)
        assert (mean, deviation) == pytest.approx([part[0] for part in belief.predict(point[None])])
        np.testing.assert_allclose(mean_slope, (up[0] - down[0]) / 2e-6, atol=1e-6)
        np.testing.assert_allclose(deviation_slope, (up[1] - down[1]) / 2e-6, atol=1e-6)


def test_kernel_falls_from_one_and_is_symmetric() -> None:
    points = np.linspace(0, 3, 20)[:, None]
    correlation = matern(points, points, np.array([0.7]))
    np.testing.assert_allclose(np.diagonal(correlation), 1)
    np.testing.assert_allclose(correlation, correlation.T)
    assert (np.diff(correlation[0]) < 0).all()


def test_repeated_points_without_noise_need_jitter_and_survive() -> None:
    points, values = np.zeros((5, 2)), np.full(5, 2.0)
    mean, deviation = GaussianProcess(points, values, Hyperparameters(1.0, np.ones(2), 0.0)).predict(
        np.zeros((1, 2))
    )
    assert mean[0] == pytest.approx(2, abs=1e-3)
    assert 0 <= deviation[0] < 0.01


def test_a_point_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="points holds nan"):
        GaussianProcess(np.array([[0.0], [np.nan]]), np.zeros(2), Hyperparameters(1.0, np.ones(1), 0.0))

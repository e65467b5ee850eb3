"""Two tables as bowls: scikit-learn and simulated descent as oracles, and a worst case for every method."""

import math

import numpy as np
import pytest
from execml.course import load
from execml.frameworks.training.bowls import fit_error, input_tables, plain_or_power
from execml.frameworks.training.descent import rate


def test_the_tables_are_those_of_scikit_learn() -> None:
    from sklearn.preprocessing import StandardScaler

    hours, clients = load("bikes"), load("credit")
    raw_bank, bank, raw_bikes, bikes, fewer = input_tables(hours, clients).values()
    for raw, scaled in ((raw_bank, bank), (raw_bikes, bikes)):
        assert (raw[:, 0] == 1).all()
        np.testing.assert_allclose(scaled, StandardScaler().fit_transform(raw[:, 1:]), atol=1e-9)
    assert fewer.shape[1] == bikes.shape[1] - 2
    kept = hours[["day", "temperature"]].to_numpy(dtype=float)
    for column in StandardScaler().fit_transform(kept).T:  # the originals stay, their copies go
        assert np.abs(fewer - column[:, None]).max(axis=0).min() < 1e-9


def test_the_fit_error_is_that_of_scikit_learn() -> None:
    from sklearn.linear_model import LinearRegression

    draw = np.random.default_rng(0)
    columns, target = draw.standard_normal((40, 3)), draw.standard_normal(40)
    fitted = LinearRegression(fit_intercept=False).fit(columns, target).predict(columns)
    assert fit_error(columns, target) == pytest.approx(np.sqrt(np.mean((target - fitted) ** 2)))


def test_large_numbers_are_written_as_powers() -> None:
    assert [plain_or_power(value) for value in (8, 999_999, 1e6)] == ["8", "999,999", "1e+06"]


def test_on_the_worst_bowl_even_the_best_sum_of_gradients_is_no_faster_than_heavy_balls_factor() -> None:
    # Nesterov (2004), section 2.1.4: a tridiagonal bowl whose solution is 1, q, q², … with q that factor
    kappa, size = 100.0, 400
    chain = 2 * np.eye(size) - np.eye(size, k=1) - np.eye(size, k=-1)
    hessian = (kappa - 1) / 4 * chain + np.eye(size)  # curvatures between 1 and κ
    pull = np.zeros(size)
    pull[0] = (kappa - 1) / 4
    solution = np.linalg.solve(hessian, pull)
    gradients = [pull]
    for steps in range(1, 31):
        span, _ = np.linalg.qr(np.column_stack(gradients))
        nearest = span @ (span.T @ solution)  # the best point that any sum of the gradients can reach
        left = np.linalg.norm(nearest - solution) / np.linalg.norm(solution)
        assert left >= rate("heavy ball", kappa) ** steps * (1 - 1e-9)
        gradients.append(hessian @ span[:, -1])
    assert left == pytest.approx(rate("heavy ball", kappa) ** 30, rel=1e-6)
    assert math.isclose(solution[1] / solution[0], rate("heavy ball", kappa), rel_tol=1e-9)

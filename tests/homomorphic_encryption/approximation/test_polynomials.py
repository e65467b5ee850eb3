"""Polynomials for the sigmoid: optimal in their own sense, and refused outside their interval."""

from __future__ import annotations

import numpy as np
import pytest
from execml.homomorphic_encryption import guarded, largest_error, sigmoid, sigmoid_polynomial
from execml.homomorphic_encryption.approximation.polynomials import METHODS, OutsideInterval
from numpy.polynomial import Polynomial
from scipy import integrate, optimize


@pytest.mark.parametrize("interval", [(-8, 8), (-2, 6)])
@pytest.mark.parametrize("degree", [3, 5, 7])
def test_minimax_has_the_least_largest_error_by_linear_programming(degree, interval):
    points = np.cos(np.linspace(0, np.pi, 801))
    middle, half = (interval[1] + interval[0]) / 2, (interval[1] - interval[0]) / 2
    basis = np.polynomial.chebyshev.chebvander(points, degree)
    values = sigmoid(middle + half * points)
    limits = np.block([[basis, -np.ones((801, 1))], [-basis, -np.ones((801, 1))]])
    cost = np.append(np.zeros(degree + 1), 1.0)
    best = optimize.linprog(cost, limits, np.concatenate([values, -values]), bounds=(None, None)).fun
    found = largest_error(sigmoid_polynomial(degree, interval, "minimax"), interval)
    assert found == pytest.approx(best, rel=1e-3)
    for method in METHODS:
        assert largest_error(sigmoid_polynomial(degree, interval, method), interval) >= best * (1 - 1e-3)


def test_least_squares_solves_the_normal_equations():
    curve = sigmoid_polynomial(3, (-8, 8), "least_squares")
    for power in range(4):
        rest = integrate.quad(lambda x, k=power: (sigmoid(x) - curve(x)) * x**k, -8, 8)[0]
        assert abs(rest) < 1e-9 * 8**power
    # Kim and others (2018), BMC Medical Genomics 11:83: 0.5 + 1.20096 (x/8) − 0.81562 (x/8)³
    assert curve.coef * 8.0 ** np.arange(4) == pytest.approx([0.5, 1.20096, 0, -0.81562], abs=2e-5)


def test_chebyshev_meets_the_sigmoid_at_its_points():
    points = 8 * np.cos(np.pi * (np.arange(8) + 0.5) / 8)
    assert sigmoid_polynomial(7, (-8, 8), "chebyshev")(points) == pytest.approx(sigmoid(points), abs=1e-12)


@pytest.mark.parametrize("method", METHODS)
def test_around_zero_the_curve_less_a_half_is_odd(method):
    curve = sigmoid_polynomial(6, (-8, 8), method)
    x = np.linspace(-8, 8, 50)
    assert curve(x) + curve(-x) == pytest.approx(np.ones(50), abs=1e-9)


def test_outside_the_interval_it_blows_up_and_the_guard_refuses():
    assert abs(sigmoid_polynomial(7)(16.0)) > 10
    with pytest.raises(OutsideInterval, match=r"1 of 3 outside \[-8, 8\], as far as 9\.5"):
        guarded([0.0, 9.5, -8.0], (-8, 8))
    with pytest.raises(ValueError, match="values"):
        guarded([np.nan], (-8, 8))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((0,), "degree=0"),
        ((3, (1, 1)), "interval"),
        ((3, (-8, 8), "taylor"), "method='taylor'"),
        ((3, (-99, 8)), "interval"),
    ],
)
def test_bad_arguments_are_refused(arguments, words):
    with pytest.raises(ValueError, match=words):
        sigmoid_polynomial(*arguments)


def test_the_sigmoid_takes_numbers_of_any_size_and_nothing_else():
    with np.errstate(over="raise", invalid="raise"):
        assert sigmoid([-700.0, 0.0, 700.0]).tolist() == pytest.approx([np.exp(-700.0), 0.5, 1.0], rel=1e-12)
        assert sigmoid(1e30) == 1
    for bad in (None, "text", np.nan, np.inf, [], [1, 2j], 10**30):
        with pytest.raises(ValueError, match="x"):
            sigmoid(bad)
    with pytest.raises(ValueError, match="polynomial holds nan"):
        largest_error(Polynomial([np.nan, 1.0]), (-8, 8))

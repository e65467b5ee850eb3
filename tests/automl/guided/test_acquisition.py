"""Expected improvement by quadrature, and its logarithm where it underflows."""

from __future__ import annotations

import numpy as np
import pytest
from execml.automl.guided.acquisition import expected_improvement, log_expected_improvement
from execml.automl.guided.gaussian_process import GaussianProcess, Hyperparameters
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import norm


@given(st.floats(-2, 2), st.floats(0.05, 3), st.floats(-2, 2))
@settings(deadline=None, max_examples=30)
def test_expected_improvement_is_its_integral(mean: float, deviation: float, best: float) -> None:
    def gain(value: float) -> float:
        return (best - value) * norm.pdf(value, mean, deviation)

    integral, _ = quad(gain, mean - 12 * deviation, best) if best > mean - 12 * deviation else (0, 0)
    assert expected_improvement(mean, deviation, best) == pytest.approx(integral, abs=1e-7)


def test_expected_improvement_is_zero_without_doubt_even_where_the_mean_is_better() -> None:
    assert expected_improvement(0.1, 0.0, best=0.5) == 0
    np.testing.assert_array_equal(expected_improvement([0.1, 0.9], [0.0, 0.0], 0.5), 0)


def test_expected_improvement_broadcasts_and_is_never_negative() -> None:
    found = expected_improvement(np.linspace(-50, 50, 101)[:, None], np.array([1e-3, 1.0, 5.0]), 0.0)
    assert np.shape(found) == (101, 3) and (np.asarray(found) >= 0).all()


@pytest.mark.parametrize(
    ("arguments", "name"),
    [((0.0, -1.0, 0.0), "standard_deviation"), ((np.nan, 1.0, 0.0), "mean"), ((0.0, 1.0, np.inf), "best")],
)
def test_expected_improvement_names_a_bad_argument(arguments: tuple, name: str) -> None:
    with pytest.raises(ValueError, match=name):
        expected_improvement(*arguments)


def test_logarithm_agrees_where_both_exist_and_goes_on_where_the_other_underflows() -> None:
    draw = np.random.default_rng(0)
    points = draw.random((12, 2))
    belief = GaussianProcess(points, draw.normal(size=12), Hyperparameters(1.0, np.full(2, 0.3), 1e-4))
    for point in draw.random((10, 2)):
        mean, deviation = (part[0] for part in belief.predict(point[None]))
        for best in (mean + 2, mean - 1):
            value, slope = log_expected_improvement(belief, point, best)
            assert value == pytest.approx(np.log(expected_improvement(mean, deviation, best)), abs=1e-8)
            step = 1e-6 * np.eye(2)
            around = [
                [log_expected_improvement(belief, point + way * one, best)[0] for way in (1, -1)]
                for one in step
            ]
            np.testing.assert_allclose(slope, [(up - down) / 2e-6 for up, down in around], rtol=1e-4)
        far = log_expected_improvement(belief, point, mean - 60 * deviation)
        assert expected_improvement(mean, deviation, mean - 60 * deviation) == 0
        assert np.isfinite(far[0]) and far[0] < -1_000 and np.abs(far[1]).max() > 0

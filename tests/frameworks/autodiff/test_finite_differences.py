"""Derivatives by differences: exact on a parabola, erring as the formula says elsewhere."""

import numpy as np
import pytest
from execml.frameworks import (
    central_difference,
    difference_errors,
    gradient_test,
    random_direction,
    starting_weights,
)

WEIGHTS = starting_weights(30, 4, np.random.default_rng(0))


def test_a_central_difference_is_exact_on_a_parabola_and_keeps_single_precision() -> None:
    point, way = [np.array([3.0, 1.0])], [np.array([1.0, 2.0])]
    assert central_difference(lambda x: np.sum(x[0] ** 2), point, way, 0.5) == pytest.approx(10)
    seen = []
    central_difference(
        lambda x: seen.append(x[0].dtype) or 0.0,  # type: ignore[func-returns-value]
        [np.ones(1, dtype=np.float32)],
        [np.ones(1, dtype=np.float32)],
        np.float64(0.5),
    )
    assert set(seen) == {np.dtype(np.float32)}
    with pytest.raises(ValueError, match="step"):
        central_difference(lambda x: 0.0, point, way, 0.0)


def test_measured_errors_stay_below_the_formula_and_turn_around() -> None:
    steps = 10.0 ** np.arange(-6, 0.1, 0.5)
    one = [np.array(1.0)]
    found = difference_errors(lambda x: float(np.exp(x[0])), float(np.e), one, one, steps)
    assert (found.measured <= 1.2 * found.foreseen["float32"]).all()
    assert 0 < found.measured.argmin() < len(steps) - 1
    assert found.foreseen["float64"].min() < 1e-9 < found.foreseen["float32"].min()


def test_a_gradient_of_other_shapes_is_refused() -> None:
    with pytest.raises(ValueError, match="shapes of the point"):
        gradient_test(lambda x: 0.0, lambda x: [np.ones(3)], [np.ones(2)], np.random.default_rng(0))


def test_directions_have_length_one_over_all_parts() -> None:
    way = random_direction(WEIGHTS, np.random.default_rng(1))
    assert sum(np.sum(part**2) for part in way) == pytest.approx(1)

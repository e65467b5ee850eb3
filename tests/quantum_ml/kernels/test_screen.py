"""The geometric difference: the definition, its extremes, and what is refused."""

import numpy as np
import pytest
from execml.quantum_ml import geometric_difference
from execml.quantum_ml.kernels.screen import without_constant


def kernel(seed, rows=8):
    points = np.random.default_rng(seed).normal(size=(rows, rows))
    return points @ points.T / rows + 0.1 * np.eye(rows)


def test_it_is_the_root_of_the_largest_ratio_of_error_bounds_over_labels():
    """g^2 is the most that y Kc^-1 y can be for labels y with y Kq^-1 y = 1."""
    classical, quantum = (8 * matrix / np.trace(matrix) for matrix in (kernel(0), kernel(1)))
    found = geometric_difference(classical, quantum)
    labels = np.random.default_rng(2).normal(size=(8, 20_000))
    bounds = [(labels * np.linalg.solve(matrix, labels)).sum(axis=0) for matrix in (classical, quantum)]
    ratios = np.sqrt(bounds[0] / bounds[1])
    assert ratios.max() <= found + 1e-9
    import scipy.linalg

    largest = scipy.linalg.eigh(np.linalg.inv(classical), np.linalg.inv(quantum), eigvals_only=True)[-1]
    assert found == pytest.approx(np.sqrt(largest))


def test_the_same_kernel_gives_one_at_any_scale_and_more_regularisation_less():
    assert geometric_difference(kernel(0), 7 * kernel(0)) == pytest.approx(1)
    values = [geometric_difference(kernel(0), kernel(1), added) for added in (0, 0.01, 0.1, 1)]
    assert (np.diff(values) < 0).all()


def test_a_singular_classical_kernel_asks_for_regularisation():
    with pytest.raises(ValueError, match="regularisation=0"):
        geometric_difference(np.ones((3, 3)), np.eye(3))
    assert geometric_difference(np.ones((3, 3)), np.eye(3), 0.1) > 0
    for wrong in (np.zeros((3, 3)), -np.eye(3), np.ones((2, 3)), [[1, 2], [0, 1]]):
        with pytest.raises(ValueError, match="classical_kernel"):
            geometric_difference(wrong, np.eye(3))


def test_a_constant_adds_nothing_once_the_mean_is_off():
    plain = kernel(0)
    assert np.allclose(without_constant(plain + 7), without_constant(plain))
    middle = np.eye(8) - 1 / 8
    assert np.allclose(without_constant(plain), middle @ plain @ middle)
    for wrong in (np.ones((2, 3)), [[1, 2], [0, 1]]):
        with pytest.raises(ValueError, match="kernel="):
            without_constant(wrong)

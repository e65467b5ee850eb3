"""Classical kernels: the Gaussian is scikit-learn's, and the product of cosines is that of a circuit."""

import numpy as np
import pytest
from execml.quantum_ml import angle_encoding, kernel_matrix
from execml.quantum_ml.kernels.classical import gaussian_kernel, product_kernel
from execml.quantum_ml.libraries.pennylane import pennylane_state
from sklearn.metrics.pairwise import rbf_kernel


def rows(count, columns, seed=0):
    return np.random.default_rng(seed).normal(0, 2, (count, columns))


def test_the_gaussian_kernel_is_scikit_learn_s() -> None:
    some, others = rows(7, 4), rows(5, 4, 1)
    assert np.allclose(gaussian_kernel(some, others, 0.7), rbf_kernel(some, others, gamma=0.7**2 / 2))


def test_the_product_kernel_is_that_of_the_circuit_and_of_pennylane() -> None:
    some, others = rows(6, 5), rows(4, 5, 1)
    assert np.abs(product_kernel(some, others) - kernel_matrix(some, others, angle_encoding)).max() < 1e-14
    states = pennylane_state(angle_encoding(some))
    assert np.abs(product_kernel(some) - np.abs(states @ states.conj().T) ** 2).max() < 1e-12


def test_thirty_columns_are_no_trouble() -> None:
    found = product_kernel(rows(50, 30))
    assert np.allclose(np.diag(found), 1) and found.min() >= 0 and np.linalg.eigvalsh(found)[0] > -1e-12


@pytest.mark.parametrize("kernel", [gaussian_kernel, product_kernel])
def test_other_columns_are_refused(kernel) -> None:
    with pytest.raises(ValueError, match="as many columns"):
        kernel(np.ones((2, 3)), np.ones((2, 4)))
    with pytest.raises(ValueError, match="features"):
        kernel([[np.nan]])


def test_a_scale_is_above_zero() -> None:
    with pytest.raises(ValueError, match="scale"):
        gaussian_kernel([[1.0]], scale=0)

"""Kernel matrices: PennyLane's in both forms, a kernel by all signs, and zero phase lost."""

import numpy as np
import pytest
from execml.quantum_ml import angle_encoding, kernel_matrix
from execml.quantum_ml.libraries.pennylane import pennylane_gram, pennylane_pairwise_gram

FEATURES = np.random.default_rng(0).normal(size=(6, 3))


def test_the_matrix_is_pennylane_s_in_both_forms():
    ours = kernel_matrix(FEATURES)
    assert np.abs(ours - pennylane_gram(FEATURES)).max() < 1e-12
    assert np.abs(ours - pennylane_pairwise_gram(FEATURES)).max() < 1e-12


def test_it_is_symmetric_with_ones_and_no_negative_eigenvalue():
    ours = kernel_matrix(FEATURES)
    assert np.abs(ours - ours.T).max() < 1e-14
    assert np.diag(ours) == pytest.approx(1)
    assert np.linalg.eigvalsh(ours)[0] > -1e-12


def test_the_angle_kernel_is_a_product_of_cosines():
    others = FEATURES[:2] + 0.3
    wanted = (np.cos((FEATURES[:, None] - others) / 2) ** 2).prod(axis=2)
    assert np.abs(kernel_matrix(FEATURES, others, angle_encoding) - wanted).max() < 1e-12


def test_other_columns_are_refused():
    with pytest.raises(ValueError, match="others="):
        kernel_matrix(FEATURES, FEATURES[:, :2])

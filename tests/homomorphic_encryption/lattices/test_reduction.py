"""Lattice reduction: the same lattice, the guarantees of the algorithm, and vectors that are known."""

from __future__ import annotations

import numpy as np
import pytest
from execml.homomorphic_encryption.lattices.reduction import reduced_basis


@pytest.mark.parametrize("seed", range(4))
def test_the_lattice_is_the_same_and_its_first_vector_short(seed):
    basis = np.random.default_rng(seed).integers(-50, 50, (6, 6))
    found = reduced_basis(basis)
    change = found.astype(float) @ np.linalg.inv(basis)
    assert np.allclose(change, np.rint(change), atol=1e-6)
    assert abs(abs(np.linalg.det(change)) - 1) < 1e-6
    # ‖b₁‖ ≤ (δ − 1/4)^(−(n−1)/4) det^(1/n), Lenstra, Lenstra and Lovász (1982), proposition 1.9
    bound = 0.74 ** (-5 / 4) * abs(np.linalg.det(basis)) ** (1 / 6)
    assert np.linalg.norm(found[0].astype(float)) <= bound * (1 + 1e-9)


def test_a_planted_short_vector_comes_out_first():
    basis = np.array([[1, 0, 3456], [0, 1, 1234], [0, 0, 10_007]], dtype=object)
    short = reduced_basis(basis)[0]
    assert np.linalg.norm(short.astype(float)) < 30


def test_no_matrix_is_refused():
    with pytest.raises(ValueError, match="basis"):
        reduced_basis(np.array([[0.5, 1.0]]))
    with pytest.raises(ValueError, match="lovasz"):
        reduced_basis(np.eye(2, dtype=int), 2.0)

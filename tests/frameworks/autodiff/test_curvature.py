"""Power iteration against NumPy's eigenvalues."""

import numpy as np
import pytest
from execml.frameworks import (
    sharpest_curvature,
)


def test_power_iteration_finds_the_largest_eigenvalue_by_size() -> None:
    draw = np.random.default_rng(2)
    square = draw.normal(size=(6, 6))
    hessian = square + square.T
    largest = np.abs(np.linalg.eigvalsh(hessian)).max()
    found = sharpest_curvature(lambda x, v: [hessian @ v[0]], [np.zeros(6)], draw, rounds=400)
    assert found == pytest.approx(largest, rel=1e-6)
    assert sharpest_curvature(lambda x, v: [0 * v[0]], [np.zeros(2)], draw) == 0
    with pytest.raises(ValueError, match="rounds"):
        sharpest_curvature(lambda x, v: v, [np.zeros(2)], draw, rounds=0)

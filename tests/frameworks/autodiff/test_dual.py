"""Duals: forward mode transposes reverse mode at ties; no nesting, no silent NumPy."""

import numpy as np
import pytest
from execml.frameworks import Dual, Tensor, gradient, jvp


def test_ties_in_forward_mode_transpose_those_of_reverse_mode() -> None:
    tied = np.array([3.0, 1.0, 3.0])
    found = [float(jvp(Tensor.max)(tied, way)[1]) for way in np.eye(3)]
    assert found == gradient(Tensor.max)(tied).tolist() == [0.5, 0, 0.5]


def test_duals_do_not_nest_and_refuse_what_they_cannot_differentiate() -> None:
    pair = Dual(np.ones(2), np.ones(2))
    with pytest.raises(ValueError, match="one direction at a time"):
        Dual(pair, pair)
    with pytest.raises(ValueError, match="tangent has shape"):
        Dual(np.ones(2), np.ones(3))
    with pytest.raises(TypeError):
        np.sin(pair)
    with pytest.raises(TypeError):
        np.sort(pair)

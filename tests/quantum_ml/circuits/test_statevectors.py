"""Statevectors: what fits, and draws at the edges."""

import numpy as np
import pytest
from execml.quantum_ml.circuits.statevectors import checked_qubits, drawn_bits


def test_the_largest_size_allowed_is_within_the_limit_and_the_next_is_not():
    assert checked_qubits(26) == 26
    for wrong in (27, 10**30, 0, -1, 2.0):
        with pytest.raises(ValueError, match="n_qubits="):
            checked_qubits(wrong)


def test_a_state_of_chance_zero_is_never_drawn():
    bits = drawn_bits(np.array([[0.0, 0.5, 0.0, 0.5], [1.0, 0, 0, 0]]), 2_000, np.random.default_rng(0))
    assert (bits[0, :, 1] == 1).all()
    assert (bits[1] == 0).all()

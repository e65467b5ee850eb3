"""Phase estimation: the closed form is the circuit, and adds up to one."""

import numpy as np
import pytest
from execml.quantum_ml import phase_estimation_circuit, phase_estimation_distribution
from hypothesis import given, settings
from hypothesis import strategies as st


@settings(max_examples=40, deadline=None)
@given(st.floats(0, 1, exclude_max=True), st.integers(1, 7))
def test_the_closed_form_is_the_circuit(phase, bits):
    chances = phase_estimation_distribution(phase, bits)
    assert chances.sum() == pytest.approx(1, abs=1e-9)
    assert np.abs(chances - phase_estimation_circuit(phase, bits).probabilities()).max() < 1e-9


def test_the_nearest_fraction_is_read_with_at_least_four_in_pi_squared():
    for phase in np.linspace(0, 0.999, 200):
        chances = phase_estimation_distribution(phase, 5)
        assert chances[round(phase * 32) % 32] >= 4 / np.pi**2 - 1e-12

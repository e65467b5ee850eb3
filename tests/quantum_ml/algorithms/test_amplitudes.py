"""Amplitude estimation: the closed form is what phase estimation of Grover's step reads."""

import math

import numpy as np
import pytest
from execml.quantum_ml.algorithms.amplitudes import amplitude_readings, median_error


@pytest.mark.parametrize("chance", [0.001, 0.2, 0.5, 0.77])
@pytest.mark.parametrize("bits", [1, 3, 6])
def test_the_readings_are_those_of_the_operator_itself(chance, bits):
    """Brute force: the operator's powers on the state, then a Fourier transform over the counter."""
    theta = math.asin(math.sqrt(chance))
    state = np.array([math.cos(theta), math.sin(theta)])  # bad, good
    step = (2 * np.outer(state, state) - np.eye(2)) @ np.diag([1.0, -1.0])
    size = 2**bits
    column, branches = state.astype(complex), []
    for _ in range(size):
        branches.append(column)
        column = step @ column
    read = np.fft.fft(np.array(branches), axis=0) / size
    expected = (np.abs(read) ** 2).sum(axis=1)
    estimates, chances = amplitude_readings(chance, bits)
    assert np.abs(chances - expected).max() < 1e-12
    assert chances.sum() == pytest.approx(1)
    assert estimates == pytest.approx(np.sin(math.pi * np.arange(size) / size) ** 2)


def test_the_bound_of_the_theorem_holds_with_its_probability():
    """Theorem 11: within 2 pi sqrt(a(1-a))/M + (pi/M)^2 with probability 8/pi^2 at least."""
    for chance in np.linspace(0.003, 0.97, 25):
        for bits in (4, 7, 10):
            estimates, chances = amplitude_readings(chance, bits)
            size = 2**bits
            bound = 2 * math.pi * math.sqrt(chance * (1 - chance)) / size + (math.pi / size) ** 2
            assert chances[np.abs(estimates - chance) <= bound].sum() >= 8 / math.pi**2 - 1e-9


def test_the_median_is_exceeded_half_of_the_time_and_nonsense_is_refused():
    draw = np.random.default_rng(4)
    estimates, chances = amplitude_readings(0.123, 8)
    errors = np.abs(draw.choice(estimates, 20_000, p=chances / chances.sum()) - 0.123)
    middle = median_error(0.123, 8)
    assert (errors < middle).mean() < 0.515 and (errors > middle).mean() < 0.515
    for wrong in (0, 1, -0.1, None):
        with pytest.raises(ValueError, match="chance="):
            amplitude_readings(wrong, 3)

"""Flooding: the formula, and noise of the size that was asked for."""

from __future__ import annotations

import math

import numpy as np
import pytest
from execml.homomorphic_encryption import flooded, flooding_bits, flooding_deviation


def test_the_formula_of_the_guides():
    for bits, times in ((30, 1), (60, 128)):
        assert 2 ** flooding_bits(bits, times) == pytest.approx(math.sqrt(12 * times) * 2 ** (bits / 2))
    assert flooding_deviation(1e-8, 30, 1) == pytest.approx(1e-8 * math.sqrt(12) * 2**15)


def test_noise_has_the_deviation():
    assert flooded(np.zeros(20_000), 0.5, np.random.default_rng(0)).std() == pytest.approx(0.5, rel=0.02)
    with pytest.raises(ValueError, match="deviation"):
        flooded([1.0], -1, np.random.default_rng(0))


@pytest.mark.parametrize(("bits", "times"), [(2, 3), (10, 128), (30, 1)])
def test_the_factor_bounds_the_divergence_of_all_releases(bits, times):
    """Normal noise around scores with errors of length d and without, by integrating both densities."""
    length = 1e-3
    deviation = flooding_deviation(length, bits, times)
    x = np.linspace(-12, 12, 200_001) * deviation
    with_errors, without = ((x - centre) / deviation for centre in (length, 0.0))
    density = np.exp(-(with_errors**2) / 2) / (deviation * np.sqrt(2 * np.pi))
    divergence = np.trapezoid(density * (without**2 - with_errors**2) / 2, x)
    assert times * divergence == pytest.approx(2.0**-bits / 24, rel=1e-6)


def test_more_decryptions_than_anybody_makes_are_refused():
    with pytest.raises(ValueError, match="decryptions"):
        flooding_bits(30, 10**30)

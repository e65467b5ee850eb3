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

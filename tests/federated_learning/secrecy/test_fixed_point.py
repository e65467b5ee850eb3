"""The grid: exact sums, half a step of rounding, and a wall that is refused before it is met."""

from __future__ import annotations

import execml.federated_learning as fl
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st


@given(seed=st.integers(0, 2**32), clients=st.integers(1, 50), bits=st.integers(12, 52))
@settings(max_examples=60, deadline=None)
def test_sums_of_the_largest_numbers_never_wrap(seed, clients, bits):
    grid = fl.FixedPoint(2.0, clients, bits)
    numbers = np.random.default_rng(seed).choice([-2.0, 2.0, 0.5], size=(clients, 3))
    total = np.sum([grid.encode(row) for row in numbers], axis=0, dtype=np.uint64)
    assert (
        np.abs(grid.decode(total) - numbers.sum(axis=0)).max() <= clients * grid.step / 2 * 1.000001 + 1e-12
    )


def test_one_number_beyond_the_range_is_refused_and_would_have_turned_the_sign():
    grid = fl.FixedPoint(1.0, 5, 16)
    honest = np.sum([grid.encode([0.9]) for _ in range(4)], axis=0, dtype=np.uint64)
    with pytest.raises(ValueError, match="could wrap"):
        grid.encode([2.5])
    assert grid.decode(honest + grid.wrapped([2.5]))[0] == pytest.approx(3.6 + 2.5 - 10, abs=0.01)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((0, 5, 32), "largest"),
        ((1.0, 0, 32), "clients=0"),
        ((1.0, 5, 53), "bits=53"),
        ((1.0, 2000, 8), "bits=8"),
    ],
)
def test_settings_are_refused_by_name(arguments, words):
    with pytest.raises(ValueError, match=words):
        fl.FixedPoint(*arguments)


@pytest.mark.parametrize("numbers", [[np.nan], [np.inf], []])
def test_numbers_that_are_none_are_refused(numbers):
    with pytest.raises(ValueError, match="numbers"):
        fl.FixedPoint(1.0, 5).encode(numbers)

"""Noise that is mixed over steps: the split, the reach of one client, and the noise in the sums."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from execml.differential_privacy import (
    correlated_noise,
    participation_sensitivity,
    prefix_deviations,
    square_root_coefficients,
)
from execml.differential_privacy.libraries.jax_privacy import jax_privacy_deviations, jax_privacy_sensitivity
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import toeplitz


def triangle(column):
    return np.tril(toeplitz(column))


@pytest.mark.parametrize("steps", [1, 2, 7, 60])
def test_the_uncut_root_squared_is_the_triangle_of_ones(steps):
    root = triangle(square_root_coefficients(steps))
    assert np.allclose(root @ root, np.tril(np.ones((steps, steps))), atol=1e-12)


@given(st.integers(1, 8), st.integers(1, 8), st.integers(1, 8), st.integers(1, 4))
def test_the_reach_is_the_largest_over_all_ways_of_taking_part(steps, bands, gap, most):
    column = square_root_coefficients(steps, min(bands, steps))
    mixing, worst = triangle(column), 0.0
    for times in range(1, most + 1):
        for chosen in itertools.combinations(range(steps), times):
            if all(later - sooner >= gap for sooner, later in itertools.pairwise(chosen)):
                for signs in itertools.product((-1, 1), repeat=times):  # gradients of length 1, either way
                    worst = max(worst, float(np.linalg.norm(mixing[:, chosen] @ np.array(signs))))
    assert participation_sensitivity(column, gap, most) == pytest.approx(worst, rel=1e-12)


@given(st.integers(1, 40), st.integers(1, 40))
def test_the_deviations_are_the_lengths_of_the_rows_of_the_other_factor(steps, bands):
    column = square_root_coefficients(steps, min(bands, steps))
    other = np.tril(np.ones((steps, steps))) @ np.linalg.inv(triangle(column))
    assert prefix_deviations(column) == pytest.approx(np.linalg.norm(other, axis=1), rel=1e-9)


@pytest.mark.parametrize("bands", [1, 5, None])
def test_the_sums_of_the_noise_deviate_as_promised(bands):
    column = square_root_coefficients(30, bands)
    sums = correlated_noise(column, 40_000, np.random.default_rng(3)).cumsum(axis=0)
    assert sums.std(axis=1) == pytest.approx(prefix_deviations(column), rel=0.02)  # 4 deviations of 1/√80,000


@pytest.mark.slow
@pytest.mark.parametrize(
    ("steps", "bands", "gap", "most"), [(400, 1, 20, None), (400, 20, 20, 20), (97, 97, 10, 3)]
)
def test_jax_privacy_finds_the_same_reach_and_the_same_noise(steps, bands, gap, most):
    column = square_root_coefficients(steps, bands)
    assert participation_sensitivity(column, gap, most) == pytest.approx(
        jax_privacy_sensitivity(column, gap, most), rel=1e-12
    )
    assert prefix_deviations(column) == pytest.approx(jax_privacy_deviations(column), rel=1e-12)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: square_root_coefficients(0), "steps=0"),
        (lambda: square_root_coefficients(5, 6), "bands=6"),
        (lambda: participation_sensitivity([1, 2], 1), "must not increase"),
        (lambda: participation_sensitivity([1, -1], 1), "must not be negative"),
        (lambda: participation_sensitivity([1.0], 0), "gap=0"),
        (lambda: participation_sensitivity([1.0, np.nan], 1), "coefficients"),
        (lambda: prefix_deviations([0.0, 0.0]), "above 0"),
        (lambda: correlated_noise([1.0], 0, np.random.default_rng(0)), "size=0"),
        (lambda: correlated_noise([1.0], 2, 5), "generator=5"),
    ],
)
def test_bad_input_is_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()

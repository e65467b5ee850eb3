"""Shor's algorithm: readings follow the exact distribution, factors are right, and misuse is said."""

import math

import numpy as np
import pytest
import sympy
from execml.quantum_ml import phase_estimation_distribution, shor_attempt, shor_factor
from execml.quantum_ml.algorithms.factoring import measured_phase


@pytest.mark.parametrize("modulus", [15, 21, 33, 35, 105, 143, 1_147, 3_127])
def test_the_factors_are_found(modulus):
    small, large = shor_factor(modulus, np.random.default_rng(modulus))
    assert 1 < small <= large
    assert small * large == modulus


def test_what_is_read_follows_the_distribution_of_phase_estimation():
    """With the register at 1, every k/r is asked for equally often: the mean of r exact distributions."""
    modulus, base, runs = 15, 2, 3_000
    order = sympy.n_order(base, modulus)
    draw = np.random.default_rng(0)
    for modulus, base in ((15, 2), (21, 2)):
        order = sympy.n_order(base, modulus)
        bits = 2 * modulus.bit_length()
        wanted = np.mean([phase_estimation_distribution(k / order, bits) for k in range(order)], axis=0)
        counted = np.bincount(
            [measured_phase(base, modulus, draw)[0] for _ in range(runs)], minlength=2**bits
        )
        near = (
            np.round(np.arange(2**bits) * order / 2**bits).astype(int) % order
        )  # which k/r a reading is nearest to
        for k in range(order):
            chance, share = wanted[near == k].sum(), counted[near == k].sum() / runs
            assert abs(share - chance) < 5 * math.sqrt(chance * (1 - chance) / runs)


def test_no_base_has_a_factor_in_common_with_the_modulus():
    draw = np.random.default_rng(1)
    for _ in range(100):
        attempt = shor_attempt(15, draw)
        assert math.gcd(attempt.base, 15) == 1
        assert attempt.order is None or pow(attempt.base, attempt.order, 15) == 1


@pytest.mark.parametrize(
    ("modulus", "words"),
    [
        (3_126, "even"),
        (65_521, "it is prime"),
        (3_125, r"prime power; it is 5\^5"),
        (49, r"prime power; it is 7\^2"),
        (2**21 - 21, "20 are simulated"),
        (9, "at least 15"),
    ],
)
def test_a_modulus_that_cannot_be_factored_so_is_told(modulus, words):
    with pytest.raises(ValueError, match=f"modulus={modulus}.*{words}"):
        shor_factor(modulus, np.random.default_rng(0))


def test_attempts_end():
    with pytest.raises(RuntimeError, match="none of 1 attempts"):
        for seed in range(100):
            shor_factor(143, np.random.default_rng(seed), attempts=1)

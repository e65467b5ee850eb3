"""Learning with errors: without errors elimination solves it, with errors only short vectors do."""

from __future__ import annotations

import numpy as np
import pytest
from execml.homomorphic_encryption import LweSamples, break_lwe, lwe_samples, solve_exactly


@pytest.mark.parametrize("seed", range(5))
def test_without_errors_elimination_finds_the_secret_and_with_them_it_does_not(seed):
    clean, secret = lwe_samples(12, 24, 521, 0.0, np.random.default_rng(seed))
    assert (solve_exactly(clean) == secret).all()
    noisy, secret = lwe_samples(12, 24, 521, 1.5, np.random.default_rng(seed))
    assert not (solve_exactly(noisy) == secret).all()


@pytest.mark.parametrize("seed", range(3))
def test_lattice_reduction_finds_a_small_secret(seed):
    samples, secret = lwe_samples(10, 20, 257, 1.0, np.random.default_rng(seed))
    found = break_lwe(samples)
    assert found is not None
    assert (found == secret).all()
    assert np.abs((samples.answers - samples.matrix @ found + 128) % 257 - 128).max() <= 5


def test_nothing_is_found_where_there_is_nothing():
    draw = np.random.default_rng(0)
    noise = LweSamples(draw.integers(0, 257, (20, 10)), draw.integers(0, 257, 20), 257)
    found = break_lwe(noise)
    assert found is None or np.abs((noise.answers - noise.matrix @ found + 128) % 257 - 128).max() > 5


def test_large_lattices_and_wrong_arguments_are_refused():
    samples, _ = lwe_samples(40, 80, 521, 1.0, np.random.default_rng(0))
    with pytest.raises(ValueError, match="dimension 121"):
        break_lwe(samples)
    with pytest.raises(ValueError, match="unknowns need as many"):
        solve_exactly(lwe_samples(4, 3, 97, 0.0, np.random.default_rng(0))[0])
    with pytest.raises(ValueError, match="noise"):
        lwe_samples(4, 3, 97, -1.0, np.random.default_rng(0))
    with pytest.raises(ValueError, match=r"noise=1e\+30"):
        lwe_samples(4, 3, 97, 1e30, np.random.default_rng(0))


@pytest.mark.parametrize("attack", [solve_exactly, break_lwe])
@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"matrix": None}, "matrix=None"),
        ({"matrix": np.eye(2)}, "matrix of float64"),
        ({"answers": None}, "answers=None"),
        ({"answers": np.zeros(5, dtype=int)}, "answers of shape"),
        ({"modulus": "a"}, "modulus='a'"),
        ({"modulus": 10**30}, "modulus="),
        ({"modulus": 96}, "modulus=96 must be a prime"),
    ],
)
def test_samples_that_are_no_equations_are_refused(attack, changed, words):
    parts = {"matrix": np.eye(2, dtype=int), "answers": np.zeros(2, dtype=int), "modulus": 97}
    with pytest.raises(ValueError, match=words):
        attack(LweSamples(**{**parts, **changed}))

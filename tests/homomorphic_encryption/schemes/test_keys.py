"""Keys: what is public opens nothing, and key switching keeps the message."""

from __future__ import annotations

import numpy as np
import pytest
from execml.homomorphic_encryption import bfv, ckks
from execml.homomorphic_encryption.lattices.moduli import lift, residues
from execml.homomorphic_encryption.lattices.rings import ring_product
from execml.homomorphic_encryption.schemes.keys import divided_by_last, generate, new_chain, switched


def test_switching_a_polynomial_to_another_secret_adds_little_noise():
    chain = new_chain(256, (50, 40, 50), toy=True)
    secret, public = generate(chain, np.random.default_rng(0))
    inside = residues(secret.coefficients, chain.primes)
    part = np.stack([np.random.default_rng(1).integers(0, prime, 256) for prime in chain.primes])
    first, second = switched(part, public.relinearisation, chain)
    column = np.array(chain.primes)[:, None]
    wanted = ring_product(part, ring_product(inside, inside, chain.primes), chain.primes)
    found = (first + ring_product(second, inside, chain.primes)) % column
    noise = lift((found - wanted) % column, chain.primes).astype(float)
    assert 0 < np.abs(noise).max() < 2.0**12


def test_division_by_the_last_prime_rounds():
    primes = (10_007, 10_009, 97)
    values = np.array([-1_000, -49, -48, 0, 48, 49, 12_345], dtype=object)
    found = lift(divided_by_last(residues(values, primes), primes), primes[:2])
    assert found.tolist() == [round(value / 97) for value in values.tolist()]


def test_the_public_keys_count_their_bytes():
    chain = new_chain(64, (40, 30, 40), toy=True)
    _, public = generate(chain, np.random.default_rng(0), exponents=(5,))
    assert public.size == 8 * 64 * (2 * 2 + 2 * (2 * 2 * 3))


def test_both_schemes_make_their_keys_by_one_function():
    assert bfv.generate_keys is ckks.generate_keys
    for context in (bfv.new_context(64, (50, 50, 50), 18, toy=True), ckks.new_context(64, toy=True)):
        secret, public = ckks.generate_keys(context, np.random.default_rng(0), rotations=(1, -1))
        assert len(secret.coefficients) == 64 and sorted(public.rotations) == sorted({5, pow(5, -1, 128)})
        with pytest.raises(ValueError, match="rotations=-65"):
            ckks.generate_keys(context, np.random.default_rng(0), rotations=(-65,))
    with pytest.raises(ValueError, match="context=None"):
        bfv.generate_keys(None, np.random.default_rng(0))

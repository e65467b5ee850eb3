"""Encoding: slots multiply as numbers do, and come back."""

from __future__ import annotations

import numpy as np
from execml.homomorphic_encryption import ring_product, transform_primes
from execml.homomorphic_encryption.lattices.moduli import lift, residues
from execml.homomorphic_encryption.schemes.encoding import decode, decode_batch, encode, encode_batch


def test_real_slots_multiply():
    x, y = np.random.default_rng(0).normal(size=(2, 32))
    primes = transform_primes(60, 64, 2)
    left, right = (residues(encode(values, 2.0**30, 64), primes) for values in (x, y))
    assert np.abs(decode(lift(ring_product(left, right, primes), primes), 2.0**60) - x * y).max() < 1e-7
    assert encode(x, 2.0**70, 64).dtype == object


def test_residues_in_slots_multiply():
    prime = transform_primes(20, 64)[0]
    x, y = np.random.default_rng(0).integers(0, prime, (2, 64))
    left, right = (encode_batch(values, prime, 64)[None] for values in (x, y))
    assert (decode_batch(ring_product(left, right, (prime,))[0], prime) == x * y % prime).all()

"""Arithmetic modulo long primes, against Python's whole numbers, and the primes against SEAL's."""

from __future__ import annotations

import numpy as np
import pytest
from execml.homomorphic_encryption import transform_primes
from execml.homomorphic_encryption.lattices.moduli import (
    centred,
    lift,
    multiply_modulo,
    power_modulo,
    residues,
    sum_modulo,
)
from execml.homomorphic_encryption.schemes.keys import new_chain
from hypothesis import given, settings
from hypothesis import strategies as st
from tenseal import sealapi


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([17, 30, 31, 40, 44, 59, 60]), st.integers(0, 2**32))
def test_products_and_sums_are_python_s(bits, seed):
    prime = transform_primes(bits, 64)[0]
    draw = np.random.default_rng(seed)
    left, right = draw.integers(0, prime, (2, 50))
    left[:2], right[:2] = prime - 1, prime - 1
    assert multiply_modulo(left, right, prime).tolist() == [
        a * b % prime for a, b in zip(left.tolist(), right.tolist(), strict=True)
    ]
    column = np.array([[prime]])
    assert sum_modulo(left[:, None, None], 0, column).item() == sum(left.tolist()) % prime


def test_powers_and_centred_residues():
    prime = transform_primes(60, 64)[0]
    assert power_modulo(3, 10, prime).tolist() == [pow(3, k, prime) for k in range(10)]
    assert centred(np.array([0, 3, 4, 6]), 7).tolist() == [0, 3, -3, -1]


@given(st.lists(st.integers(-(10**20), 10**20), min_size=1, max_size=5))
def test_the_chinese_remainder_theorem_gives_the_numbers_back(numbers):
    primes = transform_primes(40, 64, 4)
    values = np.array(numbers, dtype=object)
    assert lift(residues(values, primes), primes).tolist() == numbers


@pytest.mark.parametrize(
    ("size", "bits"),
    [(8192, (60, 40, 60)), (8192, (60, 40, 40, 60)), (4096, (40, 20, 40)), (8192, (40, *[21] * 6, 40))],
)
def test_the_primes_are_those_that_seal_chooses(size, bits):
    theirs = [prime.value() for prime in sealapi.CoeffModulus.Create(size, list(bits))]
    assert list(new_chain(size, bits).all_primes) == theirs


def test_too_many_primes_are_refused():
    with pytest.raises(ValueError, match="count=99"):
        transform_primes(17, 8192, 99)
    with pytest.raises(ValueError, match="power of two"):
        transform_primes(30, 1000)

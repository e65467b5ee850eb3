"""Packing: a sum of packed numbers is the packed sums, as long as no slot overflows."""

from __future__ import annotations

import numpy as np
import pytest
from execml.homomorphic_encryption import pack, paillier, slot_bits, unpack
from hypothesis import given
from hypothesis import strategies as st


@given(st.lists(st.lists(st.integers(0, 1_000), min_size=3, max_size=3), min_size=1, max_size=8))
def test_packed_sums_are_the_sums(rows):
    bits = slot_bits(1_000, len(rows))
    total = sum(pack(row, bits) for row in rows)
    assert unpack(total, bits, 3) == [sum(column) for column in zip(*rows, strict=True)]


def test_the_width_is_just_enough():
    bits = slot_bits(255, 3)
    assert bits == 10
    assert 1 << bits > 3 * 255
    assert not 1 << (bits - 1) > 3 * 255


def test_packed_numbers_add_under_encryption():
    public, private = paillier.generate_keypair(256)
    bits = slot_bits(50, 2)
    total = public.encrypt(pack([50, 1, 7], bits)) + public.encrypt(pack([50, 2, 0], bits))
    assert unpack(private.decrypt(total), bits, 3) == [100, 3, 7]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: pack([256], 8), "bits=8 each must be below 256"),
        (lambda: pack([-1], 8), "values=-1"),
        (lambda: unpack(1 << 16, 8, 2), "must fit count=2 slots"),
        (lambda: slot_bits(0, 3), "largest=0"),
        (lambda: pack(np.array([1.5]), 8), r"values=.*1\.5"),  # not taken for 1
        (lambda: pack(np.array([np.inf]), 8), "values=.*inf"),
        (lambda: pack([True], 8), "values=True"),
        (lambda: pack(np.ones((2, 2), dtype=int), 8), "values=ndarray"),
    ],
)
def test_what_does_not_fit_is_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()

"""What unit 1 says in bold: counts and bytes, by another route than the page's."""

from __future__ import annotations

import hashlib

import pytest
from execml.course import load
from execml.homomorphic_encryption import paillier

UNIT = "5_homomorphic_encryption/1_adding_numbers_nobody_can_read"


@pytest.mark.claim
def test_a_list_of_all_limits_opens_every_code(on_the_page):
    opened, everybody = on_the_page(UNIT, "# of # clients' limits are read back")
    limits = load("credit")["limit"]
    assert opened == everybody == len(limits)
    assert ((limits >= 10_000) & (limits <= 1_000_000) & (limits % 10 == 0)).all()
    for make in (hashlib.sha256, hashlib.sha3_512, hashlib.blake2b):  # whichever public code is chosen
        codes = {make(str(limit).encode()).hexdigest() for limit in limits.unique()}
        assert len(codes) == limits.nunique()


@pytest.mark.claim
def test_the_bytes_of_a_branch_follow_from_the_key(on_the_page):
    packed, apart = on_the_page(UNIT, "# bytes a branch in place of #")
    public_key, _ = paillier.generate_keypair(2_048)
    sizes = [-(-public_key.encrypt(number).value.bit_length() // 8) for number in (0, 1, public_key.largest)]
    assert packed - 2 <= max(sizes) <= packed
    assert apart == 16 * packed

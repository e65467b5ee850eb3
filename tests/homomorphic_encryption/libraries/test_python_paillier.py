"""The oracle's keys are made from our primes."""

from __future__ import annotations

from execml.homomorphic_encryption import paillier
from execml.homomorphic_encryption.libraries.python_paillier import (
    python_paillier_keys,
    python_paillier_number,
)


def test_keys_from_our_primes_open_our_numbers():
    public, private = paillier.generate_keypair(256)
    theirs, opener = python_paillier_keys(public.n, private.p, private.q)
    assert opener.decrypt(python_paillier_number(theirs, public.encrypt(-7).value)) == -7

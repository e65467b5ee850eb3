"""Paillier beside python-paillier: the same answers, and the goals with room for a busy machine."""

from __future__ import annotations

import pytest
from execml.homomorphic_encryption.bench import addition


@pytest.mark.slow
def test_the_owner_encrypts_faster_and_adds_faster():
    encrypt, decrypt, add = addition.rows(repeats=5)
    assert encrypt.ratio >= 1.8
    assert decrypt.ratio > 0.7
    assert add.ratio > 1.2

"""Counts across two secrets are exact, and show as much as was chosen."""

from __future__ import annotations

import numpy as np
import pytest
from execml.homomorphic_encryption import MissingKey, encrypted_count, new_auditor


@pytest.mark.parametrize("people", [10, 9_000])
def test_the_count_is_exact_also_across_blocks(people):
    draw = np.random.default_rng(people)
    groups, decisions = draw.integers(0, 2, (2, people))
    for summed in (True, False):
        auditor = new_auditor(summed)
        answer = encrypted_count(auditor.public_context, auditor.encrypt(groups), decisions, summed)
        read = auditor.read(answer)
        assert read.sum() == (groups * decisions).sum()
        assert len(read) == (1 if summed else people)
        if not summed:  # the auditor reads every decision about a member
            assert (read == groups * decisions).all()


def test_missing_rotation_keys_and_wrong_lengths_are_named():
    auditor = new_auditor(summed=False, ring_dimension=4096)
    encrypted = auditor.encrypt([1, 0])
    with pytest.raises(MissingKey, match="summed=True"):
        encrypted_count(auditor.public_context, encrypted, [1, 1])
    with pytest.raises(ValueError, match="decisions"):
        encrypted_count(auditor.public_context, encrypted, [1, 1, 1], summed=False)
    with pytest.raises(ValueError, match="groups"):
        auditor.encrypt([0.5])

"""Counts across two secrets are exact, and show as much as was chosen."""

from __future__ import annotations

import numpy as np
import pytest
from execml.homomorphic_encryption import (
    InsecureParameters,
    MissingKey,
    check_security,
    encrypted_count,
    new_auditor,
)
from execml.homomorphic_encryption.libraries import tenseal
from execml.homomorphic_encryption.scoring.fairness import _drowning
from execml.homomorphic_encryption.scoring.messages import Message, opened, sealed


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
    auditor = new_auditor(summed=False, ring_dimension=8_192)
    encrypted = auditor.encrypt([1, 0])
    with pytest.raises(MissingKey, match="summed=True"):
        encrypted_count(auditor.public_context, encrypted, [1, 1])
    with pytest.raises(ValueError, match="decisions"):
        encrypted_count(auditor.public_context, encrypted, [1, 1, 1], summed=False)
    with pytest.raises(ValueError, match="groups"):
        auditor.encrypt([0.5])


@pytest.mark.parametrize("people", [700, 8_192, 9_000])
def test_whoever_has_the_key_reads_the_sum_and_nothing_beside_it(people):
    """Without a mask neighbouring slots of a sum differ by one product: the last block lies open."""
    draw = np.random.default_rng(people)
    groups, decisions = draw.integers(0, 2, (2, people))
    auditor = new_auditor()
    request = auditor.encrypt(groups)
    bare, masked = (
        auditor.read_all(encrypted_count(auditor.public_context, request, decisions, hidden=hidden))
        for hidden in (False, True)
    )
    assert bare[0] == masked[0] == (groups & decisions).sum()
    assert not masked[1:].any() and len(masked) == 16_384
    last = people % 8_192  # a full block sums to the same in every slot
    told = bare[:last] - bare[1 : last + 1]
    assert (told == (groups & decisions)[-last:]).all() if last else np.unique(bare).size == 2


def test_the_noise_of_the_product_is_drowned_and_the_count_survives():
    draw = np.random.default_rng(7)
    groups, decisions = draw.integers(0, 2, (2, 4_096))
    auditor = new_auditor()
    part = opened(auditor.encrypt(groups), "groups").parts[0]
    product = tenseal.vector_from(auditor.context, part, "bfv") * decisions.tolist()
    own = tenseal.noise_budget(auditor.context, product)
    drowned = tenseal.noise_budget(auditor.context, product + _drowning(auditor.context, 4_096))
    assert 40 <= own - drowned <= 60
    answer = encrypted_count(auditor.public_context, auditor.encrypt(groups), decisions)
    left = tenseal.vector_from(auditor.context, opened(answer, "counts").parts[0], "bfv")
    assert tenseal.noise_budget(auditor.context, left) > 20
    assert auditor.read(answer).tolist() == [(groups & decisions).sum()]


def test_an_auditor_who_encrypts_powers_of_two_reads_single_decisions_from_the_sum():
    decisions = np.random.default_rng(3).integers(0, 2, 12)
    auditor = new_auditor()
    with pytest.raises(ValueError, match="groups"):
        auditor.encrypt(2 ** np.arange(12))  # ours refuses; one who cheats writes a program of his own
    row = tenseal.bfv_vector(auditor.context, 2 ** np.arange(12)).serialize()
    cheating = sealed(Message("groups", (12,), 1, (row,)))
    told = auditor.read(encrypted_count(auditor.public_context, cheating, decisions))[0]
    assert [int(told) >> place & 1 for place in range(12)] == decisions.tolist()


def test_a_ring_without_room_for_the_mask_is_refused():
    auditor = new_auditor(ring_dimension=8_192)
    with pytest.raises(ValueError, match="hidden=True needs"):
        encrypted_count(auditor.public_context, auditor.encrypt([1, 0]), [1, 1])


@pytest.mark.parametrize("ring_dimension", [8_192, 16_384])
def test_the_parameters_pass_the_table_that_the_bank_asks_for(ring_dimension):
    """SEAL's own choice for BFV has 218 bits at N = 8,192, which the table of 2024 refuses."""
    context = new_auditor(False, ring_dimension).context
    bits = [prime.bit_length() for prime in tenseal.data_primes(context)]
    assert check_security(ring_dimension, (*bits, bits[0]), adversary="quantum") >= 0
    own = [prime.bit_length() for prime in tenseal.data_primes(tenseal.bfv_context(ring_dimension))]
    with pytest.raises(InsecureParameters):
        check_security(ring_dimension, (*own, own[-1]))
    with pytest.raises(ValueError, match="ring_dimension=4096 must be one of: 8192, 16384"):
        new_auditor(False, 4_096)
    with pytest.raises(InsecureParameters, match="allows 161"):
        tenseal.bfv_context(8_192, prime_bits=(60, 60, 60), adversary="quantum")

"""The group is the one it says, agreement agrees, seals hold."""

from __future__ import annotations

import numpy as np
import pytest
from execml.federated_learning.secrecy import keys


def test_the_group_is_the_safe_prime_of_rfc_3526():
    import gmpy2

    gmpy2.get_context().precision = 2_100
    wanted = (
        2**2048 - 2**1984 - 1 + 2**64 * (int(gmpy2.floor(gmpy2.mul_2exp(gmpy2.const_pi(), 1918))) + 124476)
    )
    assert wanted == keys.GROUP
    assert gmpy2.is_prime(keys.GROUP) and gmpy2.is_prime((keys.GROUP - 1) // 2)


def test_two_clients_agree_and_a_third_does_not():
    draw = np.random.default_rng(0)
    one, two, three = (keys.new_secret(draw) for _ in range(3))
    seed = keys.agreed_seed(one, keys.public_key(two))
    assert (
        seed == keys.agreed_seed(two, keys.public_key(one)) != keys.agreed_seed(three, keys.public_key(one))
    )
    assert keys.public_key(one) == pow(2, one, keys.GROUP)


@pytest.mark.parametrize("key", [0, 1, keys.GROUP - 1, keys.GROUP, "key"])
def test_keys_that_make_the_seed_guessable_are_refused(key):
    with pytest.raises(ValueError, match="other_public"):
        keys.agreed_seed(5, key)


def test_masks_are_uniform_in_every_bit():
    bits = np.unpackbits(keys.mask(bytes(32), 20_000, 32).astype(">u4").view(np.uint8)).reshape(-1, 32)
    assert (np.abs(bits.mean(axis=0) - 0.5) < 5 * 0.5 / np.sqrt(20_000)).all()


def test_a_note_that_was_changed_is_refused():
    sealed = keys.seal(b"s" * 32, b"a share")
    assert keys.unseal(b"s" * 32, sealed) == b"a share" not in sealed
    for bad, seed in ((b"x" + sealed[1:], b"s" * 32), (sealed, b"t" * 32)):
        with pytest.raises(ValueError, match="sealed"):
            keys.unseal(seed, bad)

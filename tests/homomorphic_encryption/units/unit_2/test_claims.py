"""What unit 2 says in bold, repeated on other draws, sizes and keys."""

from __future__ import annotations

import numpy as np
import pytest
from execml.course import repeated
from execml.homomorphic_encryption import bfv, break_lwe, lwe_samples
from tenseal.sealapi import util

UNIT = "5_homomorphic_encryption/2_noise_that_hides"


def broken(seed, unknowns):
    samples, secret = lwe_samples(unknowns, 2 * unknowns, 257, 1.0, np.random.default_rng(seed))
    found = break_lwe(samples)
    return float(found is not None and (found == secret).all())


def depth(seed, size):
    """How many products of ones decrypt rightly, with primes as on the page."""
    draw = np.random.default_rng(seed)
    context = bfv.new_context(size, (46, 45, 45, 46), 20)
    secret, public = bfv.generate_keys(context, draw)
    row, done = bfv.encrypt(np.ones(context.slots, dtype=int), context, public, draw), -1
    while (bfv.decrypt(row, secret) == 1).all() and done < 8:
        row, done = row * row, done + 1
    return float(done)


@pytest.mark.claim
@pytest.mark.slow
def test_small_secrets_come_out_by_lattice_reduction(on_the_page):
    found, tried = on_the_page(UNIT, "# of # small secrets come out")
    runs = repeated(broken, over={"seed": range(100, 112), "unknowns": [6, 8]})
    assert found == tried
    assert runs.by("unknowns")[8].mean >= 0.9


@pytest.mark.claim
def test_the_limits_are_those_of_the_tables(on_the_page):
    quantum, old = on_the_page(UNIT, "# bits in place of #")
    assert old == util.seal_he_std_parms_128_tc(4_096)
    assert quantum == 80  # SparseLWEkit, made with the script of ePrint 2024/463


@pytest.mark.claim
@pytest.mark.slow
def test_three_products_decrypt_and_four_do_not(on_the_page):
    (products,) = on_the_page(UNIT, "# products, and the next is garbage")
    runs = repeated(depth, over={"seed": range(100, 110), "size": [8_192]})
    assert products == 3
    assert runs.share(lambda done: done == 3).count == len(runs)

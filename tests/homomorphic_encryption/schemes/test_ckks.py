"""CKKS: the arithmetic against NumPy's, exact scales, and errors that say what is wrong."""

from __future__ import annotations

import math

import numpy as np
import pytest
from execml.homomorphic_encryption import (
    InsecureParameters,
    LevelsExhausted,
    MissingKey,
    ScaleMismatch,
    ckks,
)
from execml.homomorphic_encryption.libraries import tenseal as library

CONTEXT = ckks.new_context(1024, (60, 40, 40, 60), toy=True)
SECRET, PUBLIC = ckks.generate_keys(CONTEXT, np.random.default_rng(0), rotations=(1, -3))
DRAW = np.random.default_rng(1)
X, Y = DRAW.normal(size=(2, CONTEXT.slots))


def encrypted(values, context=CONTEXT, public=PUBLIC):
    return ckks.encrypt(values, context, public, np.random.default_rng(2))


def distance(ciphertext, wanted):
    return np.abs(ckks.decrypt(ciphertext, SECRET) - wanted).max()


def test_arithmetic_slot_by_slot():
    a, b = encrypted(X), encrypted(Y)
    assert distance(a, X) < 1e-7
    assert distance(a + b, X + Y) < 1e-7
    assert distance(a - b + 0.5, X - Y + 0.5) < 1e-7
    assert distance(-a + Y, Y - X) < 1e-7
    assert distance((a * Y).rescale(), X * Y) < 1e-6
    assert distance((3 * a).rescale(), 3 * X) < 1e-6
    product = (a * b).rescale()
    assert distance(product, X * Y) < 1e-6
    assert distance((product * product).rescale(), (X * Y) ** 2) < 1e-5
    assert distance(a.rotate(1), np.roll(X, -1)) < 1e-6
    assert distance(product.rotate(-3), np.roll(X * Y, 3)) < 1e-6


def test_the_scale_is_exact_after_every_step():
    a = encrypted(X)
    product = (a * a).rescale()
    assert product.scale == 2.0**80 / CONTEXT.chain.primes[-1]
    assert product.level == a.level - 1 == 1
    assert distance(a.drop_to(0), X) < 1e-7
    assert a.drop_to(0).scale == a.scale
    assert f"2^{math.log2(product.scale):.3f}" in repr(product)


def test_six_products_with_one_keep_the_value_at_a_scale_of_21_bits():
    """TenSEAL overwrites the scale at each of them, and multiplies the value by 5.98 in the end."""
    context = ckks.new_context(1024, (40, *[21] * 6, 40), 2.0**21, toy=True)
    secret, public = ckks.generate_keys(context, np.random.default_rng(0))
    row = ckks.encrypt([50.0], context, public, np.random.default_rng(0))
    for _ in range(6):
        row = row.times([1.0], row.primes[-1]).rescale()
    assert abs(ckks.decrypt(row, secret)[0] - 50) < 0.05


def test_a_stack_of_ciphertexts_scores_clients_within_a_millionth():
    context = ckks.new_context()
    secret, public = ckks.generate_keys(context, np.random.default_rng(3), relinearise=False)
    clients, weights = DRAW.uniform(-1, 1, (30, context.slots)), DRAW.normal(size=(30, 1))
    stack = ckks.encrypt(clients, context, public, np.random.default_rng(4))
    score = (stack * weights).sum() + 0.25
    wanted = (clients * weights).sum(axis=0) + 0.25
    assert np.abs(ckks.decrypt(score.rescale(), secret) - wanted).max() < 1e-6
    row = stack * clients[:, :1]
    assert row.parts.shape == (2, 30, 2, 8192)


def test_the_error_is_of_the_size_of_the_library_s():
    context = ckks.new_context()
    secret, public = ckks.generate_keys(context, np.random.default_rng(3), relinearise=False)
    values = DRAW.uniform(-1, 1, context.slots)
    ours = ckks.decrypt(ckks.encrypt(values, context, public, np.random.default_rng(4)), secret) - values
    theirs = np.array(library.ckks_vector(library.ckks_context(), values).decrypt()) - values
    # TenSEAL encrypts with the special prime too, which leaves less noise
    assert 1 < ours.std() / theirs.std() < 100


def test_what_does_not_match_is_refused():
    a = encrypted(X)
    lower = (a * a).rescale()
    with pytest.raises(ScaleMismatch, match="must be at level 2 too: use drop_to"):
        a + lower
    with pytest.raises(ScaleMismatch, match="must be at the same scale"):
        a.drop_to(1) + lower
    with pytest.raises(ScaleMismatch, match="use drop_to"):
        a * lower
    with pytest.raises(LevelsExhausted, match="no prime left"):
        a.drop_to(0).rescale()
    with pytest.raises(LevelsExhausted, match="level=3"):
        a.drop_to(3)


def test_missing_keys_are_named():
    context = ckks.new_context(64, (40, 30, 40), 2.0**30, toy=True)
    secret, public = ckks.generate_keys(context, np.random.default_rng(0), relinearise=False)
    a = ckks.encrypt([1.0], context, public, np.random.default_rng(0))
    with pytest.raises(MissingKey, match="relinearisation key"):
        a * a
    with pytest.raises(MissingKey, match="rotation key"):
        a.rotate(1)
    with pytest.raises(MissingKey, match="ring dimension 1024"):
        ckks.decrypt(encrypted(X), secret)
    with pytest.raises(MissingKey, match="public keys of ring dimension 1024"):
        ckks.encrypt([1.0], CONTEXT, public, np.random.default_rng(0))
    assert "SecretKey(ring_dimension=64)" in repr(secret)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: encrypted(np.zeros(513)), "at most 512 slots"),
        (lambda: encrypted([np.nan]), "finite"),
        (lambda: encrypted([1e36]), "do not fit the modulus"),
        (lambda: encrypted(X) * 1.0 * 1.0 * 1.0 * 1.0, "must stay below"),
        (lambda: ckks.decrypt(3, SECRET), "ciphertext=3"),
        (lambda: encrypted(X).sum(), "must be a stack"),
        (lambda: ckks.new_context(4096, (40, 20, 49), 2.0**20), "allows 106"),
        (lambda: ckks.new_context(scale=1.0), "scale=1.0"),
        (lambda: encrypted(X) + 1e36, "other hold 1e\\+36"),
        (lambda: encrypted(X) - 1e36, "other hold 1e\\+36"),
        (lambda: encrypted(X) + np.full(512, 1e36), "other hold 1e\\+36"),
        (lambda: encrypted([X, Y]) + np.ones((3, 1)), r"other holds a stack of shape \(3,\)"),
        (lambda: encrypted(X) + np.ones((2, 1)), r"stack of shape \(2,\); the ciphertexts' is of shape \(\)"),
        (lambda: encrypted(X) * 1e36, "values hold 1e\\+36"),
        (lambda: encrypted(X).drop_to(0) + 1e6, "other hold 1e\\+06; .*below 5.243e\\+05"),
    ],
)
def test_bad_input_is_refused_with_the_reason(call, words):
    with pytest.raises(ValueError, match=words):
        call()
    with pytest.raises(InsecureParameters):
        ckks.new_context(4096, (60, 40, 60))

"""BFV: exact arithmetic modulo t, noise until garbage, and errors that say what is wrong."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from execml.homomorphic_encryption import MissingKey, bfv
from hypothesis import given, settings
from hypothesis import strategies as st

CONTEXT = bfv.new_context(256, (50, 50, 50), 18, toy=True)
SECRET, PUBLIC = bfv.generate_keys(CONTEXT, np.random.default_rng(0), rotations=(1,))


def encrypted(values):
    return bfv.encrypt(values, CONTEXT, PUBLIC, np.random.default_rng(1))


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**32))
def test_arithmetic_slot_by_slot_is_exact(seed):
    x, y = np.random.default_rng(seed).integers(-300, 300, (2, CONTEXT.slots))
    a, b = encrypted(x), encrypted(y)
    for found, wanted in (
        (a + b, x + y), (a - b, x - y), (-a, -x), (a + y - 3, x + y - 3),
        (a * y, x * y), (a * 7, 7 * x), (a * b, x * y),
    ):  # fmt: skip
        assert (bfv.decrypt(found, SECRET) == wanted).all()


def test_rotation_moves_both_rows_and_a_stack_adds_up():
    x = np.arange(CONTEXT.slots)
    half = CONTEXT.slots // 2
    wanted = np.concatenate([np.roll(x[:half], -1), np.roll(x[half:], -1)])
    assert (bfv.decrypt(encrypted(x).rotate(1), SECRET) == wanted).all()
    rows = np.random.default_rng(0).integers(0, 2, (5, CONTEXT.slots))
    assert (bfv.decrypt(encrypted(rows).sum(), SECRET) == rows.sum(axis=0)).all()


def test_noise_grows_until_the_result_is_garbage_without_an_error():
    row, budgets = encrypted(np.ones(CONTEXT.slots, int)), []
    for _ in range(6):
        budgets.append(bfv.noise_budget(row, SECRET))
        correct = bool((bfv.decrypt(row, SECRET) == 1).all())
        assert correct == (budgets[-1] > 0)
        row = row * row
    assert budgets[0] > 60
    assert all(a > b or a == b == 0 for a, b in pairwise(budgets))
    assert budgets[-1] == 0


def test_a_real_ring_holds_a_product():
    context = bfv.new_context()
    secret, public = bfv.generate_keys(context, np.random.default_rng(0))
    x, y = np.random.default_rng(1).integers(-300, 300, (2, 4096))
    a, b = (bfv.encrypt(row, context, public, np.random.default_rng(2)) for row in (x, y))
    assert (bfv.decrypt(a * b, secret) == x * y).all()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: encrypted([CONTEXT.largest + 1]), "do not wrap around"),
        (lambda: encrypted([0.5]), "whole numbers"),
        (lambda: encrypted(np.zeros(257, int)), "at most 256 slots"),
        (lambda: encrypted([1]).rotate(2), "rotation key"),
        (lambda: encrypted([1]) + bfv.new_context, "other"),
        (lambda: encrypted([1]).sum(), "must be a stack"),
        (lambda: bfv.new_context(4096, (36, 36, 36)), "allows 106"),
    ],
)
def test_bad_input_is_refused_with_the_reason(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_missing_keys_are_named():
    _, public = bfv.generate_keys(CONTEXT, np.random.default_rng(0), relinearise=False)
    row = bfv.encrypt([1], CONTEXT, public, np.random.default_rng(0))
    with pytest.raises(MissingKey, match="relinearisation key"):
        row * row

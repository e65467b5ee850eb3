"""Polynomials of ciphertexts: the values, the exact scale, the depth, and the refusals."""

from __future__ import annotations

import numpy as np
import pytest
from execml.homomorphic_encryption import (
    LevelsExhausted,
    ckks,
    error_budget,
    evaluate_polynomial,
    polynomial_depth,
    rounding_error,
    sigmoid_polynomial,
)
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.polynomial import Polynomial

CONTEXT = ckks.new_context(512, (60, *[40] * 4, 60), toy=True)
SECRET, PUBLIC = ckks.generate_keys(CONTEXT, np.random.default_rng(0))
X = np.random.default_rng(1).uniform(-8, 8, CONTEXT.slots)
ROW = ckks.encrypt(X, CONTEXT, PUBLIC, np.random.default_rng(2))
NARROW = ckks.encrypt(X / 8, CONTEXT, PUBLIC, np.random.default_rng(2))


@pytest.mark.parametrize("degree", [1, 3, 5, 7])
def test_the_encrypted_polynomial_is_the_plain_one_at_the_scale_it_started_from(degree):
    curve = sigmoid_polynomial(degree)
    powers = curve.convert(domain=[-1, 1], window=[-1, 1]).coef
    inside = Polynomial(powers * 8.0 ** np.arange(len(powers)))  # the same curve, in x / 8
    found = evaluate_polynomial(inside, NARROW)
    assert np.abs(ckks.decrypt(found, SECRET) - curve(X)).max() < 1e-7
    assert np.abs(ckks.decrypt(evaluate_polynomial(curve, ROW), SECRET) - curve(X)).max() < 1e-4
    assert found.scale == pytest.approx(ROW.scale, rel=1e-12)
    assert ROW.level - found.level == polynomial_depth(degree)


@given(coefficients=st.lists(st.sampled_from([-1.0, -0.25, 0.0, 0.5, 2.0]), min_size=2, max_size=16))
@settings(max_examples=25, deadline=None)
def test_any_polynomial_up_to_degree_fifteen_takes_four_levels_at_most(coefficients):
    curve = Polynomial(coefficients)
    assume(any(coefficients[1:]))
    values, near = np.linspace(-1, 1, CONTEXT.slots), np.random.default_rng(4)
    found = evaluate_polynomial(curve, ckks.encrypt(values, CONTEXT, PUBLIC, near))
    assert found.level >= ROW.level - 4
    assert np.abs(ckks.decrypt(found, SECRET) - curve(values)).max() < 1e-5


def test_even_powers_and_too_few_levels():
    curve = Polynomial([1.0, 0.0, 0.25])
    assert np.abs(ckks.decrypt(evaluate_polynomial(curve, ROW), SECRET) - curve(X)).max() < 1e-5
    with pytest.raises(LevelsExhausted, match="degree 7 needs 3 levels; the ciphertext has 2"):
        evaluate_polynomial(sigmoid_polynomial(7), ROW.drop_to(2))
    with pytest.raises(ValueError, match="polynomial=0"):
        evaluate_polynomial(Polynomial([1.0]), ROW)


def test_the_budget_and_the_rounding_alone():
    assert rounding_error(X, 2.0**20, 512) < rounding_error(X, 2.0**10, 512)
    # a rounded coefficient is off by 1/√12, a slot adds N of them: six deviations
    assert rounding_error(X, 2.0**20, 512) < 6 * np.sqrt(512 / 12) / 2**20
    budget = error_budget({"plain": lambda: X, "decrypted": lambda: ckks.decrypt(ROW, SECRET)}, X)
    assert budget["plain"] == 0 < budget["decrypted"] < 1e-6
    for bad in (None, "text", [np.nan], [1.0]):  # one number would be compared with each of the truth's
        with pytest.raises(ValueError, match="stages"):
            error_budget({"stage": lambda bad=bad: bad}, X)

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
from numpy.polynomial import Polynomial

CONTEXT = ckks.new_context(512, (60, *[40] * 4, 60), toy=True)
SECRET, PUBLIC = ckks.generate_keys(CONTEXT, np.random.default_rng(0))
X = np.random.default_rng(1).uniform(-8, 8, CONTEXT.slots)
ROW = ckks.encrypt(X, CONTEXT, PUBLIC, np.random.default_rng(2))


@pytest.mark.parametrize("degree", [1, 3, 5, 7])
def test_the_encrypted_polynomial_is_the_plain_one_at_the_scale_it_started_from(degree):
    curve = sigmoid_polynomial(degree)
    found = evaluate_polynomial(curve, ROW)
    assert np.abs(ckks.decrypt(found, SECRET) - curve(X)).max() < 1e-5
    assert found.scale == pytest.approx(ROW.scale, rel=1e-12)
    assert ROW.level - found.level <= polynomial_depth(degree)


def test_even_powers_and_too_few_levels():
    curve = Polynomial([1.0, 0.0, 0.25])
    assert np.abs(ckks.decrypt(evaluate_polynomial(curve, ROW), SECRET) - curve(X)).max() < 1e-5
    with pytest.raises(LevelsExhausted, match="degree 7 needs 4 levels; the ciphertext has 2"):
        evaluate_polynomial(sigmoid_polynomial(7), ROW.drop_to(2))
    with pytest.raises(ValueError, match="polynomial=0"):
        evaluate_polynomial(Polynomial([1.0]), ROW)


def test_the_budget_and_the_rounding_alone():
    assert rounding_error(X, 2.0**20, 512) < rounding_error(X, 2.0**10, 512)
    # a rounded coefficient is off by 1/√12, a slot adds N of them: six deviations
    assert rounding_error(X, 2.0**20, 512) < 6 * np.sqrt(512 / 12) / 2**20
    budget = error_budget({"plain": lambda: X, "decrypted": lambda: ckks.decrypt(ROW, SECRET)}, X)
    assert budget["plain"] == 0 < budget["decrypted"] < 1e-6

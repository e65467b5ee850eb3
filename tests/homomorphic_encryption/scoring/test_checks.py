"""Zeros that come back, planted customers, and the chance to notice."""

from __future__ import annotations

import numpy as np
import pytest
from execml.homomorphic_encryption import (
    MissingKey,
    chance_to_notice,
    decrypt_zeros_test,
    planted_mistakes,
    planted_places,
)
from execml.homomorphic_encryption.libraries import tenseal as library


def test_safe_parameters_pass_and_the_tutorial_s_fail_by_an_offset_not_by_noise():
    assert decrypt_zeros_test(library.ckks_context(rotations=True), "dot").passed
    worst = decrypt_zeros_test(
        library.ckks_context(4096, (40, 20, 40), 20, rotations=True), "nothing", tolerance=0.02
    )
    assert worst.passed
    found = [
        decrypt_zeros_test(library.ckks_context(4096, (40, 20, 40), 20, rotations=True), "sum")
        for _ in range(4)
    ]
    assert not any(result.passed for result in found)
    assert max(abs(result.offset) for result in found) > 0.1


def test_missing_keys_are_named():
    with pytest.raises(MissingKey, match="rotation keys"):
        decrypt_zeros_test(library.ckks_context(), "sum")
    with pytest.raises(MissingKey, match="secret key"):
        decrypt_zeros_test(library.context_from(library.public_part(library.ckks_context())))


def test_planted_customers_catch_a_swapped_model():
    draw = np.random.default_rng(0)
    clients, promised, other = draw.normal(size=(500, 3)), [1.0, 2.0, -1.0], [1.0, 2.0, -1.1]
    places = planted_places(500, 20, draw)
    known = (clients @ promised)[places]
    assert planted_mistakes(clients @ promised, known, places).size == 0
    assert planted_mistakes(clients @ other, known, places).size > 15
    simulated = np.mean([(draw.random(20) < 0.1).any() for _ in range(4_000)])
    assert chance_to_notice(0.1, 20) == pytest.approx(simulated, abs=0.03)
    with pytest.raises(ValueError, match="places"):
        planted_mistakes([0.0], [0.0], [1])

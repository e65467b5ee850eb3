"""A locked test: looks are counted and written down, and their margin holds."""

import math
from typing import Any

import numpy as np
import pytest
from execml.automl import (
    LockedTest,
    TestLocked,
    looks_margin,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score


def test_the_lock_gives_the_agreed_looks_and_writes_them_down() -> None:
    outcomes, risks = np.array([0, 1, 1, 0, 1]), np.array([0.2, 0.9, 0.4, 0.5, 0.7])
    locked = LockedTest(outcomes, looks=2)
    assert locked.score(risks, "first") == roc_auc_score(outcomes, risks)
    with pytest.raises(ValueError, match="purpose"):
        locked.score(risks, "  ")
    with pytest.raises(ValueError, match="shape"):
        locked.score(risks[:3], "short")
    for number in (math.nan, math.inf):
        with pytest.raises(ValueError, match="risks holds"):
            locked.score([*risks[:4], number], "a number that is none")
    assert locked.looks_left == 1 == len(locked.ledger())  # a refused question is not a look
    locked.score(-risks, "second")
    with pytest.raises(TestLocked, match="2 looks"):
        locked.score(risks, "third")
    assert locked.ledger()["purpose"].tolist() == ["first", "second"]
    assert locked.ledger()["AUC"].sum() == pytest.approx(1)


def test_the_margin_for_fixed_models_holds_in_simulation() -> None:
    # 50 fixed models of accuracy one half, where the binomial is widest: at most 5% of tests may break it.
    measured = np.random.default_rng(6).binomial(400, 0.5, size=(4_000, 50)) / 400
    broken = (np.abs(measured - 0.5) > looks_margin(50, 400)).any(axis=1).mean()
    assert 0 < broken < 0.05


@given(k=st.integers(1, 10_000), n=st.integers(10, 100_000), confidence=st.floats(0.5, 0.999))
@settings(deadline=None, max_examples=30)
def test_the_margin_inverts_hoeffding(k: int, n: int, confidence: float) -> None:
    margin = looks_margin(k, n, confidence)
    assert 2 * k * math.exp(-2 * n * margin**2) == pytest.approx(1 - confidence, rel=1e-9)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: LockedTest([1, 1]), "classes"),
        (lambda: looks_margin(1, 10, 1.0), "confidence"),
    ],
)
def test_bad_arguments_are_named(call: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        call()

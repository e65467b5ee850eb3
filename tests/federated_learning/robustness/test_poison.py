"""Poison: what is written is done, and honest updates are left alone."""

from __future__ import annotations

import execml.federated_learning as fl
import numpy as np
import pytest


def test_the_hidden_poison_lies_within_the_honest_spread_number_by_number():
    updates = np.random.default_rng(0).normal(1, 1, size=(12, 5))
    found = fl.within_the_spread(updates, 3, deviations=1.0)
    honest = updates[:9]
    assert np.array_equal(found[:9], honest)
    apart = np.abs(found[9:] - honest.mean(axis=0)) / honest.std(axis=0, ddof=1)
    assert apart == pytest.approx(np.ones((3, 5)))


def test_the_loud_poison_turns_the_mean_around():
    updates = np.ones((5, 2))
    assert (fl.boosted_reversal(updates, 1, 10.0).mean(axis=0) < 0).all() and (updates == 1).all()


@pytest.mark.parametrize(
    ("rule", "wrong"), [(fl.boosted_reversal, 5), (fl.boosted_reversal, 0), (fl.within_the_spread, 4)]
)
def test_there_must_be_honest_clients(rule, wrong):
    with pytest.raises(ValueError, match="n_byzantine"):
        rule(np.ones((5, 2)), wrong)

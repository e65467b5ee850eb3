"""Five lenders: together the bank, by one rule."""

from __future__ import annotations

import execml.federated_learning as fl
import numpy as np
from execml.course import risk_split


def test_the_lenders_together_are_the_bank_s_split():
    split, lenders = risk_split(), fl.five_lenders()
    assert sum(len(one.labels) for one in lenders) == 20_000
    assert sum(len(one.test_labels) for one in lenders) == 10_000
    assert sum(one.labels.sum() for one in lenders) == split.train_labels.sum()
    found = np.sort(np.concatenate([one.features for one in lenders]), axis=0)
    assert np.array_equal(found, np.sort(split.train_features.astype(float), axis=0))


def test_lenders_of_higher_limits_have_fewer_defaults():
    rates = [one.labels.mean() for one in fl.five_lenders()]
    assert rates == sorted(rates, reverse=True)

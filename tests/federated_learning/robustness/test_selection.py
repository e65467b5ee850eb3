"""Krum by its definition, written out."""

from __future__ import annotations

import execml.federated_learning as fl
import numpy as np
import pytest


def plainly(updates, wrong):
    scores = []
    for one in updates:
        distances = sorted(float(((one - other) ** 2).sum()) for other in updates)
        scores.append(sum(distances[1 : len(updates) - wrong - 1]))
    return updates[int(np.argmin(scores))]


@pytest.mark.parametrize("seed", range(20))
def test_krum_is_its_definition(seed):
    updates = np.random.default_rng(seed).normal(size=(9, 4))
    assert np.array_equal(fl.krum(updates, 2), plainly(updates, 2))


def test_far_clients_are_never_chosen():
    updates = np.random.default_rng(0).normal(size=(9, 4))
    updates[7:] += 1e3
    assert np.abs(fl.krum(updates, 2)).max() < 100


@pytest.mark.parametrize("wrong", [2, -1, 0.5, None])
def test_too_many_wrong_clients_are_refused(wrong):
    with pytest.raises(ValueError, match="n_byzantine"):
        fl.krum(np.eye(5), wrong)

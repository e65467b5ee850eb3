"""Designed splits: every row once, nobody without a row, and the skew that was asked for."""

from __future__ import annotations

import execml.federated_learning as fl
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st


def labels(rows=400):
    return np.random.default_rng(0).integers(0, 4, rows)


@given(clients=st.integers(1, 20), alpha=st.floats(0.05, 1e4), seed=st.integers(0, 2**16))
@settings(max_examples=40, deadline=None)
def test_every_row_is_dealt_out_once(clients, alpha, seed):
    draw = np.random.default_rng(seed)
    for parts in (
        fl.dirichlet_partition(labels(), clients, alpha, draw),
        fl.shard_partition(labels(), clients, draw),
        fl.quantity_partition(400, clients, max(alpha, 0.5), draw),
    ):
        assert len(parts) == clients and min(map(len, parts)) >= 1
        assert np.array_equal(np.sort(np.concatenate(parts)), np.arange(400))


def test_small_alpha_is_skewed_and_large_alpha_is_not():
    def unevenness(alpha):
        parts = fl.dirichlet_partition(labels(4_000), 10, alpha, np.random.default_rng(1))
        mixes = [np.bincount(labels(4_000)[part], minlength=4) / len(part) for part in parts]
        return np.std(mixes, axis=0).mean()

    assert unevenness(0.1) > 5 * unevenness(100)


def test_two_shards_hold_few_classes():
    parts = fl.shard_partition(labels(), 20, np.random.default_rng(0))
    assert np.median([len(np.unique(labels()[part])) for part in parts]) <= 2


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda draw: fl.dirichlet_partition([], 1, 1.0, draw), "labels"),
        (lambda draw: fl.dirichlet_partition([0, 1], 3, 1.0, draw), "n_clients=3"),
        (lambda draw: fl.dirichlet_partition([0, 1], 2, 0, draw), "alpha=0"),
        (lambda draw: fl.dirichlet_partition([0, np.nan], 2, 1.0, draw), "missing"),
        (lambda draw: fl.dirichlet_partition([0, 1], 2, 1.0, None), "generator"),
        (lambda draw: fl.dirichlet_partition([0] * 20, 20, 1e-3, draw), "without a row"),
        (lambda draw: fl.shard_partition([0, 1], 2, draw), "shards_each=2"),
    ],
)
def test_arguments_are_refused_by_name(call, words):
    with pytest.raises(ValueError, match=words):
        call(np.random.default_rng(0))

"""Bytes counted from messages that were really made."""

from __future__ import annotations

import execml.federated_learning as fl
import numpy as np
import pytest


def test_masked_bytes_are_those_of_the_messages():
    plan, draw = fl.SecureAggregation(5, 3, 40), np.random.default_rng(0)
    clients = [plan.client(n, draw) for n in range(5)]
    server = plan.server()
    server.collect_keys([one.advertise() for one in clients])
    notes = [one.share(server.keys.values()) for one in clients]
    boxes = server.collect_notes([note for own in notes for note in own])
    sent = [one.deliver(np.zeros(40), boxes[one.client]) for one in clients]
    assert all(int(one.numbers.max()) < 2**32 for one in sent), "four bytes hold a masked number"
    word = clients[0].confirm(*server.collect_masked(sent))
    keys, numbers = 2 * 256 + 4, sent[0].numbers.astype(np.uint32).nbytes
    sealed = sum(len(note.note) + 4 for note in notes[0]) - 4 * 2 * 66  # our notes carry the places as well
    words = sum(len(tag) + 4 for tag in word.tags.values())
    ours = fl.communication_cost(40, 5, 1, masked=True)
    assert ours.up == keys + sealed + numbers + words + 5 * (66 + 4)


def test_masks_cost_by_clients_and_hardly_by_the_size_of_the_model():
    few, many = (fl.communication_cost(100_000, n, 1, masked=True).up / 400_000 for n in (5, 100))
    assert 1 < few < 1.02 < many < 1.1


def test_scaffold_sends_twice_and_money_follows_bytes():
    plain, double = (fl.communication_cost(1_000, 10, 5, states=n, price_per_gigabyte=2.0) for n in (1, 2))
    assert double.total == 2 * plain.total == 2 * 10 * 5 * 2 * 4_000
    assert plain.price == pytest.approx(plain.total / 1e9 * 2.0)


@pytest.mark.parametrize("name", ["parameters", "clients", "rounds", "bytes_each", "states"])
def test_counts_are_refused_by_name(name):
    with pytest.raises(ValueError, match=f"{name}=0"):
        fl.communication_cost(**{"parameters": 1, "clients": 1, "rounds": 1, name: 0})

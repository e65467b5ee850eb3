"""Flower's own strategies, driven in process, agree with ours to the last digits."""

from __future__ import annotations

import execml.federated_learning as fl
import numpy as np
import pytest

from ..banks import some_clients

START = fl.new_layers((5, 4, 2), np.random.default_rng(1))
OPTIONS = {"hidden_layers": (4,), "learning_rate": 0.5, "local_epochs": 3, "layers": START}


def theirs(name, rounds=5, **settings):
    clients = some_clients()
    plan = fl.FedAvg(**OPTIONS)

    def local(received, client, number):
        update = plan.updates(clients, received, np.random.default_rng(0))[client]
        return fl.unflattened(fl.flattened(received) + update, received)

    return fl.flower_layers(name, START, local, [len(y) for _, y in clients], rounds, **settings)


def ours(model, rounds=5):
    return model.fit(some_clients(), rounds, np.random.default_rng(0)).layers_


@pytest.mark.parametrize(
    ("name", "settings", "model"),
    [
        ("FedAvg", {}, fl.FedAvg(**OPTIONS)),
        ("FedMedian", {}, fl.FedAvg(**OPTIONS, combine=fl.coordinate_median)),
        ("FedTrimmedAvg", {"beta": 0.2}, fl.FedAvg(**OPTIONS, combine=lambda u: fl.trimmed_mean(u, 0.2))),
        ("Krum", {"num_malicious_nodes": 1}, fl.FedAvg(**OPTIONS, combine=lambda u: fl.krum(u, 1))),
        ("FedAdam", {"eta": 0.1}, fl.FedAdam(**OPTIONS, server_learning_rate=0.1, counted_before=1)),
    ],
)
def test_flower_s_strategies_agree_with_ours(name, settings, model):
    gap = np.abs(fl.flattened(theirs(name, **settings)) - fl.flattened(ours(model))).max()
    assert gap < 1e-13


def test_flower_s_adam_counts_one_round_more_than_adam_does():
    """The difference that is left without `counted_before`, explained: the first steps' sizes."""
    plain = ours(fl.FedAdam(**OPTIONS, server_learning_rate=0.1), rounds=1)
    first = fl.flattened(theirs("FedAdam", rounds=1, eta=0.1)) - fl.flattened(START)
    step = fl.flattened(plain) - fl.flattened(START)
    rate = {n: (1 - 0.99**n) ** 0.5 / (1 - 0.9**n) for n in (1, 2)}
    assert np.abs(first - step * rate[2] / rate[1]).max() < 1e-13


def test_flower_averaging_follows_our_settings():
    clients, plan = some_clients(), fl.FedAvg(**OPTIONS)
    found = fl.flower_averaging(clients, plan, 3, START)
    assert np.abs(fl.flattened(found) - fl.flattened(ours(fl.FedAvg(**OPTIONS), 3))).max() < 1e-13


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("FedNone", START, len, [1, 2], 1), "strategy"),
        (("FedAvg", START, None, [1, 2], 1), "local"),
        (("FedAvg", START, len, [1], 1), "rows"),
        (("FedAvg", START, len, [1, 2], 0), "rounds=0"),
    ],
)
def test_arguments_are_refused_by_name(arguments, words):
    with pytest.raises(ValueError, match=words):
        fl.flower_layers(*arguments)

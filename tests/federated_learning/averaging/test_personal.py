"""Personal models, drift and pooling."""

from __future__ import annotations

import execml.federated_learning as fl
import numpy as np
import pytest

from ..banks import some_clients


def draw(seed=0):
    return np.random.default_rng(seed)


def test_no_epochs_return_the_common_model_and_more_fit_each_client_better():
    clients = some_clients()
    model = fl.FedAvg().fit(clients, 5, draw())
    same, tuned = (fl.personalise(model, clients, epochs, draw(), learning_rate=0.5) for epochs in (0, 50))
    for (features, labels), common, own in zip(clients, same, tuned, strict=True):
        assert np.array_equal(common[0], model.layers_[0])
        assert fl.mean_loss(own, features, labels) < fl.mean_loss(common, features, labels)


def test_a_client_of_one_class_cannot_be_tuned_alone():
    clients = some_clients()
    model = fl.FedAvg().fit(clients, 1, draw())
    with pytest.raises(ValueError, match=r"clients\[1\] holds one class only.*leave it out"):
        fl.personalise(model, [clients[0], (clients[1][0], np.ones(50))], 1, draw())


def test_drift_is_nothing_for_equals_and_nearly_all_for_clients_of_opposite_labels():
    (features, labels), *_ = some_clients()
    start, plan = fl.new_layers((5, 2), draw(1)), fl.FedAvg(learning_rate=1.0, local_epochs=200)
    same, opposite = (
        fl.client_drift(plan.updates([(features, labels), other], start, draw()), [0.5, 0.5])
        for other in ((features, labels), (features, 1 - labels))
    )
    assert same == pytest.approx(0, abs=1e-12) and opposite > 0.5


@pytest.mark.parametrize(
    ("updates", "shares", "words"),
    [
        ([[0.0], [0.0]], [0.5, 0.5], "all zero"),
        ([[1.0], [1.0]], [0.5, 0.6], "add up"),
        ([[1.0]], [1, 0], "shares"),
    ],
)
def test_drift_refuses_what_has_none(updates, shares, words):
    with pytest.raises(ValueError, match=words):
        fl.client_drift(updates, shares)

"""The identities that tie the methods to each other, to gradient descent, and to private training."""

from __future__ import annotations

import execml.differential_privacy as dp
import execml.federated_learning as fl
import numpy as np
import pytest

from ..banks import some_clients


def draw(seed=0):
    return np.random.default_rng(seed)


def gap(one, other):
    return float(np.abs(fl.flattened(one.layers_) - fl.flattened(other.layers_)).max())


@pytest.mark.claim
@pytest.mark.parametrize("hidden", [(), (8,), (8, 4)])
def test_one_full_batch_step_a_round_is_gradient_descent_on_the_pooled_rows(hidden):
    clients = some_clients()
    start = fl.new_layers((5, *hidden, 2), draw(1))
    ours = fl.FedAvg(hidden, learning_rate=0.5, layers=start).fit(clients, 40, draw())
    pooled = fl.FedAvg(hidden, learning_rate=0.5, layers=start).fit([fl.pooled(clients)], 40, draw())
    assert gap(ours, pooled) < 1e-10


def test_gradient_descent_agrees_with_torch():
    import torch

    clients = some_clients()
    features, labels = (torch.as_tensor(part) for part in fl.pooled(clients))
    start = fl.new_layers((5, 4, 2), draw(1))
    found = fl.FedAvg((4,), learning_rate=0.5, layers=start).fit(clients, 20, draw())
    parts = [torch.tensor(layer, requires_grad=True) for layer in start]
    for _ in range(20):
        hidden = torch.relu(features @ parts[0][:-1] + parts[0][-1])
        loss = torch.nn.functional.cross_entropy(hidden @ parts[1][:-1] + parts[1][-1], labels)
        loss.backward()
        with torch.no_grad():
            for part in parts:
                part -= 0.5 * part.grad
                part.grad = None
    gaps = [np.abs(a - b.detach().numpy()).max() for a, b in zip(found.layers_, parts, strict=True)]
    assert max(gaps) < 1e-12


@pytest.mark.parametrize("batch_size", [None, 7])
def test_fedprox_without_pull_is_fedavg_exactly(batch_size):
    clients, options = some_clients(), {"hidden_layers": (6,), "local_epochs": 3, "batch_size": batch_size}
    plain = fl.FedAvg(**options).fit(clients, 6, draw())
    assert gap(fl.FedProx(**options, proximal=0.0).fit(clients, 6, draw()), plain) == 0
    assert gap(fl.FedProx(**options, proximal=1.0).fit(clients, 6, draw()), plain) > 1e-4


def test_fedprox_keeps_clients_nearer_to_the_model_received():
    clients, start = some_clients(), fl.new_layers((5, 2), draw(1))
    lengths = [
        np.linalg.norm(
            fl.FedProx(learning_rate=0.1, local_epochs=50, proximal=pull).updates(clients, start, draw()),
            axis=1,
        )
        for pull in (0.0, 0.1, 1.0)
    ]
    assert (lengths[0] > lengths[1]).all() and (lengths[1] > lengths[2]).all()


@pytest.mark.parametrize("epochs", [1, 4])
def test_scaffolds_first_round_and_its_single_steps_are_fedavgs(epochs):
    clients, start = some_clients(), fl.new_layers((5, 2), draw(1))
    options = {"local_epochs": epochs, "learning_rate": 0.5, "layers": start}
    once = [kind(**options).fit(clients, 1, draw()) for kind in (fl.FedAvg, fl.Scaffold)]
    assert gap(*once) == 0
    if epochs == 1:  # one full-batch step: the controls cancel in the mean
        many = [kind(**options).fit(clients, 20, draw()) for kind in (fl.FedAvg, fl.Scaffold)]
        assert gap(*many) < 1e-12


def test_scaffold_goes_to_the_pooled_optimum_where_fedavg_stops_beside_it():
    clients = [(x + shift, y) for shift, (x, y) in zip((-1, 0, 1, 2, -2), some_clients(), strict=True)]
    pooled = fl.pooled(clients)
    best = fl.FedAvg(learning_rate=0.5).fit([pooled], 20_000, draw())
    losses = [
        fl.mean_loss(kind(learning_rate=0.1, local_epochs=20).fit(clients, 400, draw()).layers_, *pooled)
        for kind in (fl.FedAvg, fl.Scaffold)
    ]
    least = fl.mean_loss(best.layers_, *pooled)
    assert losses[1] - least < 0.1 * (losses[0] - least)


def test_minibatches_follow_the_plain_loop_with_the_same_orders():
    """Clients of different sizes: the short ones stop early, and their last batch is short."""
    clients, start, rate, size = some_clients(), fl.new_layers((5, 2), draw(1)), 0.3, 16
    found = fl.FedAvg(learning_rate=rate, batch_size=size, layers=start).fit(clients, 3, draw(5))
    keys, layer = draw(5), start[0].copy()
    counts = np.array([len(labels) for _, labels in clients])
    for _ in range(3):
        order = keys.random((5, counts.max()))
        trained = []
        for client, (features, labels) in enumerate(clients):
            own, rows = layer.copy(), np.argsort(order[client, : counts[client]])
            for at in range(0, counts[client], size):
                batch = rows[at : at + size]
                x = np.column_stack([features[batch], np.ones(len(batch))])
                p = np.exp(x @ own)
                p /= p.sum(axis=1, keepdims=True)
                own -= rate * x.T @ (p - np.eye(2)[labels[batch]]) / len(batch)
            trained.append(own)
        layer = np.average(trained, axis=0, weights=counts)
    assert np.abs(layer - found.layers_[0]).max() < 1e-12


def test_fedadam_first_step_follows_from_its_definition():
    clients, start = some_clients(), fl.new_layers((5, 2), draw(1))
    model = fl.FedAdam(layers=start, server_learning_rate=0.1, bias_correction=False, adaptivity=1e-3)
    update = np.average(model.updates(clients, start, draw()), axis=0, weights=[30, 50, 80, 20, 40])
    wanted = fl.flattened(start) + 0.1 * 0.1 * update / (np.sqrt(0.01 * update**2) + 1e-3)
    assert np.abs(fl.flattened(model.fit(clients, 1, draw()).layers_) - wanted).max() < 1e-12


def test_private_rounds_of_one_row_clients_are_private_training_given_the_same_noise(monkeypatch):
    monkeypatch.setattr(  # and the same coins: module 3 draws the gaps between those who take part
        "execml.differential_privacy.training.dp_sgd.poisson_sample",
        lambda clients, rate, generator: np.flatnonzero(generator.random(clients) < rate),
    )
    features = np.random.default_rng(1).uniform(-1, 1, (300, 4))
    labels = (features[:, 0] > 0).astype(int)
    one = dp.DPSGDClassifier(
        noise_multiplier=1.5, max_gradient_norm=0.7, batch_size=60, epochs=4.0, learning_rate=0.5,
        hidden_layers=(6,), generator=draw(3),
    ).fit(features, labels)  # fmt: skip
    people = [(features[[row]], labels[[row]]) for row in range(len(labels))]
    other = fl.FedAvg(
        (6,), learning_rate=1.0, server_learning_rate=0.5, participation=0.2, weighting="equal",
        max_update_norm=0.7, noise_multiplier=1.5,
    )  # fmt: skip
    other.fit(people, one.privacy_.steps, _signs_turned(draw(3)), allow_one_class=True)
    assert max(np.abs(a - b).max() for a, b in zip(one.layers_, other.layers_, strict=True)) < 1e-12


def _signs_turned(generator):
    """A step down adds the noise's opposite: give the federation the mirrored noise, and the same start."""

    class Mirrored(np.random.Generator):
        drawn = 0

        def standard_normal(self, size=None, dtype=np.float64, out=None):
            self.drawn += 1
            found = super().standard_normal(size, dtype)
            return found if self.drawn <= 2 else -found  # two layers are drawn first

    return Mirrored(generator.bit_generator)


def test_a_client_that_diverges_is_named_and_left_out():
    clients = some_clients(columns=2)
    wild = (1e200 * clients[1][0], clients[1][1])
    model = fl.FedAvg(learning_rate=1e150, local_epochs=3).fit([*clients[:1], wild, *clients[2:]], 1, draw())
    assert (1, 1) in model.rejected_
    assert np.isfinite(fl.flattened(model.layers_)).all()


def test_rounds_in_which_nobody_comes_change_nothing():
    start = fl.new_layers((5, 2), draw(1))
    model = fl.FedAvg(participation=1e-9, layers=start).fit(some_clients(), 3, draw())
    assert np.array_equal(model.layers_[0], start[0])


def test_clients_in_one_array_or_in_chunks_train_alike(monkeypatch):
    from execml.federated_learning.averaging import rounds

    clients = some_clients(sizes=(20,) * 7)
    whole = fl.FedAvg(batch_size=5).fit(clients, 2, draw())
    monkeypatch.setattr(rounds, "AT_ONCE", 3)
    assert gap(fl.FedAvg(batch_size=5).fit(clients, 2, draw()), whole) < 1e-14


@pytest.mark.parametrize("kind", [fl.FedAvg, fl.FedProx, fl.Scaffold])
def test_clients_of_unlike_sizes_train_alike_in_parts_and_at_once(kind, monkeypatch):
    from execml.federated_learning.averaging import local

    clients = some_clients(sizes=(700, 20, 30, 900, 25, 400))
    found = {}
    for worth in (0, 2_000, 10**12):
        monkeypatch.setattr(local, "WORTH_A_CALL", worth)
        found[worth] = kind((4,), local_epochs=3).fit(clients, 5, draw())
    assert max(gap(found[0], found[10**12]), gap(found[2_000], found[10**12])) < 1e-13


def test_single_precision_stays_single():
    model = fl.FedAvg((3,)).fit(some_clients(precision=np.float32), 2, draw())
    assert {layer.dtype for layer in model.layers_} == {np.dtype(np.float32)}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"learning_rate": 0}, "learning_rate=0"),
        ({"local_epochs": 0}, "local_epochs=0"),
        ({"batch_size": 0.5}, "batch_size=0.5"),
        ({"participation": 0}, "participation=0"),
        ({"weighting": "size"}, "weighting='size'"),
        ({"noise_multiplier": 1.0}, "max_update_norm=inf"),
        ({"noise_multiplier": 1.0, "max_update_norm": 1.0}, "weighting='rows'"),
        ({"layers": [np.zeros((3, 2))]}, "layers of shapes"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused_by_name(options, words):
    with pytest.raises(ValueError, match=words.replace("[", r"\[")):
        fl.FedAvg(**options).fit(some_clients(), 1, draw())


@pytest.mark.parametrize(
    ("clients", "words"),
    [
        ([], "clients"),
        ([(np.zeros((0, 2)), [])], r"clients\[0\] has no rows"),
        ([(np.zeros((2, 2)), [0, 1]), (np.zeros((2, 3)), [0, 1])], r"clients\[1\] has 3 columns"),
        ([(np.zeros((2, 2)), [0, 1, 1])], r"clients\[0\] labels of shape"),
        ([(np.zeros((2, 2)), [1, 1])], "one class only"),
        ([(np.zeros((2, 2)), [0, 1]), (np.full((2, 2), np.nan), [0, 1])], r"clients\[1\] features"),
        ([(np.zeros((2, 2)), [0, None])], "missing"),
    ],
)
def test_clients_that_cannot_be_trained_are_named(clients, words):
    with pytest.raises(ValueError, match=words):
        fl.FedAvg().fit(clients, 1, draw())


def test_ten_thousand_clients_fit_into_two_gigabytes():
    import tracemalloc

    draws = np.random.default_rng(0)
    clients = [(draws.normal(size=(20, 30)), np.arange(20) % 2) for _ in range(10_000)]
    tracemalloc.start()
    fl.FedAvg((32,), batch_size=20).fit(clients, 1, draw())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1e9


@pytest.mark.parametrize("classes", [2, 3, 16, 17, 40])
def test_chances_are_a_softmax_for_few_classes_and_for_many(classes):
    from execml.federated_learning.averaging.network import forward, new_layers
    from scipy.special import softmax

    draw = np.random.default_rng(classes)
    layers, rows = new_layers((5, classes), draw), 30 * draw.normal(size=(7, 5))
    wanted = softmax(rows @ layers[0][:-1] + layers[0][-1], axis=1)
    assert np.abs(forward(layers, rows)[1] - wanted).max() < 1e-12


def test_a_training_that_diverges_for_all_clients_is_refused_by_client_and_step_size():
    model = fl.FedAvg((4,), learning_rate=1e200, local_epochs=5)
    with pytest.raises(
        ValueError, match=r"clients \[0, 1\], all that came in round 1.*learning_rate=1e\+200"
    ):
        model.fit(some_clients(sizes=(30, 40)), 3, np.random.default_rng(0))


def test_what_does_not_fit_the_other_clients_is_refused_by_client():
    first, second = some_clients(sizes=(30, 40))
    for bad, words in (
        ((second[0][:, :2], second[1]), r"clients\[1\] has 2 columns; it must have"),
        ((second[0], np.where(second[1] > 0, "yes", "no")), r"clients\[1\] labels must all be text"),
    ):
        with pytest.raises(ValueError, match=words):
            fl.FedAvg().fit([first, bad], 1, np.random.default_rng(0))

"""The bank's model: PyTorch and scikit-learn as oracles."""

from functools import partial

import numpy as np
import pytest
from execml.course import risk_split
from execml.course.libraries.torch_network import torch_network
from execml.frameworks.networks.perceptron import glorot_weights
from execml.frameworks.networks.risk_training import (
    BATCH,
    LEARN,
    auc_on_test_clients,
    narrow_storage,
    pulls,
    train_risk_model,
    validation_loss,
)
from execml.frameworks.training.number_formats import rounded
from execml.frameworks.training.optimisers import SGD, Adam


def test_training_is_that_of_torch_on_the_same_batches() -> None:
    import torch

    split = risk_split()
    ours = train_risk_model(
        split, lambda weights: SGD(weights, lr=0.1, momentum=0.9), np.random.default_rng(5), epochs=1
    )
    generator = np.random.default_rng(5)
    model = torch_network(glorot_weights((30, 32, 1), generator, "float64"))
    rule = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    order = generator.permutation(LEARN)
    for first in range(0, LEARN - BATCH + 1, BATCH):
        chosen = order[first : first + BATCH]
        features = torch.tensor(split.train_features[chosen].astype(float))
        labels = torch.tensor(split.train_labels[chosen].astype(float))[:, None]
        rule.zero_grad()
        torch.nn.functional.binary_cross_entropy_with_logits(model(features), labels).backward()
        rule.step()
    theirs = model(torch.tensor(split.test_features.astype(float))).detach().numpy()
    np.testing.assert_allclose(ours(split.test_features), theirs, atol=1e-10)


def test_scores_are_those_of_scikit_learn_and_weights_fit_the_format() -> None:
    from sklearn.metrics import log_loss, roc_auc_score

    split = risk_split()
    model = train_risk_model(
        split,
        lambda weights: Adam(weights, lr=0.01),
        np.random.default_rng(0),
        epochs=1,
        stored_as="bfloat16",
    )
    np.testing.assert_array_equal(rounded(model.vector, "bfloat16"), model.vector)
    chances = 1 / (1 + np.exp(-model(split.train_features[LEARN:])[:, 0]))
    assert validation_loss(model, split) == pytest.approx(log_loss(split.train_labels[LEARN:], chances))
    expected = roc_auc_score(split.test_labels, model(split.test_features)[:, 0])
    assert auc_on_test_clients(model, split) == pytest.approx(expected)
    assert expected > 0.7


def test_pulls_are_the_gradient_of_the_loss_that_torch_finds() -> None:
    import torch

    split = risk_split()
    model = train_risk_model(
        split, lambda weights: Adam(weights, lr=0.01), np.random.default_rng(0), epochs=1
    )
    logits = torch.tensor(model(split.train_features)[:, 0].astype(float), requires_grad=True)
    labels = torch.tensor(split.train_labels.astype(float))
    loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, labels)
    slopes = torch.autograd.grad(loss, logits)[0].numpy()
    np.testing.assert_allclose(pulls(model, split), slopes, rtol=1e-9, atol=1e-18)


def test_short_steps_are_lost_to_nearest_and_not_by_chance() -> None:
    split = risk_split()
    long_steps, short_steps = (narrow_storage(split, Adam, rate, (3,), 0.25) for rate in (0.01, 3e-4))
    assert short_steps["to nearest"][0, 0] > 1.5 > 0.3 > abs(long_steps["to nearest"][0, 0])
    for found in (long_steps, short_steps):
        assert abs(found["stochastic"][0, 0]) < 0.3
    assert short_steps["to nearest"][0, 1] > 10 * short_steps["stochastic"][0, 1] > 0
    with pytest.raises(ValueError, match="cutoff"):
        narrow_storage(split, Adam, 0.01, (3,), 1.0)


def test_narrow_storage_compares_the_same_training_with_itself() -> None:
    from sklearn.metrics import roc_auc_score

    split, make = risk_split(), partial(Adam, lr=0.01)
    scores = [
        train_risk_model(split, make, np.random.default_rng(2), stored_as=form)(split.test_features)[:, 0]
        for form in (None, "float16")
    ]
    lost = 100 * -np.diff([roc_auc_score(split.test_labels, each) for each in scores])[0]
    changed = np.sum((scores[0] > np.log(0.25 / 0.75)) != (scores[1] > np.log(0.25 / 0.75)))
    found = narrow_storage(split, Adam, 0.01, (2,), 0.25, "float16")["to nearest"]
    np.testing.assert_allclose(found, [[lost, changed]], atol=1e-9)


def test_all_that_is_kept_is_narrow_and_the_order_of_the_clients_stays() -> None:
    split, rules = risk_split(), []

    def make(weights: list[np.ndarray]) -> Adam:
        rules.append(Adam(weights, lr=0.001))
        return rules[-1]

    draw = np.random.default_rng(4)
    model = train_risk_model(split, make, draw, epochs=1, stored_as="bfloat16", stochastic=True)
    for kept in (model.vector, *rules[0].remembered):
        np.testing.assert_array_equal(rounded(kept, "bfloat16"), kept)
    untouched = np.random.default_rng(4)
    train_risk_model(split, make, untouched, epochs=1)
    assert draw.random() == untouched.random()  # the chances of rounding were drawn elsewhere


def test_the_network_learns_from_as_many_clients_as_asked() -> None:
    split = risk_split()
    few, all_of_them = (
        train_risk_model(split, partial(SGD, lr=0.1), np.random.default_rng(0), epochs=1, learn=learn)
        for learn in (256, len(split.train_labels))
    )
    assert validation_loss(all_of_them, split) < validation_loss(few, split)
    for wrong in (127, len(split.train_labels) + 1):
        with pytest.raises(ValueError, match="learn"):
            train_risk_model(split, partial(SGD, lr=0.1), np.random.default_rng(0), learn=wrong)

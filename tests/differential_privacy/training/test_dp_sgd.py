"""DP-SGD: sampling, noise, accounting, what it learns, and bad input."""

from __future__ import annotations

import copy
import math

import numpy as np
import pandas as pd
import pytest
from execml.differential_privacy import DPSGDClassifier
from execml.differential_privacy.libraries.dp_accounting import dp_accounting_epsilon
from execml.differential_privacy.training import dp_sgd, ghost
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from ..networks import batch, flat


@pytest.mark.parametrize("precision", [np.float32, np.float64])
def test_training_keeps_the_precision_of_the_features(precision):
    _, features, labels = batch(1, 300, 3, 2)
    model = DPSGDClassifier(noise_multiplier=1, batch_size=30, epochs=1, generator=np.random.default_rng(1))
    model.fit(features.astype(precision), labels)
    assert {layer.dtype for layer in model.layers_} == {np.dtype(precision)}


def test_poisson_sampling_draws_each_client_independently_at_the_rate():
    generator = np.random.default_rng(1)
    batches = [dp_sgd.poisson_sample(50, 0.2, generator) for _ in range(4_000)]
    sizes = np.array([len(drawn) for drawn in batches])
    presence = np.bincount(np.concatenate(batches), minlength=50) / len(batches)
    assert abs(sizes.mean() - 10) < 5 * math.sqrt(8 / 4_000)
    assert abs(sizes.var() - 8) < 5 * 8 * math.sqrt(2 / 4_000)  # binomial: 50 × 0.2 × 0.8; a fixed size has 0
    assert np.abs(presence - 0.2).max() < 5 * math.sqrt(0.16 / 4_000)


def test_each_step_uses_the_public_divisor_and_noise_of_the_stated_deviation(monkeypatch):
    _, features, labels = batch(1, 200, 3, 2)
    steps = []

    def recorded(layers, *arguments):
        steps.append([copy.deepcopy(layers), ghost.clipped_gradient_sum(layers, *arguments)])
        return copy.deepcopy(steps[-1][1])

    monkeypatch.setattr(dp_sgd, "clipped_gradient_sum", recorded)
    model = DPSGDClassifier(
        noise_multiplier=1.5,
        max_gradient_norm=2.0,
        batch_size=20,
        epochs=20,
        learning_rate=0.1,
        hidden_layers=(8,),
        generator=np.random.default_rng(2),
    ).fit(features, labels)
    states = [flat(layers) for layers, _ in steps] + [flat(model.layers_)]
    moves = -np.diff(states, axis=0) * 20 / 0.1  # the divisor is 20 whatever the batch
    noise = moves - [flat(gradient) for _, gradient in steps]
    assert len(steps) == model.privacy_.steps == 200
    assert abs(noise.mean()) < 5 * 3 / math.sqrt(noise.size)
    assert noise.std() == pytest.approx(3, rel=5 / math.sqrt(2 * noise.size))


def test_empty_batches_are_steps_of_noise_alone():
    _, features, labels = batch(1, 40, 2, 2)
    settings_ = {"noise_multiplier": 1, "batch_size": 1, "clients": 4_000, "epochs": 0.02, "learning_rate": 1}
    model = DPSGDClassifier(**settings_, generator=np.random.default_rng(1)).fit(features, labels)
    assert model.privacy_.steps == 80 and model.privacy_.sample_rate == 1 / 4_000
    assert np.isfinite(flat(model.layers_)).all()
    assert flat(model.layers_).std() > 1  # 80 steps of unit noise over a batch of 1


def test_epsilon_spent_is_that_of_dp_accounting():
    _, features, labels = batch(1, 1_000, 2, 2)
    model = DPSGDClassifier(
        noise_multiplier=1.1, batch_size=20, epochs=4, delta=1e-6, generator=np.random.default_rng(1)
    )
    spent = model.fit(features, labels).privacy_
    assert spent.epsilon == pytest.approx(dp_accounting_epsilon(1.1, 0.02, 200, 1e-6), rel=1e-3)
    assert (spent.sampling, spent.adjacency) == ("poisson", "add or remove one client")


@settings(deadline=None, max_examples=25)
@given(st.floats(0.3, 8), st.sampled_from([25, 100, 500]))
def test_noise_for_a_promise_keeps_it_and_no_better(promise, size):
    _, features, labels = batch(1, 500, 2, 2)
    model = DPSGDClassifier(
        epsilon=promise, batch_size=size, epochs=1, hidden_layers=(), generator=np.random.default_rng(1)
    )
    assert promise * 0.999 < model.fit(features, labels).privacy_.epsilon <= promise


def test_divisor_and_rate_follow_the_public_count_not_the_rows():
    _, features, labels = batch(1, 500, 2, 2)
    model = DPSGDClassifier(noise_multiplier=1, batch_size=50, clients=500, epochs=2)
    with_all, without_one = (model.fit(features[start:], labels[start:]).privacy_ for start in (0, 1))
    assert with_all == without_one


@pytest.mark.parametrize("rows", [19_000, 19_999, 20_000, 20_500])
def test_rate_steps_and_noise_follow_the_nominal_count_whoever_is_there(rows):
    model = DPSGDClassifier(epsilon=3, batch_size=1_000, clients=20_000, epochs=20, hidden_layers=())
    spent = model._plan(rows)
    assert (spent.sample_rate, spent.steps, spent.nominal) == (0.05, 400, True)
    assert spent.noise_multiplier == pytest.approx(1.7746, abs=1e-4)


def test_a_count_taken_from_the_rows_is_declared():
    model = DPSGDClassifier(noise_multiplier=1, batch_size=1_000, epochs=20, hidden_layers=())
    counted = [model._plan(rows) for rows in (19_000, 20_000)]
    assert counted[0].steps == 380 and counted[0].sample_rate != counted[1].sample_rate
    assert not any(spent.nominal for spent in counted)


@pytest.mark.parametrize("labels", [np.array([0, 1j] * 30), np.array([0.0, np.inf] * 30)])
def test_labels_that_name_no_class_are_refused(labels):
    model = DPSGDClassifier(noise_multiplier=1, batch_size=10, epochs=1, hidden_layers=())
    with pytest.raises(ValueError, match="must be finite"):
        model.fit(np.zeros((60, 2)), labels)


def test_no_noise_means_no_promise():
    _, features, labels = batch(1, 100, 2, 2)
    model = DPSGDClassifier(noise_multiplier=0, batch_size=10, epochs=1).fit(features, labels)
    assert model.privacy_.epsilon == math.inf


def test_plain_training_approaches_scikit_learns_logistic_regression():
    generator = np.random.default_rng(5)
    features = generator.normal(size=(4_000, 4))
    labels = generator.random(4_000) < 1 / (1 + np.exp(-features @ [1.0, -2.0, 0.5, 0.0] + 0.3))
    model = DPSGDClassifier(
        noise_multiplier=0,
        max_gradient_norm=math.inf,
        batch_size=4_000,
        epochs=300,
        learning_rate=2.0,
        hidden_layers=(),
        generator=generator,
    ).fit(features, labels)
    oracle = LogisticRegression(C=1e6).fit(features, labels)
    np.testing.assert_allclose(model.predict_proba(features), oracle.predict_proba(features), atol=2e-3)
    assert model.classes_.tolist() == [False, True]
    assert (model.predict(features) == oracle.predict(features)).mean() > 0.99


def test_a_strict_promise_costs_more_than_a_loose_one():
    generator = np.random.default_rng(6)
    features = generator.normal(size=(3_000, 5))
    labels = (features @ [1, 1, -1, 0.5, 0] + generator.normal(size=3_000) > 0).astype(int)
    scores = {}
    for promise in (0.05, 8):
        model = DPSGDClassifier(
            epsilon=promise,
            batch_size=300,
            epochs=10,
            hidden_layers=(8,),
            generator=np.random.default_rng(1),
        )
        scores[promise] = roc_auc_score(labels, model.fit(features, labels).predict_proba(features)[:, 1])
    assert scores[8] > 0.85
    assert scores[8] > scores[0.05] + 0.02


def test_labels_of_any_kind_and_number_come_back():
    generator = np.random.default_rng(7)
    names = np.array(["late", "never", "paid"])
    truth = generator.integers(0, 3, 900)
    features = np.eye(3)[truth] + 0.1 * generator.normal(size=(900, 3))
    model = DPSGDClassifier(
        noise_multiplier=0.5, batch_size=90, epochs=10, hidden_layers=(), generator=generator
    )
    model.fit(features, names[truth])
    assert model.classes_.tolist() == names.tolist()
    assert (model.predict(features) == names[truth]).mean() > 0.95
    np.testing.assert_allclose(model.predict_proba(features).sum(axis=1), 1)


def test_a_seed_repeats_and_scikit_learn_can_clone():
    _, features, labels = batch(1, 200, 3, 2)
    model = DPSGDClassifier(noise_multiplier=1, batch_size=20, epochs=1, generator=np.random.default_rng(3))
    twin = clone(model)
    np.testing.assert_array_equal(
        flat(model.fit(features, labels).layers_), flat(twin.fit(features, labels).layers_)
    )
    assert twin.set_params(epochs=2).epochs == 2
    with pytest.raises(ValueError, match="'depth' is not an argument"):
        model.set_params(depth=3)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"epsilon": 0}, r"epsilon=0 must lie in \(0, inf\)"),
        ({"epsilon": math.nan}, "epsilon=nan"),
        ({"epsilon": "three"}, "epsilon='three'"),
        ({"epsilon": 1, "noise_multiplier": 1}, "give one of the two"),
        ({"epsilon": None}, "give one of the two"),
        ({"delta": 0}, r"delta=0 must lie in \(0, 1\)"),
        ({"delta": 1.0}, r"delta=1.0 must lie in \(0, 1\)"),
        ({"epsilon": None, "noise_multiplier": -1}, r"noise_multiplier=-1 must lie in \[0, 1e\+06\]"),
        ({"epsilon": None, "noise_multiplier": math.inf}, "noise_multiplier=inf"),
        ({"max_gradient_norm": 0}, "max_gradient_norm=0"),
        ({"max_gradient_norm": math.inf}, "max_gradient_norm=inf must be finite"),
        ({"batch_size": 101}, r"batch_size=101.* must lie in \[1, 100\]"),
        ({"batch_size": 0}, "batch_size=0"),
        ({"batch_size": 2.5}, "batch_size=2.5"),
        ({"clients": 0}, "clients=0"),
        ({"epochs": 0}, "epochs=0"),
        ({"epochs": -1}, "epochs=-1"),
        ({"learning_rate": math.nan}, "learning_rate=nan"),
        ({"hidden_layers": (4, 0)}, "hidden_layers=0"),
    ],
)
def test_bad_argument_is_named_with_its_value(changes, message):
    _, features, labels = batch(1, 100, 2, 2)
    with pytest.raises(ValueError, match=message):
        DPSGDClassifier(**{"epsilon": 1, "batch_size": 10, **changes}).fit(features, labels)


@pytest.mark.parametrize(
    ("features", "labels", "message"),
    [
        (np.zeros((0, 3)), np.zeros(0), r"X of shape \(0, 3\)"),
        (np.zeros((4, 0)), np.zeros(4), r"X of shape \(4, 0\)"),
        (np.zeros(4), np.zeros(4), r"X of shape \(4,\)"),
        (np.zeros((4, 2)), np.zeros(3), r"y has shape \(3,\)"),
        (np.zeros((4, 2)), np.zeros(4), "one class"),
        (np.full((4, 2), math.nan), np.arange(4) % 2, "NaN"),
        (np.full((4, 2), math.inf), np.arange(4) % 2, "infinite"),
        (np.full((4, 2), 1e5), np.arange(4) % 2, "unscaled"),
    ],
)
def test_bad_data_are_refused(features, labels, message):
    with pytest.raises(ValueError, match=message):
        DPSGDClassifier(epsilon=1, batch_size=1).fit(features, labels)


def test_prediction_refuses_another_number_of_features():
    _, features, labels = batch(1, 100, 2, 2)
    model = DPSGDClassifier(noise_multiplier=1, batch_size=10, epochs=1).fit(features, labels)
    with pytest.raises(ValueError, match=r"X has shape \(5, 3\)"):
        model.predict_proba(np.zeros((5, 3)))


@pytest.mark.parametrize("missing", [math.nan, None, pd.NA, pd.NaT])
def test_a_missing_label_is_no_class(missing: object) -> None:
    labels = np.array([0, 1] * 30, dtype=object)
    labels[3] = missing
    model = DPSGDClassifier(epsilon=3, delta=1e-3, epochs=1, batch_size=10, hidden_layers=())
    with pytest.raises(ValueError, match="y holds 1 missing values of 60"):
        model.fit(np.zeros((60, 2)), labels)


def test_delta_must_not_let_a_client_be_published_and_nothing_is_predicted_before_training() -> None:
    model = DPSGDClassifier(epsilon=3, delta=0.5, epochs=1, batch_size=10, hidden_layers=())
    with pytest.raises(ValueError, match=r"delta=0.5 must be below 1 / clients, which is 0.0167"):
        model.fit(np.zeros((60, 2)), np.arange(60) % 2)
    with pytest.raises(ValueError, match="after fit"):
        DPSGDClassifier(epsilon=3).predict_proba(np.zeros((1, 2)))

"""The defaults audit and the acceptance test: what they read, measure, and let pass."""

import inspect
from functools import partial

import execml.frameworks as fw
import keras
import numpy as np
import pandas as pd
import pytest
import torch
from execml.frameworks.acceptance.audit_finding import default, shown
from execml.frameworks.networks.perceptron import NumpyMLP, glorot_weights


@pytest.fixture(scope="module")
def audit() -> pd.DataFrame:
    return fw.defaults_audit().set_index("name")


def test_every_difference_by_name_can_be_measured(audit: pd.DataFrame) -> None:
    assert len(audit) >= 16
    assert set(audit["kind"]) == {"optimiser", "initialiser", "normalisation", "loss", "activation"}
    assert (audit["drift"] > 1e-5).all()


def test_aligned_arguments_remove_every_difference_that_arguments_can(audit: pd.DataFrame) -> None:
    random_or_unbiased = audit["kind"].eq("initialiser") | (audit.index == "BatchNorm")
    assert (audit.loc[~random_or_unbiased, "aligned drift"] < 1e-8).all()
    assert (audit["aligned drift"] < 0.01 * audit["drift"]).all()


def test_defaults_are_those_of_the_installed_libraries(audit: pd.DataFrame) -> None:
    def of(function: object, argument: str) -> object:
        return inspect.signature(function).parameters[argument].default  # type: ignore[arg-type]

    assert audit.loc["RMSprop", "PyTorch"].startswith(f"alpha={of(torch.optim.RMSprop, 'alpha')}")
    assert audit.loc["RMSprop", "Keras"].startswith(f"rho={of(keras.optimizers.RMSprop, 'rho')}")
    assert str(of(keras.layers.BatchNormalization, "momentum")) in audit.loc["BatchNorm", "Keras"]
    assert str(of(keras.layers.LeakyReLU, "negative_slope")) in audit.loc["LeakyReLU (layer)", "Keras"]


def test_batch_norm_keeps_the_difference_of_the_two_variances(audit: pd.DataFrame) -> None:
    # aligned, the moving variances differ only by n / (n - 1), so outputs by at most a factor of its root
    left = audit.loc["BatchNorm", "aligned drift"]
    assert 0 < left < 0.01
    values = np.random.default_rng(0).normal(size=(64, 1))
    layer = keras.layers.BatchNormalization(dtype="float64")
    layer(values, training=True)
    ours = torch.nn.BatchNorm1d(1, eps=1e-3, momentum=0.01, dtype=torch.float64)
    ours(torch.from_numpy(values))
    kept, new = 0.99, 0.01
    assert layer.moving_variance.numpy().item() == pytest.approx(kept + new * values.var(), abs=1e-12)
    assert ours.running_var.item() == pytest.approx(kept + new * values.var(ddof=1), abs=1e-12)


def test_initial_spreads_follow_the_two_formulas(audit: pd.DataFrame) -> None:
    ratio = (1 / np.sqrt(30)) / np.sqrt(6 / (30 + 64))
    assert audit.loc["Linear / Dense, 30 to 64", "drift"] == pytest.approx(abs(ratio - 1), abs=0.01)


def test_a_loss_sure_and_wrong_is_clipped_where_keras_clips(audit: pd.DataFrame) -> None:
    expected = np.log(keras.config.epsilon() / 1e-12)  # -log 1e-12 against -log 1e-7
    assert audit.loc["the same, sure and wrong", "drift"] == pytest.approx(expected, rel=1e-3)


def test_keras_decay_is_told_from_a_decay_in_the_gradient() -> None:
    from execml.frameworks.acceptance.audit_optimisers import _decay_in_keras

    class Coupled(keras.optimizers.Adam):
        def __init__(self, learning_rate: float, weight_decay: float) -> None:
            super().__init__(learning_rate)
            self.pull = weight_decay

        def update_step(self, gradient: object, variable: keras.Variable, rate: object) -> None:
            super().update_step(gradient + self.pull * variable, variable, rate)  # type: ignore[operator]

    assert _decay_in_keras(keras.optimizers.Adam) == "always decoupled"
    assert _decay_in_keras(Coupled) == "added to the gradient"


def test_the_audit_leaves_pytorchs_random_numbers_alone() -> None:
    from execml.frameworks.acceptance.audit_layers import initialiser_findings

    before = torch.random.get_rng_state()
    initialiser_findings()
    assert torch.equal(before, torch.random.get_rng_state())


def test_reading_a_default_that_is_not_there_says_so() -> None:
    with pytest.raises(ValueError, match="argument='beta' of"):
        default(torch.optim.SGD, "beta")
    assert shown(torch.optim.RMSprop, "alpha", "eps") == "alpha=0.99, eps=1e-08"


def ports(sizes: tuple[int, ...] = (6, 5, 5, 1)) -> tuple[NumpyMLP, NumpyMLP, np.ndarray, tuple]:
    draw = np.random.default_rng(3)
    weights = glorot_weights(sizes, draw, "float64")
    features = draw.uniform(-1, 1, size=(400, 6))
    labels = (features[:, 0] > 0).astype(float)
    pair = [NumpyMLP(weights, dtype="float64") for _ in range(2)]
    return pair[0], pair[1], features[200:], (features[:200], labels[:200], np.arange(200).reshape(20, 10))


def test_a_faithful_port_passes_the_acceptance_test() -> None:
    original, candidate, clients, training = ports()
    rule = partial(fw.Adam, lr=0.01)
    before = [part.copy() for part in candidate.parameters]
    test = fw.acceptance_test(original, candidate, rule, rule, clients, training, refuse_above=0.5)
    assert test["passed"].all()
    assert test["test"].tolist() == ["outputs", "gradients", "training", "decisions"]
    assert all(np.array_equal(a, b) for a, b in zip(before, candidate.parameters, strict=True))


def test_an_optimiser_of_the_same_name_fails_only_in_training() -> None:
    original, candidate, clients, training = ports()
    rules = partial(fw.RMSprop, alpha=0.9, eps=1e-7, eps_inside=True), fw.RMSprop
    test = fw.acceptance_test(original, candidate, *rules, clients, training, 0.5).set_index("test")["passed"]
    assert test.to_dict() == {"outputs": True, "gradients": True, "training": False, "decisions": True}


def test_a_kernel_in_the_wrong_layout_fails_where_it_is_used() -> None:
    original, candidate, clients, training = ports()
    candidate.parameters[2][...] = original.parameters[2].T
    test = fw.acceptance_test(original, candidate, fw.SGD, fw.SGD, clients, training, 0.5).set_index("test")[
        "passed"
    ]
    assert not test["outputs"]
    assert not test["gradients"]


def test_other_frameworks_can_be_compared_and_keep_their_weights() -> None:
    original, _, clients, training = ports()
    models = fw.same_weights(original.parameters, "float64", frameworks=("keras", "torch"))
    rules = (
        partial(keras.optimizers.RMSprop, learning_rate=2**-8),
        partial(fw.RMSprop, lr=2**-8, alpha=0.9, eps=1e-7, eps_inside=True),
    )
    test = fw.acceptance_test(models.keras, models.torch, *rules, clients, training, 0.5)
    assert test["passed"].all()
    assert all(np.array_equal(a, b) for a, b in zip(fw.weights_of(models.keras), models.weights, strict=True))


def test_a_broken_port_that_puts_out_nothing_fails() -> None:
    original, candidate, clients, training = ports()
    candidate.vector[:] = np.nan
    test = fw.acceptance_test(original, candidate, fw.SGD, fw.SGD, clients, training, 0.5)
    assert not test["passed"].iloc[0]


def test_bad_arguments_of_the_acceptance_test_are_named() -> None:
    original, candidate, clients, training = ports()
    with pytest.raises(ValueError, match="limit=0"):
        fw.acceptance_test(original, candidate, fw.SGD, fw.SGD, clients, training, 0.5, limit=0)
    with pytest.raises(ValueError, match="refuse_above=25"):
        fw.acceptance_test(original, candidate, fw.SGD, fw.SGD, clients, training, 25)
    with pytest.raises(ValueError, match=r"weights\[0\] of shape \(6, 5\) must have the shape \(6, 4\)"):
        fw.acceptance_test(original, ports((6, 4, 4, 1))[0], fw.SGD, fw.SGD, clients, training, 0.5)
    with pytest.raises(ValueError, match="other has 1 clients and risk has 2"):
        fw.decisions_changed(np.ones(2), np.ones(1), 0.5)

"""The defaults audit: what it reads, and what it measures."""

import inspect

import execml.frameworks as fw
import numpy as np
import pandas as pd
import pytest
import torch
from execml.frameworks.acceptance.discrepancy import default, shown


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
    import keras

    def of(function: object, argument: str) -> object:
        return inspect.signature(function).parameters[argument].default  # type: ignore[arg-type]

    for name in ("RMSprop", "Adagrad"):
        ours, theirs = (
            of(getattr(torch.optim, name), "lr"),
            of(getattr(keras.optimizers, name), "learning_rate"),
        )
        assert ours == 10 * theirs  # type: ignore[operator]
        assert audit.loc[name, "PyTorch"].startswith(f"lr={ours}, ")
        assert audit.loc[name, "Keras"].startswith(f"learning_rate={theirs}, ")
    assert f"alpha={of(torch.optim.RMSprop, 'alpha')}" in audit.loc["RMSprop", "PyTorch"]
    assert f"rho={of(keras.optimizers.RMSprop, 'rho')}" in audit.loc["RMSprop", "Keras"]
    assert str(of(keras.layers.BatchNormalization, "momentum")) in audit.loc["BatchNorm", "Keras"]
    assert str(of(keras.layers.LeakyReLU, "negative_slope")) in audit.loc["LeakyReLU", "Keras"]


def test_batch_norm_keeps_the_difference_of_the_two_variances(audit: pd.DataFrame) -> None:
    import keras

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
    import keras

    expected = np.log(keras.config.epsilon() / 1e-12)  # -log 1e-12 against -log 1e-7
    assert audit.loc["the same, sure and wrong", "drift"] == pytest.approx(expected, rel=1e-3)


def test_keras_decay_is_told_from_a_decay_in_the_gradient() -> None:
    import keras
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
    from execml.frameworks.acceptance.audit_layers import initialiser_discrepancies

    before = torch.random.get_rng_state()
    initialiser_discrepancies()
    assert torch.equal(before, torch.random.get_rng_state())


def test_reading_a_default_that_is_not_there_says_so() -> None:
    with pytest.raises(ValueError, match="argument='beta' of"):
        default(torch.optim.SGD, "beta")
    assert shown(torch.optim.RMSprop, "alpha", "eps") == "alpha=0.99, eps=1e-08"


def test_only_the_gelu_of_keras_ops_is_rough() -> None:
    import keras
    import tensorflow as tf

    values = np.linspace(-4, 4, 101)
    exact = torch.nn.functional.gelu(torch.from_numpy(values)).numpy()
    for function, rough in (
        (keras.ops.gelu, True),
        (keras.activations.gelu, False),
        (keras.activations.get("gelu"), False),
        (tf.nn.gelu, False),
    ):
        gap = np.abs(np.asarray(function(tf.constant(values))) - exact).max()
        assert (gap > 1e-4) == rough


def test_default_learning_rates_are_aligned_where_they_differ_and_nowhere_else(audit: pd.DataFrame) -> None:
    import keras

    for name in ("SGD", "RMSprop", "Adagrad", "Adam", "AdamW"):
        ours = inspect.signature(getattr(torch.optim, name)).parameters["lr"].default
        theirs = inspect.signature(getattr(keras.optimizers, name)).parameters["learning_rate"].default
        assert (f"lr={theirs:g}" in audit.loc[name, "align"]) == (float(ours) != theirs)

"""The acceptance test: what it measures, lets pass and refuses."""

from functools import partial

import execml.frameworks as fw
import numpy as np
import pytest
from execml.frameworks.networks.perceptron import NumpyMLP, glorot_weights


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
    import keras

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

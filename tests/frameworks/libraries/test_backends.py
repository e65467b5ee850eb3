"""Keras on another backend, in a process of its own."""

from collections.abc import Callable
from typing import Any

import execml.frameworks as fw
import numpy as np
import pytest
from execml.frameworks.libraries import backends
from execml.frameworks.networks.perceptron import NumpyMLP

pytestmark = pytest.mark.slow


def test_keras_on_pytorch_in_its_own_process_gives_the_same_logits(
    some_weights: Callable[..., Any], batch: Callable[..., Any]
) -> None:
    features, weights = batch(500, 6)[0].astype("float32"), some_weights((6, 8, 1))
    found = fw.keras_outputs(weights, features, backend="torch")
    for dtype, values in found.items():
        ours = NumpyMLP(weights, dtype=dtype).forward(features)
        assert np.abs(ours - values).max() <= 2e-6  # in float64 too Keras multiplies in float32 there
        assert values.dtype == dtype


def test_a_backend_that_fails_says_why(
    monkeypatch: pytest.MonkeyPatch, some_weights: Callable[..., Any]
) -> None:
    with pytest.raises(ValueError, match="backend='theano' must be one of"):
        fw.keras_outputs(some_weights((2, 1)), np.ones((1, 2)), backend="theano")
    monkeypatch.setattr(backends, "BACKENDS", ("no_such_backend",))
    with pytest.raises(RuntimeError, match=r"Keras on backend 'no_such_backend' failed: .*no_such_backend"):
        fw.keras_outputs(some_weights((2, 1)), np.ones((1, 2)), backend="no_such_backend")

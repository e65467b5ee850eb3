"""Keras on another backend, in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import execml.frameworks as fw
import numpy as np
import pytest
from execml.frameworks.libraries import backends
from execml.frameworks.networks.perceptron import NumpyMLP

pytestmark = pytest.mark.slow


def gaps(features: np.ndarray, weights: list[np.ndarray], backend: str) -> dict[str, float]:
    """Return by how much Keras on a backend and NumPy differ in each type that Keras was asked for."""
    found = fw.keras_outputs(weights, features, backend)
    for name, values in found.items():
        assert values.dtype == name.partition(",")[0]
    ours = {name: NumpyMLP(weights, dtype=name.partition(",")[0]).forward(features) for name in found}
    return {name: float(np.abs(ours[name] - values).max()) for name, values in found.items()}


def test_keras_on_pytorch_is_no_better_in_float64(
    some_weights: Callable[..., Any], batch: Callable[..., Any]
) -> None:
    found = gaps(batch(500, 6)[0].astype("float32"), some_weights((6, 8, 1)), "torch")
    assert list(found) == ["float32", "float64"]
    assert all(1e-9 < gap <= 2e-6 for gap in found.values())  # it multiplies in float32


def test_keras_on_jax_has_float64_once_it_is_switched_on(
    some_weights: Callable[..., Any], batch: Callable[..., Any]
) -> None:
    found = gaps(batch(500, 6)[0].astype("float32"), some_weights((6, 8, 1)), "jax")
    assert list(found) == ["float32", "float64", "float64, 64 bits"]
    assert 1e-9 < found["float64"] <= 2e-6 and found["float64, 64 bits"] < 1e-12


@pytest.mark.parametrize(("backend", "words"), [("jax", "will be truncated to dtype float32"), ("torch", "")])
def test_jax_warns_of_its_missing_float64_and_pytorch_says_nothing(backend: str, words: str) -> None:
    code = "import keras, numpy as np; layer = keras.layers.Dense(2, dtype='float64'); layer(np.ones((3, 4)))"
    done = subprocess.run(
        [sys.executable, "-W", "default", "-c", code],
        env={**os.environ, "KERAS_BACKEND": backend},
        capture_output=True,
        text=True,
        check=True,
    )
    told = [line for line in done.stderr.splitlines() if "float" in line]
    assert any(words in line for line in told) if words else not told, done.stderr


def test_a_backend_that_fails_says_why(
    monkeypatch: pytest.MonkeyPatch, some_weights: Callable[..., Any]
) -> None:
    with pytest.raises(ValueError, match="backend='theano' must be one of"):
        fw.keras_outputs(some_weights((2, 1)), np.ones((1, 2)), backend="theano")
    monkeypatch.setattr(backends, "BACKENDS", ("no_such_backend",))
    with pytest.raises(RuntimeError, match=r"Keras on backend 'no_such_backend' failed: .*no_such_backend"):
        fw.keras_outputs(some_weights((2, 1)), np.ones((1, 2)), backend="no_such_backend")

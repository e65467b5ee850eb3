"""How far apart the frameworks are: within the guarantee of rounding."""

from collections.abc import Callable
from typing import Any

import execml.frameworks as fw
import numpy as np
import pytest
from execml.frameworks.acceptance import agreement
from execml.frameworks.networks.perceptron import NumpyMLP


@pytest.mark.slow
def test_the_gaps_of_the_frameworks_stay_within_the_guarantee(
    monkeypatch: pytest.MonkeyPatch, some_weights: Callable[..., Any], batch: Callable[..., Any]
) -> None:
    features, labels = batch(300, 6)
    weights = some_weights((6, 8, 8, 1))

    def far(*_: object, **__: object) -> dict[str, np.ndarray]:  # spares a process, and tests the column
        return {
            dtype: NumpyMLP(weights, dtype=dtype).forward(features.astype("f4")) + 3
            for dtype in ("float32", "float64")
        }

    monkeypatch.setattr(agreement, "keras_outputs", far)
    gaps = fw.framework_gaps(weights, features.astype("float32"), backend="torch")
    assert gaps.index.tolist() == ["float32", "float64"]
    assert np.allclose(gaps["Keras on PyTorch"], 3)
    for other in ("PyTorch", "Keras on TensorFlow"):
        assert (gaps[other] <= gaps["guaranteed"]).all()
    assert (gaps["guaranteed"] > 10 * gaps["usual error"]).all()
    assert fw.gradient_gap(weights, features, labels) <= 1e-12


@pytest.mark.slow
@pytest.mark.parametrize("backend", ["jax", "torch"])
def test_the_float64_of_two_backends_is_that_of_float32(
    backend: str, some_weights: Callable[..., Any], batch: Callable[..., Any]
) -> None:
    features, _ = batch(300, 6)
    weights = some_weights((6, 8, 8, 1))
    ours = NumpyMLP(weights, dtype="float64").forward(features.astype("float32"))
    found = fw.keras_outputs(weights, features.astype("float32"), backend)
    assert 1e-9 < np.abs(found["float64"] - ours).max() < 1e-5
    if backend == "jax":  # its 64 bits switched on
        assert np.abs(found["float64, 64 bits"] - ours).max() < 1e-12

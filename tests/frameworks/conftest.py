"""What these tests share: made-up networks and clients."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from execml.frameworks.networks.perceptron import glorot_weights


@pytest.fixture(scope="session")
def some_weights() -> Callable[..., list[np.ndarray]]:
    """Draw kernels and biases, none of them zero, for a network of the given sizes."""

    def drawn(sizes: tuple[int, ...], seed: int = 0, dtype: str = "float64") -> list[np.ndarray]:
        draw = np.random.default_rng(seed)
        return [
            (part + 0.1 * draw.normal(size=part.shape)).astype(dtype)
            for part in glorot_weights(sizes, draw, "float64")
        ]

    return drawn


@pytest.fixture(scope="session")
def batch() -> Callable[..., tuple[np.ndarray, np.ndarray]]:
    """Draw features between -1 and 1, shape (rows, inputs), and labels 0 and 1."""

    def drawn(rows: int, inputs: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
        draw = np.random.default_rng(seed)
        return draw.uniform(-1, 1, size=(rows, inputs)), draw.integers(0, 2, size=rows).astype(float)

    return drawn

"""One gradient of the risk network in four ways: by autodiff, by hand, from PyTorch and JAX."""

import numpy as np
from execml.frameworks import (
    gradient,
    gradient_by_hand,
    jax_gradient,
    mean_loss,
    starting_weights,
    torch_gradient,
)

DRAW = np.random.default_rng(0)
FEATURES, LABELS = DRAW.normal(size=(50, 30)), DRAW.integers(0, 2, size=50)
WEIGHTS = starting_weights(30, 4, DRAW)


def test_four_gradients_of_the_risk_network_agree() -> None:
    ours = gradient(mean_loss(FEATURES, LABELS))(WEIGHTS)
    for other in (torch_gradient, jax_gradient):
        for mine, theirs in zip(ours, other(FEATURES, LABELS, WEIGHTS), strict=True):
            np.testing.assert_allclose(mine, theirs, rtol=1e-12, atol=1e-14)
    for mine, theirs in zip(ours, gradient_by_hand(FEATURES, LABELS)(WEIGHTS), strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-12, atol=1e-14)

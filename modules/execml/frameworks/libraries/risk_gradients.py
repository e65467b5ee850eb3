"""The gradient of the bank's small risk network from PyTorch and from JAX.

The loss is ``mean_loss`` of :mod:`execml.frameworks.networks.risk_network`, for features of shape (clients,
features) and labels 0 or 1 of shape (clients,). Weights are its list ``[kernel, bias, last, offset]``; the
gradient is a list of arrays of the same shapes.
"""

from __future__ import annotations

import numpy as np

from execml.frameworks.networks.perceptron import checked_batch
from execml.frameworks.networks.risk_network import Weights, checked_risk_weights


def torch_gradient(features: np.ndarray, labels: np.ndarray, weights: Weights) -> Weights:
    """Return the gradient of the mean loss from PyTorch, in the precision of the weights."""
    import torch

    features, labels, weights = _checked(features, labels, weights)
    kernel, bias, last, offset = leaves = [torch.tensor(part, requires_grad=True) for part in weights]
    log_odds = torch.tanh(torch.tensor(features) @ kernel + bias) @ last + offset
    outcomes = torch.tensor(np.asarray(labels, dtype=features.dtype))
    torch.nn.functional.binary_cross_entropy_with_logits(log_odds, outcomes).backward()
    return [leaf.grad.numpy() for leaf in leaves]  # type: ignore[union-attr]


def jax_gradient(features: np.ndarray, labels: np.ndarray, weights: Weights) -> Weights:
    """Return the gradient of the mean loss from JAX, compiled, in the precision of the weights.

    JAX makes arrays of 64 bits only where it is told to; here it is.
    """
    import jax
    import jax.numpy as jnp

    features, labels, weights = _checked(features, labels, weights)

    def loss(parts: Weights) -> jax.Array:
        kernel, bias, last, offset = parts
        log_odds = jnp.tanh(features @ kernel + bias) @ last + offset
        return jnp.mean(jax.nn.softplus(log_odds) - outcomes * log_odds)

    outcomes = np.asarray(labels, dtype=features.dtype)
    with jax.enable_x64(True):
        found = jax.jit(jax.grad(loss))([jnp.asarray(part) for part in weights])
        return [np.array(part) for part in found]


def _checked(
    features: np.ndarray, labels: np.ndarray, weights: Weights
) -> tuple[np.ndarray, np.ndarray, Weights]:
    """Return the arguments, or say by ValueError which shape does not fit or which number is not finite."""
    parts = checked_risk_weights(weights)
    return *checked_batch(features, labels, len(parts[0])), parts

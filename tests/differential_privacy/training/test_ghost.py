"""Ghost clipping: norms and clipped sums against PyTorch's own gradients, one client at a time."""

from __future__ import annotations

import numpy as np
import torch
from execml.differential_privacy.libraries.opacus import torch_network
from execml.differential_privacy.training import dp_sgd, ghost
from hypothesis import given, settings
from hypothesis import strategies as st

from ..networks import batch, flat

SIZES = st.lists(st.integers(1, 9), min_size=0, max_size=3)

FAST = settings(deadline=None, max_examples=25)


def torch_gradients(layers, features, labels):
    """Each client's gradient by PyTorch's own differentiation, one client at a time, flat."""
    network, rows = torch_network(layers), []
    for client in range(len(labels)):
        network.zero_grad()
        scores = network(torch.tensor(features[[client]]))
        torch.nn.functional.cross_entropy(scores, torch.tensor(labels[[client]])).backward()
        parts = [parameter.grad.numpy() for parameter in network.parameters()]
        pairs = zip(parts[::2], parts[1::2], strict=True)
        rows.append(np.concatenate([np.vstack([weight.T, bias]).ravel() for weight, bias in pairs]))
    return np.array(rows)


@FAST
@given(SIZES, st.integers(1, 6), st.integers(2, 4), st.integers(0, 10**6))
def test_ghost_norms_are_the_norms_of_pytorchs_gradients(hidden, inputs, classes, seed):
    generator, features, labels = batch(seed, 5, inputs, classes)
    layers = ghost.new_layers((inputs, *hidden, classes), generator, np.float64)
    activations, chances = ghost.forward(layers, features)
    errors = ghost.backward(layers, activations, chances, labels)
    wanted = (torch_gradients(layers, features, labels) ** 2).sum(axis=1)
    np.testing.assert_allclose(ghost.squared_norms(activations, errors), wanted, rtol=1e-9, atol=1e-18)


@FAST
@given(SIZES, st.floats(0.01, 5), st.integers(0, 10**6))
def test_clipped_sum_is_the_sum_of_clipped_pytorch_gradients(hidden, bound, seed):
    generator, features, labels = batch(seed, 6, 4, 3, scale=2.0)
    layers = ghost.new_layers((4, *hidden, 3), generator, np.float64)
    rows = torch_gradients(layers, features, labels)
    lengths = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-300)
    wanted = (rows * np.minimum(1, bound / lengths)).sum(axis=0)
    found = flat(ghost.clipped_gradient_sum(layers, features, labels, bound))
    np.testing.assert_allclose(found, wanted, rtol=1e-8, atol=1e-12)


@FAST
@given(st.floats(0.01, 3), st.floats(1e-3, 1e3), st.integers(0, 10**6))
def test_one_client_moves_the_clipped_sum_by_the_bound_at_most(bound, scale, seed):
    generator, features, labels = batch(seed, 8, 5, 2, scale=scale)
    layers = ghost.new_layers((5, 6, 2), generator, np.float64)
    whole = flat(ghost.clipped_gradient_sum(layers, features, labels, bound))
    without = flat(ghost.clipped_gradient_sum(layers, features[1:], labels[1:], bound))
    assert np.linalg.norm(whole - without) <= bound * (1 + 1e-9)


def test_no_clients_give_a_zero_gradient():
    layers = ghost.new_layers((3, 4, 2), np.random.default_rng(1))
    gradients = ghost.clipped_gradient_sum(layers, np.zeros((0, 3), np.float32), np.zeros(0, int), 1.0)
    assert [part.shape for part in gradients] == [(4, 4), (5, 2)]
    assert not flat(gradients).any()


def test_largest_features_allowed_give_finite_gradients():
    extreme = np.full((4, 30), dp_sgd.LARGEST_FEATURE, dtype=np.float32)
    layers = ghost.new_layers((30, 64, 64, 2), np.random.default_rng(1))
    gradients = flat(ghost.clipped_gradient_sum(layers, extreme, np.array([0, 1, 0, 1]), 1.0))
    assert np.isfinite(gradients).all()
    assert np.linalg.norm(gradients) <= 4 * (1 + 1e-5)

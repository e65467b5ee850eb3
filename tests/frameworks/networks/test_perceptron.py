"""The perceptron: its gradient is PyTorch's, its arrays are views, its mistakes get a clear error."""

import time
from collections.abc import Callable
from typing import Any

import execml.frameworks as fw
import numpy as np
import pytest
import torch
from execml.frameworks.networks.perceptron import NumpyMLP, checked_weights
from hypothesis import given, settings
from hypothesis import strategies as st
from threadpoolctl import threadpool_limits

LINEAR = [np.ones((2, 1)), np.ones(1)]


@settings(deadline=None, max_examples=20)
@given(
    sizes=st.lists(st.integers(1, 6), min_size=1, max_size=3),
    rows=st.integers(1, 9),
    seed=st.integers(0, 10**6),
    loss=st.sampled_from(["logistic", "squared"]),
)
def test_hand_written_gradients_equal_pytorchs(
    sizes: list[int],
    rows: int,
    seed: int,
    loss: str,
    some_weights: Callable[..., Any],
    batch: Callable[..., Any],
) -> None:
    weights = some_weights((3, *sizes, 1), seed)
    features, labels = batch(rows, 3, seed)
    models = fw.same_weights(weights, "float64", loss, frameworks=("numpy", "torch"))
    logits, wanted = models.torch(torch.from_numpy(features)), torch.from_numpy(labels[:, None])
    function = (
        torch.nn.functional.binary_cross_entropy_with_logits
        if loss == "logistic"
        else torch.nn.functional.mse_loss
    )
    value = function(logits, wanted)
    slopes = torch.autograd.grad(value, list(models.torch.parameters()))
    mine, gradients = models.numpy.loss_and_gradients(features, labels)
    assert abs(mine - value.item()) <= 1e-12
    for one, other in zip(gradients, slopes, strict=True):
        assert np.abs(one - other.numpy().T).max() <= 1e-12


def test_a_square_kernel_in_the_wrong_layout_raises_nothing_and_is_wrong(
    some_weights: Callable[..., Any], batch: Callable[..., Any]
) -> None:
    weights, features = some_weights((5, 5, 1)), batch(50, 5)[0]
    swapped = [weights[0].T, *weights[1:]]
    assert np.abs(NumpyMLP(weights).forward(features) - NumpyMLP(swapped).forward(features)).max() > 0.01


def test_parameters_are_views_of_one_vector(
    some_weights: Callable[..., Any], batch: Callable[..., Any]
) -> None:
    model = NumpyMLP(some_weights((3, 4, 1)), dtype="float64")
    model.vector[:] = 0
    assert all((part == 0).all() for part in model.parameters)
    model.loss_and_gradients(*batch(6, 3))
    assert np.array_equal(model.gradient_vector, np.concatenate([part.ravel() for part in model.gradients]))


def test_batches_of_changing_size_do_not_mix(
    some_weights: Callable[..., Any], batch: Callable[..., Any]
) -> None:
    model = NumpyMLP(some_weights((3, 4, 1)), dtype="float64")
    (small, few), (large, many) = batch(2, 3), batch(9, 3, seed=5)
    first = [part.copy() for part in model.loss_and_gradients(small, few)[1]]
    model.loss_and_gradients(large, many)
    again = model.loss_and_gradients(small, few)[1]
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))


def test_extreme_logits_give_a_finite_loss() -> None:
    model = NumpyMLP([np.array([[1.0]]), np.zeros(1)], dtype="float64")
    loss, gradients = model.loss_and_gradients(np.array([[1000.0], [-1000.0]]), np.array([0.0, 1.0]))
    assert loss == pytest.approx(1000)
    assert np.isfinite(gradients[0]).all()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: checked_weights([]), "weights has 0 arrays"),
        (lambda: checked_weights([np.ones((2, 1))]), "weights has 1 arrays"),
        (lambda: checked_weights([np.ones(2), np.ones(1)]), r"must be an array of shape \(inputs, outputs\)"),
        (lambda: checked_weights([np.ones((2, 1)), np.ones(2)]), r"weights\[1\] of shape \(2,\)"),
        (
            lambda: checked_weights([np.ones((2, 3)), np.ones(3), np.ones((1, 3)), np.ones(1)]),
            r"weights\[2\] of shape \(1, 3\) must have 3 rows \(transpose it",
        ),
        (lambda: checked_weights([np.array([["a"]]), np.ones(1)]), "must be an array of real numbers"),
        (lambda: checked_weights(LINEAR, "float16"), "dtype='float16'"),
        (lambda: NumpyMLP(LINEAR, loss="hinge"), "loss='hinge'"),
        (lambda: NumpyMLP(LINEAR).forward(np.ones(2)), r"features of shape \(2,\)"),
        (lambda: NumpyMLP(LINEAR).forward(np.ones((4, 3))), r"must have the shape \(rows, 2\)"),
        (
            lambda: NumpyMLP(LINEAR).loss_and_gradients(np.ones((4, 2)), np.ones(3)),
            r"targets of shape \(3, 1\) must have the shape \(4, 1\)",
        ),
    ],
)
def test_bad_shapes_and_words_get_a_clear_error(call: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        call()


def test_a_numpy_step_is_at_least_twice_as_fast_as_eager_pytorch(batch: Callable[..., Any]) -> None:
    sizes = (20, 64, 64, 1)
    models = fw.same_weights(sizes, generator=np.random.default_rng(0), frameworks=("numpy", "torch"))
    features, labels = (part.astype("float32") for part in batch(128, 20))
    tensors = torch.from_numpy(features), torch.from_numpy(labels[:, None])
    theirs, ours = torch.optim.SGD(models.torch.parameters(), lr=0.01), fw.SGD([models.numpy.vector], lr=0.01)

    def numpy_step() -> None:
        models.numpy.loss_and_gradients(features, labels)
        ours.step([models.numpy.gradient_vector])

    def torch_step() -> None:
        theirs.zero_grad()
        torch.nn.functional.binary_cross_entropy_with_logits(models.torch(tensors[0]), tensors[1]).backward()
        theirs.step()

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with threadpool_limits(limits=1):  # one thread for both, and its own time only
            seconds = {step: min(_seconds(step) for _ in range(7)) for step in (numpy_step, torch_step)}
    finally:
        torch.set_num_threads(threads)
    assert 2 * seconds[numpy_step] < seconds[torch_step]


def _seconds(step: Any) -> float:
    begin = time.process_time()
    for _ in range(60):
        step()
    return time.process_time() - begin

"""One network in three frameworks: outputs, gradients and training agree; mistakes get a clear error."""

import time
from functools import partial
from typing import Any

import execml.frameworks as fw
import numpy as np
import pytest
import torch
from execml.course import risk_split
from execml.frameworks.acceptance import agreement
from execml.frameworks.libraries import backends
from execml.frameworks.networks.perceptron import NumpyMLP, checked_weights, glorot_weights
from hypothesis import given, settings
from hypothesis import strategies as st
from threadpoolctl import threadpool_limits

LIMITS = {"float32": 2e-6, "float64": 1e-12}


def some_weights(sizes: tuple[int, ...], seed: int = 0, dtype: str = "float64") -> list[np.ndarray]:
    draw = np.random.default_rng(seed)
    return [
        (part + 0.1 * draw.normal(size=part.shape)).astype(dtype)
        for part in glorot_weights(sizes, draw, "float64")
    ]


def batch(rows: int, inputs: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    draw = np.random.default_rng(seed)
    return draw.uniform(-1, 1, size=(rows, inputs)), draw.integers(0, 2, size=rows).astype(float)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_banks_clients_get_the_same_logits_everywhere(dtype: str) -> None:
    clients = risk_split().test_features
    models = fw.same_weights(some_weights((30, 64, 64, 1)), dtype)
    logits = [fw.outputs(model, clients) for model in (models.numpy, models.torch, models.keras)]
    assert all(values.dtype == dtype and values.shape == (10_000, 1) for values in logits)
    for other in logits[1:]:
        assert np.abs(logits[0] - other).max() <= LIMITS[dtype]


def test_keras_on_pytorch_in_its_own_process_gives_the_same_logits() -> None:
    features, weights = batch(500, 6)[0].astype("float32"), some_weights((6, 8, 1))
    found = fw.keras_outputs(weights, features, backend="torch")
    for dtype, values in found.items():
        ours = NumpyMLP(weights, dtype=dtype).forward(features)
        assert (
            np.abs(ours - values).max() <= LIMITS["float32"]
        )  # in float64 too Keras multiplies in float32 there
        assert values.dtype == dtype


def test_the_gaps_of_the_frameworks_stay_within_the_guarantee(monkeypatch: pytest.MonkeyPatch) -> None:
    features, labels = batch(300, 6)
    weights = some_weights((6, 8, 8, 1))

    def far(*_: object, **__: object) -> dict[str, np.ndarray]:  # spares a process, and tests the column
        return {dtype: NumpyMLP(weights, dtype=dtype).forward(features.astype("f4")) + 3 for dtype in LIMITS}

    monkeypatch.setattr(agreement, "keras_outputs", far)
    gaps = fw.framework_gaps(weights, features.astype("float32"))
    assert gaps.index.tolist() == ["float32", "float64"]
    assert np.allclose(gaps["Keras on PyTorch"], 3)
    for other in ("PyTorch", "Keras on TensorFlow"):
        assert (gaps[other] <= gaps["guaranteed"]).all()
    assert (gaps["guaranteed"] > 10 * gaps["usual error"]).all()
    assert fw.gradient_gap(weights, features, labels) <= 1e-12


def test_a_backend_that_fails_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="backend='theano' must be one of"):
        fw.keras_outputs(some_weights((2, 1)), np.ones((1, 2)), backend="theano")
    monkeypatch.setattr(backends, "BACKENDS", ("no_such_backend",))
    with pytest.raises(RuntimeError, match=r"Keras on backend 'no_such_backend' failed: .*no_such_backend"):
        fw.keras_outputs(some_weights((2, 1)), np.ones((1, 2)), backend="no_such_backend")


@settings(deadline=None, max_examples=20)
@given(
    sizes=st.lists(st.integers(1, 6), min_size=1, max_size=3),
    rows=st.integers(1, 9),
    seed=st.integers(0, 10**6),
    loss=st.sampled_from(["logistic", "squared"]),
)
def test_hand_written_gradients_equal_pytorchs(sizes: list[int], rows: int, seed: int, loss: str) -> None:
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


def test_gradients_equal_in_all_three_frameworks() -> None:
    features, labels = batch(200, 30)
    models = fw.same_weights(some_weights((30, 16, 16, 1)), "float64")
    ours, *others = [
        fw.gradients_of(model, features, labels) for model in (models.numpy, models.torch, models.keras)
    ]
    for other in others:
        assert max(np.abs(a - b).max() for a, b in zip(ours, other, strict=True)) <= 1e-12


def test_training_takes_the_same_path_in_all_three_frameworks() -> None:
    import keras

    features, labels = batch(640, 30)
    order = np.arange(640).reshape(20, 32)
    models = fw.same_weights(some_weights((30, 16, 1)), "float64")
    rule = partial(fw.RMSprop, lr=2**-8, alpha=0.9, eps=1e-7, eps_inside=True)
    fw.train(models.numpy, rule, features, labels, order)
    fw.train(models.torch, rule, features, labels, order)
    fw.train(models.keras, partial(keras.optimizers.RMSprop, learning_rate=2**-8), features, labels, order)
    arrived = [fw.weights_of(model) for model in (models.numpy, models.torch, models.keras)]
    moved = max(np.abs(a - b).max() for a, b in zip(arrived[0], models.weights, strict=True))
    for other in arrived[1:]:
        assert max(np.abs(a - b).max() for a, b in zip(arrived[0], other, strict=True)) <= 1e-12
    assert moved > 0.01


def test_set_weights_undoes_what_weights_of_read() -> None:
    weights, others = some_weights((4, 3, 1)), some_weights((4, 3, 1), seed=9)
    models = fw.same_weights(weights, "float64")
    for model in (models.numpy, models.torch, models.keras):
        fw.set_weights(model, others)
        assert all(np.array_equal(a, b) for a, b in zip(fw.weights_of(model), others, strict=True))
    with pytest.raises(ValueError, match=r"weights\[0\] of shape \(3, 4\) must have the shape \(4, 3\)"):
        fw.set_weights(models.torch, [others[0].T, *others[1:]])


def test_a_square_kernel_in_the_wrong_layout_raises_nothing_and_is_wrong() -> None:
    weights, features = some_weights((5, 5, 1)), batch(50, 5)[0]
    swapped = [weights[0].T, *weights[1:]]
    assert np.abs(NumpyMLP(weights).forward(features) - NumpyMLP(swapped).forward(features)).max() > 0.01


def test_parameters_are_views_of_one_vector() -> None:
    model = NumpyMLP(some_weights((3, 4, 1)), dtype="float64")
    model.vector[:] = 0
    assert all((part == 0).all() for part in model.parameters)
    model.loss_and_gradients(*batch(6, 3))
    assert np.array_equal(model.gradient_vector, np.concatenate([part.ravel() for part in model.gradients]))


def test_batches_of_changing_size_do_not_mix() -> None:
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


def test_given_weights_are_copied() -> None:
    weights = some_weights((2, 1), dtype="float32")
    models = fw.same_weights(weights, frameworks=("numpy", "torch"))
    models.numpy.vector[:] = 7
    models.torch[0].weight.data[:] = 7
    assert not any((part == 7).any() for part in (*weights, *models.weights))


def test_building_does_not_touch_pytorchs_random_numbers() -> None:
    before = torch.random.get_rng_state()
    fw.same_weights(some_weights((3, 4, 1)), frameworks=("torch",))
    assert torch.equal(before, torch.random.get_rng_state())


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: checked_weights([]), "weights has 0 arrays"),
        (lambda: checked_weights([np.ones((2, 1))]), "weights has 1 arrays"),
        (lambda: checked_weights([np.ones(2), np.ones(1)]), r"must have the shape \(inputs, outputs\)"),
        (lambda: checked_weights([np.ones((2, 1)), np.ones(2)]), r"weights\[1\] of shape \(2,\)"),
        (
            lambda: checked_weights([np.ones((2, 3)), np.ones(3), np.ones((1, 3)), np.ones(1)]),
            r"weights\[2\] of shape \(1, 3\) must have 3 rows \(transpose it",
        ),
        (lambda: checked_weights([np.array([["a"]]), np.ones(1)]), "must be numbers"),
        (lambda: checked_weights([np.ones((2, 1)), np.ones(1)], "float16"), "dtype='float16'"),
        (lambda: fw.same_weights((3, 1)), "generator=None must be a numpy.random.Generator"),
        (lambda: fw.same_weights((3,), generator=np.random.default_rng(0)), "at least two numbers"),
        (lambda: fw.same_weights((3, 0), generator=np.random.default_rng(0)), r"sizes\[1\]=0"),
        (lambda: fw.same_weights(some_weights((2, 1)), frameworks=("jax",)), "frameworks='jax'"),
        (lambda: NumpyMLP(some_weights((2, 1)), loss="hinge"), "loss='hinge'"),
        (lambda: NumpyMLP(some_weights((2, 1))).forward(np.ones(2)), r"features of shape \(2,\)"),
        (lambda: NumpyMLP(some_weights((2, 1))).forward(np.ones((4, 3))), r"must have the shape \(rows, 2\)"),
        (
            lambda: NumpyMLP(some_weights((2, 1))).loss_and_gradients(np.ones((4, 2)), np.ones(3)),
            r"targets of shape \(3, 1\) must have the shape \(4, 1\)",
        ),
        (lambda: fw.outputs("model", np.ones((1, 1))), "model=str must be a NumpyMLP"),
    ],
)
def test_bad_shapes_and_words_get_a_clear_error(call: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        call()


def test_rounding_stays_within_the_bound_and_near_the_estimate() -> None:
    weights, features = some_weights((30, 64, 64, 1), dtype="float32"), risk_split().test_features
    exact = NumpyMLP(weights, dtype="float64").forward(features)
    for model in (NumpyMLP(weights), fw.same_weights(weights, frameworks=("torch",)).torch):
        error = fw.outputs(model, features) - exact
        assert (np.abs(error) <= fw.worst_output_error(weights, features)).all()
        assert 0.2 < np.std(error / fw.usual_output_error(weights, features)) < 1.5


def test_a_numpy_step_is_at_least_twice_as_fast_as_eager_pytorch() -> None:
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

"""Gradients of the Tensor equal PyTorch's in float64, at kinks, ties and far-out arguments too."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from execml.frameworks import Tensor
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

CLOSE = 1e-12
few = settings(deadline=None, max_examples=25)
seeds = st.integers(0, 2**32 - 1)
small_shapes = hnp.array_shapes(min_dims=0, max_dims=3, max_side=4)
UNARY: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    "negative": (lambda x: -x, lambda x: -x),
    "exp": (Tensor.exp, torch.exp),
    "log": (lambda x: (x * x + 0.1).log(), lambda x: torch.log(x * x + 0.1)),
    "tanh": (Tensor.tanh, torch.tanh),
    "relu": (Tensor.relu, torch.relu),
    "sigmoid": (Tensor.sigmoid, torch.sigmoid),
    # with PyTorch's default threshold the value above 20 would be x itself
    "softplus": (Tensor.softplus, lambda x: torch.nn.functional.softplus(x, threshold=1000)),
    "cube": (lambda x: x**3, lambda x: x**3),
    "zeroth power": (lambda x: x**0, lambda x: x**0),
    "inverse": (lambda x: 1.0 / (x * x + 0.5), lambda x: 1.0 / (x * x + 0.5)),
    "root": (lambda x: (x * x + 0.1) ** 0.5, lambda x: (x * x + 0.1) ** 0.5),
    "power of two": (lambda x: 2.0**x, lambda x: 2.0**x),
}
BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "sum": lambda a, b: a + b,
    "difference": lambda a, b: a - b,
    "product": lambda a, b: a * b,
    "quotient": lambda a, b: a / (b * b + 0.5),
    "power": lambda a, b: (a * a + 0.1) ** b,
}


def gradients(function: Callable[..., Any], arrays: list[np.ndarray], weights: np.ndarray) -> list[Any]:
    inputs = [Tensor(array) for array in arrays]
    (function(*inputs) * weights).sum().backward()
    return [x.grad for x in inputs]


def torch_gradients(function: Callable[..., Any], arrays: list[np.ndarray], weights: np.ndarray) -> list[Any]:
    inputs = [torch.tensor(array, dtype=torch.float64, requires_grad=True) for array in arrays]
    (function(*inputs) * torch.tensor(weights)).sum().backward()
    return [x.grad.numpy() for x in inputs]  # type: ignore[union-attr]


def agree(
    ours: Callable[..., Any], theirs: Callable[..., Any], arrays: list[np.ndarray], seed: int = 0
) -> None:
    """Compare values, then gradients of a sum with random weights, so that no cancellation hides an error."""
    value = ours(*[Tensor(array) for array in arrays]).data
    expected = theirs(*[torch.tensor(array, dtype=torch.float64) for array in arrays]).numpy()
    assert value.shape == expected.shape
    np.testing.assert_allclose(value, expected, rtol=CLOSE, atol=CLOSE)
    weights = np.random.default_rng(seed).normal(size=value.shape)
    pairs = zip(
        gradients(ours, arrays, weights), torch_gradients(theirs, arrays, weights), arrays, strict=True
    )
    for mine, other, array in pairs:
        assert mine.shape == array.shape
        np.testing.assert_allclose(mine, other, rtol=CLOSE, atol=CLOSE)


@few
@given(st.sampled_from(sorted(UNARY)), small_shapes, seeds)
def test_elementwise_functions_have_pytorchs_gradients(name: str, shape: tuple[int, ...], seed: int) -> None:
    ours, theirs = UNARY[name]
    agree(ours, theirs, [np.random.default_rng(seed).normal(size=shape) * 3], seed)


@pytest.mark.parametrize("name", sorted(UNARY))
def test_each_elementwise_function_at_least_once(name: str) -> None:
    agree(*UNARY[name], [np.random.default_rng(1).normal(size=(3, 4)) * 3])


@few
@given(
    st.sampled_from(sorted(BINARY)),
    hnp.mutually_broadcastable_shapes(num_shapes=2, max_dims=3, max_side=3),
    seeds,
)
def test_broadcast_operators_have_pytorchs_gradients(name: str, both: Any, seed: int) -> None:
    draw = np.random.default_rng(seed)
    agree(BINARY[name], BINARY[name], [draw.normal(size=shape) for shape in both.input_shapes], seed)


@pytest.mark.parametrize("name", sorted(BINARY))
def test_constants_stand_on_either_side_of_an_operator(name: str) -> None:
    operator, constant = BINARY[name], np.random.default_rng(2).normal(size=(2, 3))
    fixed, array = torch.tensor(constant), np.random.default_rng(3).normal(size=(3,))
    agree(lambda x: operator(x, constant), lambda x: operator(x, fixed), [array])
    agree(lambda x: operator(constant, x), lambda x: operator(fixed, x), [array])
    agree(lambda x: operator(x, 2.5), lambda x: operator(x, 2.5), [array])
    agree(lambda x: operator(2.5, x), lambda x: operator(2.5, x), [array])


axes = st.sampled_from([None, 0, 1, -1, 2, (0, 1), (0, -1), (2, 0), (0, 1, 2)])


@few
@given(st.sampled_from(["sum", "mean", "max", "logsumexp"]), axes, st.booleans(), seeds)
def test_reductions_have_pytorchs_gradients(name: str, axis: Any, keepdims: bool, seed: int) -> None:
    everything = (0, 1, 2) if axis is None else axis
    words: Any = {"sum": torch.sum, "mean": torch.mean, "max": torch.amax, "logsumexp": torch.logsumexp}
    theirs = words[name]
    agree(
        lambda x: getattr(x, name)(axis, keepdims=keepdims),
        lambda x: theirs(x, everything, keepdim=keepdims),
        [np.random.default_rng(seed).normal(size=(2, 3, 4)) * 5],
        seed,
    )


@few
@given(hnp.mutually_broadcastable_shapes(signature="(n?,k),(k,m?)->(n?,m?)", max_dims=2, max_side=3), seeds)
def test_matrix_products_batches_and_vectors_have_pytorchs_gradients(both: Any, seed: int) -> None:
    draw = np.random.default_rng(seed)
    agree(Tensor.matmul, torch.matmul, [draw.normal(size=shape) for shape in both.input_shapes], seed)


@pytest.mark.parametrize(
    ("left", "right"), [((3,), (3,)), ((3,), (3, 2)), ((2, 3), (3,)), ((4, 1, 2, 3), (5, 3, 2))]
)
def test_constant_matrices_stand_on_either_side(left: tuple[int, ...], right: tuple[int, ...]) -> None:
    a, b = (np.random.default_rng(4).normal(size=shape) for shape in (left, right))
    agree(lambda x: a @ x, lambda x: torch.tensor(a) @ x, [b])
    agree(lambda x: x @ b, lambda x: x @ torch.tensor(b), [a])


@pytest.mark.parametrize(
    "index",
    [
        0,
        -1,
        slice(None, None, 2),
        (slice(1, None), 2),
        (..., 1),
        (None, 1),
        [0, 2, 2, 0],  # what is taken twice adds up
        np.array([[1, 1], [0, 2]]),
        (np.array([0, 0, 1]), np.array([1, 1, 3])),
        (slice(None), [3, 3, 0]),
        np.arange(12).reshape(3, 4) % 5 == 0,
    ],
)
def test_parts_have_pytorchs_gradients_with_repeats_added_up(index: Any) -> None:
    theirs = torch.tensor(index) if isinstance(index, np.ndarray) else index
    agree(lambda x: x[index] ** 2, lambda x: x[theirs] ** 2, [np.random.default_rng(5).normal(size=(3, 4))])


@pytest.mark.parametrize("shape", [(4, 3), (12,), (-1, 2), (2, 1, 6)])
def test_reshaping_has_pytorchs_gradient(shape: tuple[int, ...]) -> None:
    array = np.random.default_rng(6).normal(size=(3, 4))
    agree(lambda x: x.reshape(shape), lambda x: x.reshape(shape), [array])
    agree(lambda x: x.reshape(*shape), lambda x: x.reshape(*shape), [array])


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, -1, 0)])
def test_transposing_has_pytorchs_gradient(order: tuple[int, ...]) -> None:
    array = np.random.default_rng(7).normal(size=(2, 3, 4))
    agree(lambda x: x.transpose(order), lambda x: x.permute(order), [array])
    agree(lambda x: x.T, lambda x: x.permute(2, 1, 0), [array])


def test_where_has_pytorchs_gradient_and_broadcasts() -> None:
    draw = np.random.default_rng(8)
    mask = draw.random((2, 3)) < 0.5
    arrays = [draw.normal(size=(3,)), draw.normal(size=(2, 1))]
    agree(lambda a, b: Tensor.where(mask, a, b), lambda a, b: torch.where(torch.tensor(mask), a, b), arrays)
    agree(lambda a: Tensor.where(mask, a, 0.0), lambda a: torch.where(torch.tensor(mask), a, 0.0), arrays[:1])
    assert (Tensor(arrays[0]) > 0).dtype == bool and bool((Tensor([1.0]) >= 1.0).all())


def test_relu_and_powers_at_zero_are_pytorchs() -> None:
    zeros = np.zeros(3)
    agree(Tensor.relu, torch.relu, [zeros])
    agree(lambda x: x**0, lambda x: x**0, [zeros])
    agree(lambda x: x**2.0, lambda x: x**2.0, [zeros])
    agree(lambda x, y: x**y, lambda x, y: x**y, [zeros, np.array([0.0, 1.0, 2.0])])


def test_ties_for_the_largest_share_evenly_as_in_amax_and_max_of_everything() -> None:
    tied = np.array([[3.0, 1.0, 3.0], [2.0, 2.0, 2.0]])
    for axis in (0, 1, (0, 1)):
        agree(lambda x, axis=axis: x.max(axis), lambda x, axis=axis: torch.amax(x, axis), [tied])
    agree(Tensor.max, torch.max, [tied])
    (ours,) = gradients(lambda x: x.max(1), [tied], np.ones(2))
    (theirs,) = torch_gradients(lambda x: x.max(1).values, [tied], np.ones(2))
    assert ours[1].tolist() == pytest.approx([1 / 3] * 3)
    assert sorted(theirs[1].tolist()) == [0, 0, 1]  # the documented difference: max(dim) picks one


def test_far_out_arguments_neither_overflow_nor_lose_precision() -> None:
    far = np.array([-745.0, -40.0, -1e-9, 40.0, 800.0])
    agree(Tensor.sigmoid, torch.sigmoid, [far])
    tiny = Tensor(np.array([-40.0])).sigmoid().data
    np.testing.assert_allclose(tiny, np.exp(-40.0), rtol=1e-13)
    agree(Tensor.softplus, lambda x: torch.nn.functional.softplus(x, threshold=1000), [far[:4]])
    (slope,) = gradients(Tensor.softplus, [far], np.ones(5))
    expected = torch.sigmoid(torch.tensor(far)).numpy()
    np.testing.assert_allclose(slope, expected, rtol=1e-12, atol=1e-300)
    agree(Tensor.logsumexp, lambda x: torch.logsumexp(x, 0), [np.array([1000.0, 1000.0, -1000.0])])
    half = Tensor(np.array([-np.inf, 1.0]))
    half.logsumexp().backward()
    assert half.grad.tolist() == [0, 1]


def test_pytorchs_softplus_is_linear_above_its_threshold_and_ours_is_not() -> None:
    value = torch.nn.functional.softplus(torch.tensor([21.0], dtype=torch.float64)).item()
    assert value == 21.0 and Tensor([21.0]).softplus().item() > 21.0

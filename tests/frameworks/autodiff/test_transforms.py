"""Fifty expressions have one gradient in three libraries; rates and curvatures are PyTorch's."""

import os
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from execml.course.page.setup import QUIET
from execml.frameworks import Tensor, gradient, hessian_vector_product, jvp, value_of
from hypothesis import given, settings
from hypothesis import strategies as st

CLOSE = 1e-12
few = settings(deadline=None, max_examples=20)
DRAW = np.random.default_rng(0)
POINT = [DRAW.normal(size=(3, 4)), DRAW.normal(size=(4, 2)), DRAW.normal(size=4)]
MASK = DRAW.random((3, 4)) < 0.5


class Ours:
    """The words in which the expressions are written, for the Tensor."""

    exp, log, tanh, relu = Tensor.exp, Tensor.log, Tensor.tanh, Tensor.relu
    sigmoid, softplus, where, dot = Tensor.sigmoid, Tensor.softplus, Tensor.where, Tensor.matmul
    sum, mean, max, logsumexp = Tensor.sum, Tensor.mean, Tensor.max, Tensor.logsumexp
    reshape, swap = Tensor.reshape, Tensor.transpose


class Torch:
    """The same words for PyTorch."""

    exp, log, tanh, relu, sigmoid, dot = (
        torch.exp,
        torch.log,
        torch.tanh,
        torch.relu,
        torch.sigmoid,
        torch.matmul,
    )
    softplus = staticmethod(lambda x: torch.nn.functional.softplus(x, threshold=1000))
    where = staticmethod(lambda mask, a, b: torch.where(torch.tensor(mask), a, b))
    sum, mean = torch.sum, torch.mean
    max = staticmethod(lambda x, axis=(): torch.amax(x, axis))
    logsumexp = staticmethod(
        lambda x, axis=None: torch.logsumexp(x, tuple(range(x.ndim)) if axis is None else axis)
    )
    reshape = torch.reshape
    swap = staticmethod(lambda x: x.T)


def tensorflow_words() -> Any:
    os.environ.update(QUIET)
    import tensorflow as tf

    class TensorFlow:
        exp, log, tanh, relu = tf.exp, tf.math.log, tf.tanh, tf.nn.relu
        sigmoid, softplus, where = tf.sigmoid, tf.nn.softplus, tf.where
        sum, mean, max, logsumexp = tf.reduce_sum, tf.reduce_mean, tf.reduce_max, tf.reduce_logsumexp
        reshape, swap = tf.reshape, tf.transpose
        dot = staticmethod(lambda a, b: tf.linalg.matvec(a, b) if len(b.shape) == 1 else a @ b)

    return tf, TensorFlow


# x has the shape (3, 4), w (4, 2) and v (4,)
EXPRESSIONS: tuple[Callable[..., Any], ...] = (
    lambda f, x, w, v: f.sum(x * x),
    lambda f, x, w, v: f.mean(x * v),
    lambda f, x, w, v: f.sum(x / (1.0 + v * v)),
    lambda f, x, w, v: f.sum(1.0 / (2.0 + x * x)),
    lambda f, x, w, v: f.sum(2.0 - x) * f.sum(v),
    lambda f, x, w, v: f.sum((x - v) ** 2),
    lambda f, x, w, v: f.sum(x**3 - 2.0 * x),
    lambda f, x, w, v: f.sum((x * x + 0.5) ** 0.5),
    lambda f, x, w, v: f.sum((x * x + 0.5) ** v),
    lambda f, x, w, v: f.sum(2.0 ** (x * 0.3)),
    lambda f, x, w, v: f.sum(f.exp(-x * x)),
    lambda f, x, w, v: f.sum(f.exp(x) * f.log(x * x + 1.0)),
    lambda f, x, w, v: f.log(f.sum(f.exp(x))),
    lambda f, x, w, v: f.logsumexp(x),
    lambda f, x, w, v: f.sum(f.logsumexp(x, 1)),
    lambda f, x, w, v: f.sum(f.logsumexp(x * v, 0) ** 2),
    lambda f, x, w, v: f.logsumexp(10.0 * x) - f.mean(x),
    lambda f, x, w, v: f.sum(f.tanh(x) * f.tanh(v)),
    lambda f, x, w, v: f.sum(f.tanh(f.tanh(f.tanh(x)))),
    lambda f, x, w, v: f.sum(f.relu(x) * v),
    lambda f, x, w, v: f.sum(f.relu(x - v) - f.relu(v - x)),
    lambda f, x, w, v: f.sum(f.relu(f.dot(x, w))),
    lambda f, x, w, v: f.sum(f.sigmoid(x) * (1.0 - f.sigmoid(x))),
    lambda f, x, w, v: f.sum(f.log(f.sigmoid(x))),
    lambda f, x, w, v: f.mean(f.sigmoid(5.0 * f.dot(x, v))),
    lambda f, x, w, v: f.sum(f.softplus(x)),
    lambda f, x, w, v: f.mean(f.softplus(-8.0 * x) + x),
    lambda f, x, w, v: f.sum(f.softplus(f.dot(x, v)) - f.dot(x, v)),
    lambda f, x, w, v: f.max(x),
    lambda f, x, w, v: f.sum(f.max(x, 1) * f.max(x, 1)),
    lambda f, x, w, v: f.sum(f.max(x * v, 0)) + f.max(v),
    lambda f, x, w, v: f.sum(f.exp(x - f.max(x))),
    lambda f, x, w, v: f.sum(f.dot(x, w)),
    lambda f, x, w, v: f.sum(f.tanh(f.dot(x, w)) ** 2),
    lambda f, x, w, v: f.sum(f.dot(x, v) ** 3),
    lambda f, x, w, v: f.sum(f.dot(f.dot(x, w), f.swap(w))),
    lambda f, x, w, v: f.sum(f.dot(f.swap(x), x) * f.dot(w, f.swap(w))),
    lambda f, x, w, v: f.sum(f.exp(f.dot(f.swap(w), f.swap(x)) * 0.2)),
    lambda f, x, w, v: f.sum(f.reshape(x, (4, 3)) ** 2 * f.reshape(v, (4, 1))),
    lambda f, x, w, v: f.sum(f.dot(f.reshape(x, (6, 2)), f.swap(w))),
    lambda f, x, w, v: f.sum(f.reshape(x, (2, 6))[1] * f.reshape(x, (2, 6))[0]),
    lambda f, x, w, v: f.sum(x[1] * x[1] * v) + x[0, 2] * v[3],
    lambda f, x, w, v: f.sum(x[:, 1:3] * x[:, 2:4]),
    lambda f, x, w, v: f.sum(f.exp(x[::2]) * v),
    lambda f, x, w, v: f.sum(f.where(MASK, x * v, f.exp(x))),
    lambda f, x, w, v: f.sum(f.where(MASK, f.tanh(x), x * x) ** 2),
    lambda f, x, w, v: f.mean(x, 0)[1] * f.sum(f.mean(x, 1)),
    lambda f, x, w, v: f.sum((x - f.reshape(f.mean(x, 1), (3, 1))) ** 2),
    lambda f, x, w, v: f.sum(f.softplus(f.dot(f.tanh(f.dot(x, w)), v[:2]))),
    lambda f, x, w, v: f.sum(f.logsumexp(f.dot(f.relu(x + v), w), 1) - f.dot(x, w)[:, 0]),
    lambda f, x, w, v: f.sum(x / f.reshape(f.sum(f.exp(x), 1), (3, 1)) * f.exp(-v)),
    lambda f, x, w, v: f.sum(x * x) / (f.sum(v * v) + f.sum(w * w)) ** 1.5,
)
numbered = pytest.mark.parametrize("number", range(len(EXPRESSIONS)))


def ours(number: int) -> Callable[[Any], Tensor]:
    return lambda point: EXPRESSIONS[number](Ours, *point)


def torchs(number: int) -> Callable[..., Any]:
    return lambda *point: EXPRESSIONS[number](Torch, *point)


def torch_point(parts: list[np.ndarray]) -> tuple[torch.Tensor, ...]:
    return tuple(torch.tensor(part, dtype=torch.float64, requires_grad=True) for part in parts)


def torch_gradient(number: int) -> list[np.ndarray]:
    point = torch_point(POINT)
    grads = torch.autograd.grad(torchs(number)(*point), point, allow_unused=True, materialize_grads=True)
    return [grad.numpy() for grad in grads]


def assert_parts(found: list[Any], expected: list[Any], close: float = CLOSE) -> None:
    for mine, other in zip(found, expected, strict=True):
        size = max(1.0, float(np.abs(other).max()))
        np.testing.assert_allclose(mine, other, rtol=close, atol=close * size)


def test_there_are_fifty_expressions_or_more() -> None:
    assert len(EXPRESSIONS) >= 50


@numbered
def test_gradients_equal_pytorchs_in_double_precision(number: int) -> None:
    assert_parts(gradient(ours(number))(POINT), torch_gradient(number))


def test_gradients_equal_tensorflows_in_double_precision() -> None:
    tf, words = tensorflow_words()
    for number, expression in enumerate(EXPRESSIONS):
        point = [tf.Variable(part) for part in POINT]
        with tf.GradientTape() as tape:
            result = expression(words, *point)
        none = tf.UnconnectedGradients.ZERO
        grads = [np.array(grad) for grad in tape.gradient(result, point, unconnected_gradients=none)]
        assert_parts(gradient(ours(number))(POINT), grads)


@numbered
def test_rates_equal_the_gradient_along_the_direction(number: int) -> None:
    along = [np.random.default_rng(1).normal(size=part.shape) for part in POINT]
    value, rate = jvp(ours(number))(POINT, along)
    with torch.no_grad():
        assert value == pytest.approx(torchs(number)(*torch_point(POINT)).item(), rel=CLOSE, abs=CLOSE)
    foreseen = sum(np.sum(part * way) for part, way in zip(torch_gradient(number), along, strict=True))
    assert rate == pytest.approx(foreseen, rel=1e-11, abs=1e-11)


@numbered
def test_curvature_products_equal_pytorchs(number: int) -> None:
    along = [np.random.default_rng(2).normal(size=part.shape) for part in POINT]
    _, theirs = torch.autograd.functional.hvp(
        torchs(number), torch_point(POINT), tuple(torch.tensor(way) for way in along)
    )
    found = hessian_vector_product(ours(number))(POINT, along)
    assert_parts(found, [part.numpy() for part in theirs], close=1e-11)


@few
@given(st.integers(0, len(EXPRESSIONS) - 1), st.integers(0, 2**32 - 1))
def test_the_hessian_is_symmetric(number: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    one, two = ([draw.normal(size=part.shape) for part in POINT] for _ in range(2))
    product = hessian_vector_product(ours(number))
    across = [
        sum(np.sum(part * way) for part, way in zip(product(POINT, first), second, strict=True))
        for first, second in ((one, two), (two, one))
    ]
    assert across[0] == pytest.approx(across[1], rel=1e-9, abs=1e-9)


def test_a_vector_valued_function_has_the_jacobian_product_of_pytorch() -> None:
    x, along = np.random.default_rng(3).normal(size=(2, 4))
    _, rate = jvp(lambda x: (x * x).reshape(2, 2) @ x[:2])(x, along)
    _, theirs = torch.autograd.functional.jvp(
        lambda x: (x * x).reshape(2, 2) @ x[:2], torch.tensor(x), torch.tensor(along)
    )
    np.testing.assert_allclose(rate, theirs.numpy(), rtol=CLOSE)


def test_batched_products_and_repeated_parts_carry_rates_and_curvature() -> None:
    draw = np.random.default_rng(4)
    x, along = draw.normal(size=(2, 2, 3, 3))
    index = [0, 1, 1]

    def theirs(x: Any) -> Any:
        return (torch.logsumexp((x @ x.transpose(-1, -2))[:, index], -1) ** 2).sum()

    def mine(x: Any) -> Any:
        return ((x @ x.transpose((0, 2, 1)))[:, index].logsumexp(-1) ** 2).sum()

    expected = torch.autograd.functional.hvp(theirs, torch.tensor(x), torch.tensor(along))[1].numpy()
    assert_parts([hessian_vector_product(mine)(x, along)], [expected], close=1e-11)


def test_one_array_gives_one_array_and_a_list_gives_a_list() -> None:
    assert gradient(lambda x: x.sum())(np.ones(2)).tolist() == [1, 1]
    assert gradient(lambda x: x.sum())([1.0, 2.0]).tolist() == [1, 1]  # plain numbers are one vector
    parts = gradient(lambda p: (p[0] * p[1]).sum())([np.array([2.0]), np.array([3.0])])
    assert [part.tolist() for part in parts] == [[3], [2]]


def test_what_a_function_ignores_has_derivative_zero() -> None:
    point, way = [np.ones(2), np.ones(3)], [np.ones(2), np.ones(3)]
    assert gradient(lambda p: p[0].sum())(point)[1].tolist() == [0, 0, 0]
    assert gradient(lambda p: Tensor(4.0, requires_grad=False))(point)[0].tolist() == [0, 0]
    assert float(jvp(lambda p: Tensor(4.0, requires_grad=False))(point, way)[1]) == 0
    assert hessian_vector_product(lambda p: p[0].sum())(point, way)[0].tolist() == [0, 0]


def test_single_precision_goes_through_all_transforms() -> None:
    x = np.ones(3, dtype=np.float32)
    assert gradient(lambda x: (x * x).sum())(x).dtype == np.float32
    assert jvp(lambda x: x.sigmoid())(x, x)[1].dtype == np.float32
    assert hessian_vector_product(lambda x: (x**3).mean())(x, x).dtype == np.float32
    assert value_of(lambda x: x.softplus())(x).dtype == np.float32


def test_forward_mode_stores_no_graph() -> None:
    seen = []
    jvp(lambda x: seen.append(x * x) or seen[0])(np.ones(2), np.ones(2))  # type: ignore[func-returns-value]
    assert not seen[0].requires_grad


@pytest.mark.parametrize("transform", [jvp, hessian_vector_product])
def test_a_direction_of_another_shape_is_refused(transform: Any) -> None:
    with pytest.raises(ValueError, match="must have those of the point"):
        transform(lambda x: x.sum())(np.ones(2), np.ones(3))


def test_bad_points_and_results_are_named() -> None:
    with pytest.raises(ValueError, match="the point has dtype int64"):
        gradient(lambda x: x.sum())(np.array([1, 2], dtype=np.int64))
    with pytest.raises(ValueError, match="returns float, and must return a Tensor"):
        gradient(lambda x: 3.0)(np.ones(2))  # type: ignore[arg-type, return-value]
    with pytest.raises(ValueError, match="needs one number"):
        gradient(lambda x: x * 2.0)(np.ones(2))
    with pytest.raises(ValueError, match="use hessian_vector_product"):
        gradient(lambda x: gradient(lambda y: (y * y).sum())(x))(np.ones(2))


def test_it_is_the_direction_that_is_named_if_the_direction_is_wrong() -> None:
    for derivative in (jvp, hessian_vector_product):
        at = derivative(lambda x: (x * x).sum())
        with pytest.raises(ValueError, match="the direction has dtype int64"):
            at(np.ones(2), np.array([1, 0]))
        with pytest.raises(ValueError, match="the point has dtype int64"):
            at(np.array([1, 0]), np.ones(2))

"""The Tensor: what backward adds up, keeps, releases and refuses."""

from typing import Any

import execml.frameworks as fw
import numpy as np
import pytest
import torch
from execml.frameworks import Tensor


def test_backward_adds_to_what_is_there_as_pytorch_does() -> None:
    x = Tensor([1.0, 2.0])
    (x * x).sum().backward()
    (x * 3.0).sum().backward()
    assert x.grad.tolist() == [5, 7]


def test_gradients_of_two_inputs_are_separate_arrays() -> None:
    a, b = Tensor([1.0]), Tensor([2.0])
    (a + b).sum().backward()
    a.grad *= 10
    assert b.grad.tolist() == [1]


def test_a_cotangent_weighs_the_elements_of_the_result() -> None:
    x = Tensor([1.0, 2.0, 3.0])
    (x * x).backward(np.array([1.0, 0.0, -1.0]))
    assert x.grad.tolist() == [2, 0, -6]


def test_single_precision_is_kept_and_double_is_the_default() -> None:
    x = Tensor(np.ones((2, 3), dtype=np.float32))
    result = (
        ((2.0 * x - 1) / 3.0 + x**2 + x.sigmoid() + Tensor.where(x > 0, x, 0.0)).mean()
        + x.max()
        + x.logsumexp()
    )
    result.backward()
    assert result.dtype == x.grad.dtype == np.float32
    assert Tensor([1.0]).dtype == np.float64
    mixed = Tensor(np.ones(2, dtype=np.float32))
    (mixed * Tensor(np.ones(2))).sum().backward()
    assert mixed.grad.dtype == np.float32


def test_constants_collect_no_gradient_and_cost_no_graph() -> None:
    constant, x = Tensor([2.0], requires_grad=False), Tensor([3.0])
    (constant * x).sum().backward()
    assert constant.grad is None and x.grad.tolist() == [2]
    assert not (constant * 2.0).requires_grad


def test_a_graph_deeper_than_the_recursion_limit_is_walked_and_released() -> None:
    x = Tensor(1.0)
    deep = x
    for _ in range(20_000):
        deep = deep * 1.0
    deep.backward()
    assert x.grad == 1
    for _ in range(20_000):
        x = x + 0.0
    del x  # nothing recursive happens here either


def test_an_input_used_many_times_is_visited_once() -> None:
    x = Tensor(1.0)
    doubled = x
    for _ in range(60):  # 2^60 paths lead to x
        doubled = doubled + doubled
    doubled.backward()
    assert x.grad == 2.0**60


@pytest.mark.parametrize("data", [[1, 2], np.arange(3), True, np.array([1j]), np.float16(1), ["a"]])
def test_data_that_are_not_floats_are_refused(data: Any) -> None:
    with pytest.raises(ValueError, match="must be float64 or float32"):
        Tensor(data)


def test_whole_numbers_as_an_operand_are_refused_unless_they_are_plain_numbers() -> None:
    with pytest.raises(ValueError, match="an operand has dtype int64"):
        Tensor([1.0, 2.0]) * np.array([1, 2], dtype=np.int64)
    assert (Tensor([1.0, 2.0]) * 3).data.tolist() == [3, 6]


def test_shapes_that_do_not_fit_are_named() -> None:
    with pytest.raises(ValueError, match=r"\(2,\) \(3,\)"):
        Tensor([1.0, 2.0]) + Tensor([1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match=r"shapes \(2, 3\) and \(2, 3\) have no matrix product"):
        Tensor(np.ones((2, 3))) @ Tensor(np.ones((2, 3)))
    with pytest.raises(ValueError, match="at least one axis"):
        Tensor(2.0) @ Tensor([1.0])
    with pytest.raises(ValueError, match="reshape"):
        Tensor(np.ones(4)).reshape(3)
    with pytest.raises(ValueError, match="True and False"):
        Tensor.where(np.array([1, 0]), Tensor([1.0, 2.0]), 0.0)


def test_backward_wants_one_number_or_a_cotangent_of_the_results_shape() -> None:
    with pytest.raises(ValueError, match=r"shape \(2,\), and backward needs one number"):
        (Tensor([1.0, 2.0]) * 2).backward()
    with pytest.raises(ValueError, match=r"cotangent has shape \(3,\)"):
        (Tensor([1.0, 2.0]) * 2).backward(np.ones(3))


def test_a_used_graph_is_refused_before_any_gradient_changes() -> None:
    x = Tensor(2.0)
    square = x * x
    square.backward()
    with pytest.raises(RuntimeError, match="compute the result anew"):
        square.backward()
    with pytest.raises(RuntimeError, match="compute the result anew"):
        (square * x).backward()
    assert x.grad == 4


def test_a_result_without_inputs_to_differentiate_is_refused() -> None:
    with pytest.raises(RuntimeError, match="requires a gradient"):
        (Tensor(1.0, requires_grad=False) * 2).backward()


def test_numpy_functions_do_not_swallow_a_tensor_silently() -> None:
    with pytest.raises(TypeError):
        np.exp(Tensor([1.0]))  # type: ignore[call-overload]


def test_an_input_that_was_changed_in_place_is_noticed_and_not_differentiated() -> None:
    values = np.array([1.0, 2.0])
    x = Tensor(values)
    loss = (x * x).sum()
    values -= 5.0  # the step, one line too early
    with pytest.raises(RuntimeError, match="data of an input was changed in place"):
        loss.backward()


def test_a_step_between_two_losses_is_no_change_behind_the_back() -> None:
    values = np.array([1.0, 2.0])
    x = Tensor(values)
    (x * x).sum()  # evaluated, and never walked back
    values -= 5.0
    (x * x).sum().backward()
    assert x.grad.tolist() == [-8.0, -6.0]
    values += 1.0  # after the walk
    x.grad = None
    (x * x).sum().backward()
    assert x.grad.tolist() == [-6.0, -4.0]


def test_an_input_that_is_nan_is_no_changed_one() -> None:
    x = Tensor(np.array([np.nan, 2.0]))
    (x * x).sum().backward()
    assert np.isnan(x.grad[0]) and x.grad[1] == 4.0


def test_an_input_changed_between_two_uses_is_noticed_though_its_sum_is_the_same() -> None:
    values = np.array([1.0, 2.0])
    x = Tensor(values)
    square = x * x
    values[:] = values[::-1].copy()  # the sum stays
    loss = (square + 3.0 * x).sum()  # the second use sees the new values
    with pytest.raises(RuntimeError, match="changed in place"):
        loss.backward()


def test_a_result_refuses_to_be_changed_and_notices_to_be_replaced() -> None:
    for make in (
        lambda x: x.exp(),
        lambda x: x.T,
        lambda x: x.reshape(2, 1),
        lambda x: x[:1],
        lambda x: x.sum(),
        lambda x: x @ x,
        lambda x: Tensor.where(np.array([True, False]), x, 0.0),
        lambda x: Tensor([1.0, 2.0], requires_grad=False),
    ):
        with pytest.raises(ValueError, match="read-only"):
            make(Tensor([1.0, 2.0])).data[...] = 100.0
    x = Tensor([1.0, 2.0])
    middle = x.exp()
    loss = (middle * middle).sum()
    middle.data = middle.data * 100
    with pytest.raises(RuntimeError, match="replaced"):
        loss.backward()


def test_an_array_that_is_handed_over_stays_the_owners() -> None:
    values = np.array([1.0, 2.0])
    Tensor(values, requires_grad=False)
    Tensor(values).T.sum().backward()
    values += 1.0  # between two passes, as an optimiser does
    found = fw.value_of(lambda x: x * x)(values)
    found += 1.0
    assert values.tolist() == [2.0, 3.0] and found.tolist() == [5.0, 10.0]


def test_what_pytorch_refuses_after_the_forward_pass_is_refused() -> None:
    values = torch.ones(3, requires_grad=True)
    middle = values.exp()
    loss = (middle * middle).sum()
    with torch.no_grad():
        middle *= 100
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        loss.backward()
    own = Tensor(np.ones(3)).exp()
    with pytest.raises(ValueError, match="read-only"):
        own.data *= 100


def test_truth_and_equality_are_those_of_the_elements() -> None:
    assert not Tensor([0.0]) and Tensor([0.5]) and not Tensor(0.0)
    for several in (Tensor([1.0, 1.0]), Tensor(np.ones(0))):
        with pytest.raises(ValueError, match="neither true nor false"):
            bool(several)
    x = Tensor([1.0, 2.0])
    assert (x == 1.0).tolist() == [True, False] == (x != 2.0).tolist()
    assert (x == Tensor([1.0, 3.0])).tolist() == [True, False]
    assert (np.array([1.0, 3.0]) == x).tolist() == [True, False]
    assert (x == None) is False and (x != "one") is True  # noqa: E711
    assert len({x, x, Tensor([1.0, 2.0])}) == 2  # by identity, as in PyTorch


def test_the_slope_of_softplus_is_right_where_the_function_is_infinite() -> None:
    with np.errstate(invalid="raise", divide="raise", over="raise"):
        for at, slope in ((np.inf, 1.0), (-np.inf, 0.0), (800.0, 1.0), (-800.0, 0.0), (0.0, 0.5)):
            x = Tensor([at])
            x.softplus().sum().backward()
            there = torch.tensor([at], dtype=torch.float64, requires_grad=True)
            torch.nn.functional.softplus(there).sum().backward()
            assert x.grad.item() == slope == there.grad.item()  # type: ignore[union-attr]


def test_a_direction_of_another_type_is_blamed_and_not_the_point() -> None:
    for derive in (fw.jvp(lambda x: x * x), fw.hessian_vector_product(lambda x: (x * x).sum())):
        with pytest.raises(ValueError, match="the direction has dtype int64"):
            derive(np.ones(1), np.array([1]))
        with pytest.raises(ValueError, match="the point has dtype int64"):
            derive(np.array([1]), np.ones(1))

"""The cost of a derivative by counting; memory grows with depth, with checkpoints with its root."""

from typing import Any

import numpy as np
import pytest
from execml.frameworks import (
    Tensor,
    count,
    deep_loss,
    derivative_costs,
    gradient,
    memory_by_depth,
    value_of,
)
from hypothesis import assume, given, settings
from hypothesis import strategies as st

WORDS: dict[str, Any] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "e": np.exp,
    "l": np.log,
    "t": np.tanh,
}
TENSOR_WORDS: dict[str, Any] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "e": lambda a, b: a.exp(),
    "l": lambda a, b: a.log(),
    "t": lambda a, b: a.tanh(),
}


@settings(deadline=None, max_examples=30)
@given(st.lists(st.sampled_from("+-*/elt"), min_size=1, max_size=30))
def test_the_gradient_costs_at_most_seven_evaluations_of_any_program_of_elementary_steps(
    steps: list[str],
) -> None:
    def program(point: Any) -> Any:
        values = [point[0], point[1]]
        for step in steps:
            a, b = values[-1], values[-2]
            values.append(TENSOR_WORDS[step](a, b))
        return values[-1]

    point = [np.array(0.9), np.array(1.1)]
    with np.errstate(all="ignore"):
        once = count(value_of(program), point).operations
        # five by the theorem; a quotient here takes two more, because its two rules share nothing
        assert count(gradient(program), point).operations <= 7 * once


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.tuples(st.sampled_from("+-*/elt"), *[st.integers(0, 99)] * 2), min_size=1, max_size=40),
    st.integers(0, 2**32 - 1),
)
def test_the_rules_of_the_proof_cost_five_operations_a_step_and_give_the_gradient(
    steps: list[tuple[str, int, int]], seed: int
) -> None:
    """The proof of the cheap-gradient theorem, rule by rule, on numbers that count their own operations."""
    done = 0

    def arithmetic(name: str, *given: float) -> float:
        nonlocal done
        done += 1
        return float(WORDS[name](*given))

    def program(point: Any) -> list[Any]:
        values = list(point)
        for name, i, j in steps:
            a, b = values[i % len(values)], values[j % len(values)]
            if isinstance(a, Tensor):
                values.append(TENSOR_WORDS[name](a, b))
            else:
                values.append(arithmetic(name, *((a, b) if name in "+-*/" else (a,))))
        return values

    point = np.random.default_rng(seed).uniform(0.5, 1.5, size=3).tolist()
    with np.errstate(all="ignore"):
        values = program(point)
        assume(np.isfinite(values).all() and max(map(abs, values)) < 1e6)
        bars = [0.0] * (len(values) - 1) + [1.0]
        for k in range(len(values) - 1, 2, -1):
            name, i, j = steps[k - 3]
            i, j, y, bar = i % k, j % k, values[k], bars[k]
            a, b = values[i], values[j]
            if name in "+-":
                bars[i] = arithmetic("+", bars[i], bar)
                bars[j] = arithmetic(name, bars[j], bar)
            elif name == "*":
                bars[i] = arithmetic("+", bars[i], arithmetic("*", bar, b))
                bars[j] = arithmetic("+", bars[j], arithmetic("*", bar, a))
            elif name == "/":
                share = arithmetic("/", bar, b)
                bars[i] = arithmetic("+", bars[i], share)
                bars[j] = arithmetic("-", bars[j], arithmetic("*", share, y))
            elif name == "t":
                slope = arithmetic("-", 1.0, arithmetic("*", y, y))
                bars[i] = arithmetic("+", bars[i], arithmetic("*", bar, slope))
            else:
                part = arithmetic("*", bar, y) if name == "e" else arithmetic("/", bar, a)
                bars[i] = arithmetic("+", bars[i], part)
        assert done <= 5 * len(steps)
        assume(np.isfinite(bars).all() and max(map(abs, bars)) < 1e6)
        expected = gradient(lambda x: program(x)[-1])([np.array(number) for number in point])
    np.testing.assert_allclose(bars[:3], [float(part) for part in expected], rtol=1e-6, atol=1e-6)


def test_the_multiple_does_not_grow_with_the_number_of_inputs() -> None:
    def loss(point: Any) -> Any:
        return (point[0] * point[0]).tanh().sum()

    multiples = [derivative_costs(loss, [np.ones(size)]).gradient for size in (10, 100, 1000)]
    assert max(multiples) - min(multiples) < 0.25


def test_a_deep_network_costs_two_products_on_the_way_back_for_one_forward() -> None:
    kernels = [np.eye(32) / 9 for _ in range(9)]
    found = derivative_costs(deep_loss(np.ones((16, 32))), kernels)
    assert found.gradient == pytest.approx(3 - 1 / 9, abs=0.05)  # nobody asks for the first state


def test_memory_grows_with_depth_and_with_checkpoints_with_its_square_root() -> None:
    found = memory_by_depth((16, 64, 256), clients=64, units=2)
    kept, less = np.array(found.kept), np.array(found.checkpointed)
    assert (kept[1:] / kept[:-1] > 3.5).all()  # four times the layers
    assert (less[1:] / less[:-1] < 2.2).all()  # twice the square root
    assert found.cost_checkpointed - found.cost_kept == pytest.approx(1, abs=0.05)  # one more forward pass


def test_checkpoints_save_little_where_weights_outweigh_the_record() -> None:
    wide = memory_by_depth((64,), clients=8, units=64)
    assert wide.checkpointed[0] > 64 * 64 * 64  # the weights have to stay
    assert wide.kept[0] < 2 * wide.checkpointed[0]


def test_segments_must_divide_the_layers() -> None:
    with pytest.raises(ValueError, match="segments=4 must divide"):
        deep_loss([[1.0]], 4)([Tensor([[1.0]])] * 6)
    with pytest.raises(ValueError, match="square numbers"):
        memory_by_depth((4, 10))

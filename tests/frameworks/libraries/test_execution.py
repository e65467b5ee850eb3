"""Execution: break-even by counting, recordings and graph breaks, and one loss whatever the framework."""

import math

import numpy as np
import pytest
from execml.frameworks.bench import training as bench
from execml.frameworks.libraries.execution import (
    Timing,
    break_even_steps,
    graph_breaks,
    least_steps,
    timed,
    traces,
)
from execml.frameworks.libraries.steps import (
    keras_way,
    loss_of,
    numpy_way,
    problem,
    tensor_way,
    tensorflow_way,
    torch_way,
)
from hypothesis import given, settings
from hypothesis import strategies as st


@given(st.integers(0, 10_000), st.integers(1, 500), st.integers(1, 500))
@settings(deadline=None, max_examples=60)
def test_break_even_is_the_first_step_at_which_it_has_paid(preparation: int, before: int, after: int) -> None:
    steps = break_even_steps(preparation, before, after)
    if before <= after:
        assert steps == math.inf
    else:
        assert preparation + steps * after <= steps * before
        assert steps == 0 or preparation + (steps - 1) * after > (steps - 1) * before


def test_break_even_counts_the_extra_time_of_the_first_step() -> None:
    assert Timing(first=5.0, step=1.0).break_even(Timing(first=1.0, step=2.0)) == 4
    assert Timing(first=0.5, step=1.0).break_even(Timing(first=1.0, step=2.0)) == 0
    for wrong in ((-1, 1, 1), (1, math.nan, 1), (1, 1, math.inf)):
        with pytest.raises(ValueError, match="must"):
            break_even_steps(*wrong)


def test_timing_makes_as_many_steps_as_it_says() -> None:
    made = {"a": 0, "b": 0}

    def counting(name: str):  # type: ignore[no-untyped-def]
        def run(steps: int) -> None:
            made[name] += steps

        return run

    result = timed({name: counting(name) for name in made}, steps=5, repeats=3)
    assert made == {"a": 16, "b": 16} and list(result) == ["a", "b"]
    with pytest.raises(ValueError, match="steps"):
        least_steps({}, 0, 1)


def test_python_numbers_are_recorded_anew_and_tensors_are_not() -> None:
    import tensorflow as tf

    assert traces([7, 8, 9, 7]) == 3
    assert traces([tf.constant(number) for number in (7, 8, 9)]) == 1
    batches = [tf.zeros(rows) for rows in (4, 4, 3)]
    assert traces(batches) == 2
    assert traces(batches, [tf.TensorSpec([None])]) == 1


def test_looking_at_a_value_breaks_the_graph() -> None:
    import torch

    assert graph_breaks(lambda x: x * 2 if x.sum().item() > 1 else x, torch.ones(3)) == 1
    assert graph_breaks(lambda x: torch.where(x.sum() > 1, x * 2, x), torch.ones(3)) == 0


def test_every_way_ends_at_the_same_loss() -> None:
    weights, batches = problem(np.random.default_rng(3))
    before = loss_of(weights, batches)
    ways = {
        "ours": numpy_way(weights, batches),
        "tensor": tensor_way(weights, batches),
        "torch": torch_way(weights, batches),
        "strict": torch_way(weights, batches, deterministic=True),
        "eager": tensorflow_way(weights, batches),
        "bare": tensorflow_way(weights, batches, bare=True),
        "traced": tensorflow_way(weights, batches, "traced"),
        "keras": keras_way(weights, batches),
    }
    for way in ways.values():
        way.run(20)
        way.run(10)
    losses = {name: loss_of(way.weights(), batches) for name, way in ways.items()}
    assert losses["ours"] < 0.9 * before == pytest.approx(0.9 * loss_of(weights, batches))
    for name, loss in losses.items():
        assert loss == pytest.approx(losses["ours"], rel=2e-5), name


def test_the_deterministic_switch_is_put_back() -> None:
    import torch

    torch_way(*problem(np.random.default_rng(3)), deterministic=True).run(1)
    assert not torch.are_deterministic_algorithms_enabled()


def test_the_bench_keeps_its_promises_and_checks_the_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = (bench.OURS, "PyTorch, eager", "TensorFlow, eager (bare operations)")
    found = {row.way: row for row in bench.rows(steps=20, repeats=3, ways=chosen)}
    assert found["PyTorch, eager"].ratio >= 2
    assert found["TensorFlow, eager (bare operations)"].ratio >= 8
    assert all("compared" not in found[name].check for name in chosen[1:])
    wrong = {**bench.WAYS, "PyTorch, eager": (lambda w, b: torch_way([1.01 * part for part in w], b), "")}
    monkeypatch.setattr(bench, "WAYS", wrong)
    with pytest.raises(AssertionError):
        list(bench.rows(steps=1, repeats=1, ways=chosen[:2]))


def test_the_bench_goes_on_without_a_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "compiler_works", lambda: False)
    name = "PyTorch, torch.compile"
    *_, last = bench.rows(steps=1, repeats=1, ways=(bench.OURS, name))
    assert last.timing is None and "compiler" in last.check

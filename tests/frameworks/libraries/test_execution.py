"""Execution: break-even by counting, recordings and graph breaks."""

import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from execml.frameworks.libraries.execution import (
    Timing,
    break_even_steps,
    compiler_works,
    least_steps,
    no_compiled_results,
    timed,
    traces,
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

    def breaks(function: Callable[..., Any]) -> int:
        torch._dynamo.reset()
        return int(torch._dynamo.explain(function)(torch.ones(3)).graph_break_count)

    assert breaks(lambda x: x * 2 if x.sum().item() > 1 else x) == 1
    assert breaks(lambda x: torch.where(x.sum() > 1, x * 2, x)) == 0


@pytest.mark.parametrize("before", [None, "/tmp/kept"])
def test_the_compiler_starts_from_an_empty_folder_and_gets_its_own_back(
    before: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "TORCHINDUCTOR_CACHE_DIR"
    monkeypatch.delenv(name, raising=False)
    if before is not None:
        monkeypatch.setenv(name, before)
    with no_compiled_results():
        folder = Path(os.environ[name])
        assert folder.is_dir() and not list(folder.iterdir())
    assert os.environ.get(name) == before
    assert not folder.exists()


def test_a_compiler_that_is_not_there_does_not_work(monkeypatch: pytest.MonkeyPatch) -> None:
    from torch._inductor import cpp_builder

    monkeypatch.setattr(cpp_builder, "get_cpp_compiler", lambda: "g++")
    assert compiler_works()

    def missing() -> str:
        raise RuntimeError("no compiler")

    monkeypatch.setattr(cpp_builder, "get_cpp_compiler", missing)
    assert not compiler_works()

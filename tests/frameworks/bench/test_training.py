"""The benchmark keeps its promises, checks the losses, and goes on without a compiler."""

import pytest
from execml.frameworks.bench import training as bench
from execml.frameworks.libraries.steps import (
    torch_way,
)


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

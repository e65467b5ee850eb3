"""One network trained in every way, from the same weights to the same loss, and timed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from execml.course import begin
from execml.course.libraries.torch_threads import one_torch_thread
from execml.frameworks.libraries.execution import (
    Timing,
    compiler_works,
    first_steps,
    least_steps,
    no_compiled_results,
)
from execml.frameworks.libraries.steps import (
    Batch,
    Way,
    Weights,
    jax_way,
    keras_way,
    loss_of,
    numpy_way,
    problem,
    tensor_way,
    tensorflow_way,
    torch_way,
)

OURS = "NumPy, gradient by hand"
CHECKED = 200  # steps after which the losses are compared
Make = Callable[[Weights, list[Batch]], Way]

# Each way of training, and the plainer way that its preparation is paid for.
WAYS: dict[str, tuple[Make, str]] = {
    OURS: (numpy_way, ""),
    "NumPy, our Tensor": (tensor_way, ""),
    "PyTorch, eager": (torch_way, ""),
    "PyTorch, torch.compile": (lambda start, data: torch_way(start, data, compiled=True), "PyTorch, eager"),
    "TensorFlow, eager (Keras layers)": (tensorflow_way, ""),
    "TensorFlow, eager (bare operations)": (lambda start, data: tensorflow_way(start, data, bare=True), ""),
    "TensorFlow, tf.function": (
        lambda start, data: tensorflow_way(start, data, "traced"),
        "TensorFlow, eager (Keras layers)",
    ),
    "TensorFlow, tf.function with XLA": (
        lambda start, data: tensorflow_way(start, data, "compiled"),
        "TensorFlow, eager (Keras layers)",
    ),
    "Keras, train_on_batch": (keras_way, "TensorFlow, eager (Keras layers)"),
    "JAX, jax.jit": (jax_way, ""),
}


@dataclass(frozen=True)
class TimedWay:
    """One way to train.

    Attributes:
        way: its name.
        timing: processor time of its first step and of a later one; None where it cannot run.
        ratio: its later step over ours.
        pays_after: steps after which its preparation has paid, compared with its eager form; NaN if none.
        check: how far its loss is from ours after as many steps, or why it did not run.
    """

    way: str
    timing: Timing | None
    ratio: float
    pays_after: float
    check: str


def rows(steps: int = 50, repeats: int = 7, ways: tuple[str, ...] = tuple(WAYS)) -> Iterator[TimedWay]:
    """Train in each way and time it; they take turns, so that a busy machine slows all of them.

    All start from the same weights and meet the same batches in the same order. After ``CHECKED`` steps,
    before any is timed, all must have the same loss, to one part in 10,000. (Much later, float32 may part
    them: where a rounding error moves a unit across the ReLU's kink, a run goes on slightly differently.)

    Args:
        steps: steps in a turn.
        repeats: turns; the least time counts.
        ways: which of ``WAYS``, ours among them.

    Raises:
        AssertionError: if a loss differs, or none has fallen.
    """
    begin()  # no chatter
    with one_torch_thread():
        weights, batches = problem(np.random.default_rng(0))
        ready, missing = _prepared({name: WAYS[name][0] for name in ways}, weights, batches)
        runs = {name: way.run for name, way in ready.items()}
        with no_compiled_results():
            first = first_steps(runs)
        gaps = _gaps(ready, weights, batches)
        later = least_steps(runs, steps, repeats)
    timing = {name: Timing(first[name], later[name]) for name in ready}
    for name in ways:
        if name in missing:
            yield TimedWay(name, None, math.nan, math.nan, missing[name])
            continue
        plain = WAYS[name][1]
        pays = timing[name].break_even(timing[plain]) if plain in timing else math.nan
        check = "same" if gaps[name] == 0 else f"differs by {gaps[name]:.0e}"
        if name == OURS:
            check = f"compared after {CHECKED} steps"
        yield TimedWay(name, timing[name], timing[name].step / timing[OURS].step, pays, check)


def _gaps(ready: dict[str, Way], weights: Weights, batches: list[Batch]) -> dict[str, float]:
    """Go on to the same number of steps, and return how far each loss is from ours, as a share."""
    for way in ready.values():
        way.run(CHECKED - way.made)
    losses = {name: loss_of(way.weights(), batches) for name, way in ready.items()}
    assert max(losses.values()) < 0.5 * loss_of(weights, batches), losses  # they have learned something
    gaps = {name: abs(loss / losses[OURS] - 1) for name, loss in losses.items()}
    assert max(gaps.values()) < 1e-4, losses
    return gaps


def _prepared(
    makers: dict[str, Make], weights: Weights, batches: list[Batch]
) -> tuple[dict[str, Way], dict[str, str]]:
    """Make each way, and try whatever needs a C++ compiler on a copy first: a learner may have none."""
    ready: dict[str, Way] = {}
    missing: dict[str, str] = {}
    for name, make in makers.items():
        if "torch.compile" in name and not compiler_works():
            missing[name] = "skipped: no C++ compiler that PyTorch can use"
        else:
            ready[name] = make(weights, batches)
    return ready, missing

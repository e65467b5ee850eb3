"""Eager, traced and compiled: what it costs to prepare a training step, and after how many it has paid."""

from __future__ import annotations

import logging
import math
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from execml.course.measure.scratch import scratch_folder
from execml.course.validation import real, whole


def break_even_steps(preparation: float, before: float, after: float) -> float:
    """Return after how many steps a prepared step has saved what its preparation took.

    Args:
        preparation: seconds to trace or compile.
        before: seconds a step without it.
        after: seconds a step with it.

    Returns:
        ``preparation / (before - after)``, rounded up; infinite if a prepared step is not faster.

    Raises:
        ValueError: if a time is negative or not a number.

    >>> break_even_steps(20, before=0.003, after=0.001), break_even_steps(20, before=0.001, after=0.003)
    (10000.0, inf)
    """
    times = {"preparation": preparation, "before": before, "after": after}
    for name, value in times.items():
        real(name, value, 0, math.inf, low_open=False)
    saving = before - after
    if saving <= 0:
        return math.inf
    return float(math.ceil(preparation / saving - 1e-9))  # 20 / 0.002 is a hair above 10,000


@dataclass(frozen=True)
class Timing:
    """Processor time of a way to run a training step.

    Attributes:
        first: seconds of the first step, with all that is prepared in it.
        step: seconds of a step after that, least of several measurements.
    """

    first: float
    step: float

    def break_even(self, plain: Timing) -> float:
        """Return the number of steps after which it has paid, compared with a plainer way."""
        return break_even_steps(max(0.0, self.first - plain.first), plain.step, self.step)


def timed(ways: Mapping[str, Callable[[int], object]], steps: int, repeats: int) -> dict[str, Timing]:
    """Time each way: its first step, then the least of several turns.

    Args:
        ways: by name, a function that makes so many steps; none has made one yet.
        steps: how many it makes in a turn.
        repeats: how many turns each has.

    Returns:
        Processor times by name, in the order given.

    Raises:
        ValueError: if ``steps`` or ``repeats`` is not a whole number of at least 1.
    """
    first = first_steps(ways)
    later = least_steps(ways, steps, repeats)
    return {name: Timing(first[name], later[name]) for name in ways}


def first_steps(ways: Mapping[str, Callable[[int], object]]) -> dict[str, float]:
    """Return the processor seconds of each way's first step, preparation included."""
    return {name: _seconds(run, 1) for name, run in ways.items()}


def least_steps(ways: Mapping[str, Callable[[int], object]], steps: int, repeats: int) -> dict[str, float]:
    """Return the processor seconds of a step, least of several turns, so that a busy machine is fair.

    Args:
        ways: by name, a function that makes so many steps.
        steps: how many it makes in a turn.
        repeats: how many turns each has.

    Raises:
        ValueError: if ``steps`` or ``repeats`` is not a whole number of at least 1.
    """
    whole("steps", steps)
    least = dict.fromkeys(ways, math.inf)
    for _ in range(whole("repeats", repeats)):
        for name, run in ways.items():
            least[name] = min(least[name], _seconds(run, steps) / steps)
    return least


def _seconds(run: Callable[[int], object], steps: int) -> float:
    """Return processor seconds, those of a compiler that was started as a process of its own included."""
    children, start = _seconds_of_children(), time.process_time()
    run(steps)
    return time.process_time() - start + _seconds_of_children() - children


def _seconds_of_children() -> float:
    spent = os.times()
    return spent.children_user + spent.children_system  # zero on Windows


def traces(calls: list[Any], signature: Any = None) -> int:
    """Return how often TensorFlow traces a function that is called with each of these arguments.

    A traced function is Python run once to record its operations. TensorFlow keeps a recording for each kind
    of argument: type and shape of a tensor, but the value itself of a Python number.

    Args:
        calls: what to call it with, one after the other.
        signature: an ``input_signature`` for ``tf.function``, or None.

    >>> traces([1, 2, 3])
    3
    """
    import tensorflow as tf

    count = 0

    def doubled(x: Any) -> Any:
        nonlocal count
        count += 1  # Python runs only while the function is being traced
        return 2 * x

    recorded = tf.function(doubled, input_signature=signature)
    with _quiet("tensorflow"):  # it warns about what is counted here
        for argument in calls:
            recorded(argument)
    return count


@contextmanager
def no_compiled_results() -> Iterator[None]:
    """Let PyTorch's compiler work in an empty folder: what an earlier run left would make it look quick."""
    name = "TORCHINDUCTOR_CACHE_DIR"
    before = os.environ.get(name)
    with scratch_folder() as folder:
        os.environ[name] = folder
        try:
            yield
        finally:
            os.environ.pop(name)
            if before is not None:
                os.environ[name] = before


def compiler_works() -> bool:
    """Return whether PyTorch finds a C++ compiler; asking it costs little, compiling costs half a minute.

    From then on PyTorch logs errors only: what its compiler remarks would stand in the middle of a table.
    """
    from torch._inductor import cpp_builder

    logging.getLogger("torch").setLevel(logging.ERROR)
    try:
        return bool(cpp_builder.get_cpp_compiler())
    except Exception:  # whatever it raises, there is no compiler for us
        return False


@contextmanager
def _quiet(logger: str) -> Iterator[None]:
    """Let a library's log pass errors only, for a while."""
    log = logging.getLogger(logger)
    before = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(before)

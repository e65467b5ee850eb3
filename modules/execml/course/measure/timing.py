"""How long a task takes: the least processor time of several runs, or the median wall time of one call."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import TypeVar

from execml.course.validation import whole

Answer = TypeVar("Answer")


def least_processor_time(task: Callable[[], Answer], repeats: int = 1) -> tuple[Answer, float]:
    """Return a task's answer and its least processor time in milliseconds, that of all threads added up.

    The least counts, because whatever else the machine does can only make a run longer.

    Args:
        task: called without arguments; the answer is that of the last run.
        repeats: how often it runs.

    Raises:
        ValueError: if ``repeats`` is below 1.
    """
    spent = []
    for _ in range(whole("repeats", repeats)):
        start = time.process_time()
        answer = task()
        spent.append(time.process_time() - start)
    return answer, 1_000 * min(spent)


def median_wall_time(task: Callable[[], object], repeats: int) -> float:
    """Return the median time on the clock that a task takes, in seconds: what someone who waits for it sees.

    Args:
        task: called without arguments.
        repeats: how often it runs.

    Raises:
        ValueError: if ``repeats`` is below 1.
    """
    spent = []
    for _ in range(whole("repeats", repeats)):
        start = time.perf_counter()
        task()
        spent.append(time.perf_counter() - start)
    return statistics.median(spent)

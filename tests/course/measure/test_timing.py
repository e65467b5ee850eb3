"""Timers with a clock that the test turns: which run counts, in which unit, and what comes back."""

from collections.abc import Callable, Iterator
from itertools import accumulate

import pytest
from execml.course.measure import timing


def clock(durations: list[float]) -> Callable[[], float]:
    """Return a clock that is read before and after each task, which takes so many seconds."""
    readings: Iterator[float] = iter([0.0, *accumulate(step for took in durations for step in (took, 5.0))])
    return lambda: next(readings)


def test_the_least_processor_time_counts_in_milliseconds_with_the_last_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(timing.time, "process_time", clock([3.0, 1.0, 2.0]))
    answers = iter("abc")
    assert timing.least_processor_time(lambda: next(answers), 3) == ("c", pytest.approx(1_000))
    assert next(answers, None) is None


def test_the_median_wall_time_is_in_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timing.time, "perf_counter", clock([4.0, 0.5, 1.0]))
    calls: list[int] = []
    assert timing.median_wall_time(lambda: calls.append(1), 3) == pytest.approx(1.0)
    assert len(calls) == 3


def test_waiting_costs_wall_time_and_no_processor_time() -> None:
    from time import sleep

    _, processor = timing.least_processor_time(lambda: sleep(0.05), 2)
    assert processor < 40
    assert timing.median_wall_time(lambda: sleep(0.05), 3) > 0.04


@pytest.mark.parametrize("timer", [timing.least_processor_time, timing.median_wall_time])
def test_a_task_runs_at_least_once(timer: Callable[..., object]) -> None:
    with pytest.raises(ValueError, match="repeats=0"):
        timer(lambda: None, 0)

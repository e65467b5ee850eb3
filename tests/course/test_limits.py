"""What runs too long is ended: a loop, a sleep, in the main thread and in others; nothing else is."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time

import pytest
from execml.course import limits
from execml.course.limits import TimeUp, ended_after, interruptions


def loop() -> None:
    while True:
        with contextlib.suppress(Exception):
            time.perf_counter()


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="an alarm is what Windows lacks")
@pytest.mark.parametrize("work", [loop, lambda: time.sleep(30)])
def test_an_alarm_ends_a_loop_and_a_sleep(work):
    started = time.monotonic()
    with pytest.raises(TimeUp), ended_after(0.2):
        work()
    assert time.monotonic() - started < 5


def test_the_watching_thread_ends_a_loop_where_there_is_no_alarm():
    ended: list[str] = []

    def elsewhere() -> None:
        try:
            with ended_after(0.2):
                loop()
        except TimeUp:
            ended.append("in time")

    thread = threading.Thread(target=elsewhere, daemon=True)
    thread.start()
    thread.join(20)
    assert ended == ["in time"]


@pytest.mark.parametrize("limit", [limits._alarm, limits._watched])
def test_what_ends_by_itself_is_left_alone_afterwards(limit):
    if limit is limits._alarm and not hasattr(signal, "SIGALRM"):
        pytest.skip("an alarm is what Windows lacks")
    for _ in range(20):
        with limit(0.05):
            pass
    time.sleep(0.2)  # longer than the limit: nothing arrives late


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="an alarm is what Windows lacks")
def test_an_inner_limit_does_not_outlast_an_outer_one():
    started = time.monotonic()
    with pytest.raises(TimeUp), ended_after(0.2):
        with contextlib.suppress(TimeUp), ended_after(30):
            loop()
        loop()
    assert time.monotonic() - started < 5


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="an alarm is what Windows lacks")
def test_an_alarm_that_was_set_before_still_rings():
    rung: list[int] = []
    before = signal.signal(signal.SIGALRM, lambda number, frame: rung.append(number))
    left, _ = signal.setitimer(signal.ITIMER_REAL, 0.4)
    try:
        with pytest.raises(TimeUp), ended_after(0.1):
            loop()
        time.sleep(0.6)
        assert rung == [signal.SIGALRM]
    finally:
        signal.signal(signal.SIGALRM, before)
        signal.setitimer(signal.ITIMER_REAL, left)


class Clearing:
    """An object whose clearing up is interrupted, as a library's was while its connections closed."""

    def __init__(self, act):
        self.act = act

    def __del__(self):
        self.act()
        time.sleep(0.05)  # the exception arrives here, where Python can only print it


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="Windows cannot interrupt a sleep")
def test_a_ctrl_c_that_a_clearing_up_swallows_arrives_all_the_same():
    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt), interruptions() as heard:
        Clearing(lambda: os.kill(os.getpid(), signal.SIGINT))
        time.sleep(10)
    assert time.monotonic() - started < 5
    assert len(heard) == 2


@pytest.mark.parametrize("limit", [limits._alarm, limits._watched])
def test_a_limit_that_a_clearing_up_swallows_is_raised_anew(limit):
    if limit is limits._alarm and not hasattr(signal, "SIGALRM"):
        pytest.skip("an alarm is what Windows lacks")
    started = time.monotonic()
    with pytest.raises(TimeUp), limit(0.2, pause=0):
        Clearing(lambda: time.sleep(0.4))
        while time.monotonic() - started < 10:
            time.sleep(0.01)
    assert time.monotonic() - started < 5


def test_what_else_is_lost_is_shown_as_before(monkeypatch):
    shown = []
    monkeypatch.setattr("sys.unraisablehook", shown.append)
    with ended_after(5):
        Clearing(lambda: 1 / 0)
    assert len(shown) == 1

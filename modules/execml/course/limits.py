"""A limit in time for code that is not ours: a loop without an end is ended.

Two means, since neither works everywhere. In the main thread of Linux and macOS, where a notebook's cells
run, an alarm interrupts Python and a sleep alike. On Windows, and in any other thread, a watching thread
raises the exception in the one that is watched: it arrives between two steps of Python, so that a sleep or a
long call of a library ends first. Code that lies in a library for ever can only be ended with its process:
see ``execml.course.measure.apart``. Limits nest: an inner one never outlasts an outer one.
"""

from __future__ import annotations

import contextlib
import ctypes
import math
import signal
import threading
import time
from collections.abc import Callable, Iterator
from types import FrameType

AGAIN = 0.25  # seconds after which it is tried again, where code catches every exception


class TimeUp(BaseException):
    """Raised inside code that has run too long; no ``except Exception`` catches it."""


@contextlib.contextmanager
def ended_after(seconds: float, again: bool = True) -> Iterator[None]:
    """Raise :class:`TimeUp` in the block when it takes longer; an alarm that was set before goes on.

    Args:
        seconds: wall time that the block may take.
        again: whether it is raised again and again until the block is left, for code that may catch it; once
            is right where it is caught on purpose, to save what is there.

    Raises:
        TimeUp: in the block.

    >>> with ended_after(5):
    ...     print("in time")
    in time
    """
    main = threading.current_thread() is threading.main_thread()
    pause = AGAIN if again else 0.0
    alarm = main and hasattr(signal, "SIGALRM")
    with _alarm(seconds, pause) if alarm else _watched(seconds, pause):
        yield


@contextlib.contextmanager
def interruptions(then: Callable[[], None] | None = None) -> Iterator[list[KeyboardInterrupt]]:
    """Note each Ctrl-C in the block, which some libraries catch and hide; it is raised as usual.

    Args:
        then: called at once, before it is raised, to end what a library waits for.

    Returns:
        a list that holds what was heard; empty outside the main thread, where none arrives.
    """
    heard: list[KeyboardInterrupt] = []
    if threading.current_thread() is not threading.main_thread():
        yield heard
        return

    def note(number: int, frame: FrameType | None) -> None:
        heard.append(KeyboardInterrupt())
        if then is not None:
            then()
        raise heard[-1]

    before = signal.signal(signal.SIGINT, note)
    try:
        yield heard
    finally:
        signal.signal(signal.SIGINT, before if before is not None else signal.default_int_handler)


@contextlib.contextmanager
def _alarm(seconds: float, pause: float = AGAIN) -> Iterator[None]:
    def ring(number: int, frame: FrameType | None) -> None:
        raise TimeUp

    left, interval = signal.getitimer(signal.ITIMER_REAL)
    handler, started = signal.signal(signal.SIGALRM, ring), time.monotonic()
    signal.setitimer(signal.ITIMER_REAL, min(seconds, left or seconds), pause)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler if handler is not None else signal.SIG_DFL)
        if left:
            rest = max(left - (time.monotonic() - started), 1e-3)
            signal.setitimer(signal.ITIMER_REAL, rest, interval)


@contextlib.contextmanager
def _watched(seconds: float, pause: float = AGAIN) -> Iterator[None]:
    watched, done = ctypes.c_ulong(threading.get_ident()), threading.Event()

    def watch() -> None:
        wait = seconds
        while not done.wait(min(wait, threading.TIMEOUT_MAX)):
            ctypes.pythonapi.PyThreadState_SetAsyncExc(watched, ctypes.py_object(TimeUp))
            wait = pause or math.inf

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
        ctypes.pythonapi.PyThreadState_SetAsyncExc(watched, None)  # one that has not arrived yet

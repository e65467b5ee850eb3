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
import signal
import threading
import time
from collections.abc import Iterator
from types import FrameType

AGAIN = 0.25  # seconds after which it is tried again, where code catches every exception


class TimeUp(BaseException):
    """Raised inside code that has run too long; no ``except Exception`` catches it."""


@contextlib.contextmanager
def ended_after(seconds: float) -> Iterator[None]:
    """Raise :class:`TimeUp` in the block when it takes longer; an alarm that was set before goes on.

    Args:
        seconds: wall time that the block may take.

    Raises:
        TimeUp: in the block.

    >>> with ended_after(5):
    ...     print("in time")
    in time
    """
    main = threading.current_thread() is threading.main_thread()
    with _alarm(seconds) if main and hasattr(signal, "SIGALRM") else _watched(seconds):
        yield


@contextlib.contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    def ring(number: int, frame: FrameType | None) -> None:
        raise TimeUp

    left, interval = signal.getitimer(signal.ITIMER_REAL)
    handler, started = signal.signal(signal.SIGALRM, ring), time.monotonic()
    signal.setitimer(signal.ITIMER_REAL, min(seconds, left or seconds), AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler if handler is not None else signal.SIG_DFL)
        if left:
            rest = max(left - (time.monotonic() - started), 1e-3)
            signal.setitimer(signal.ITIMER_REAL, rest, interval)


@contextlib.contextmanager
def _watched(seconds: float) -> Iterator[None]:
    watched, done = ctypes.c_ulong(threading.get_ident()), threading.Event()

    def watch() -> None:
        wait = seconds
        while not done.wait(wait):
            ctypes.pythonapi.PyThreadState_SetAsyncExc(watched, ctypes.py_object(TimeUp))
            wait = AGAIN

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
        ctypes.pythonapi.PyThreadState_SetAsyncExc(watched, None)  # one that has not arrived yet

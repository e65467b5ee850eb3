"""A limit in time for code that is not ours: a loop without an end is ended.

Two means, since neither works everywhere. In the main thread of Linux and macOS, where a notebook's cells
run, an alarm interrupts Python and a sleep alike. On Windows, and in any other thread, a watching thread
raises the exception in the one that is watched: it arrives between two steps of Python, so that a sleep or a
long call of a library ends first. Code that lies in a library for ever can only be ended with its process:
see ``execml.course.measure.apart``. Limits nest: an inner one never outlasts an outer one.

An exception that arrives while Python clears up an object is printed and lost, as the documentation of
``sys.unraisablehook`` says. It is then raised anew a moment later.
"""

from __future__ import annotations

import _thread
import contextlib
import ctypes
import math
import signal
import sys
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

    before, me = signal.signal(signal.SIGINT, note), threading.get_ident()
    try:
        with _never_lost(KeyboardInterrupt, lambda: _interrupt(me)):
            yield heard
    finally:
        signal.signal(signal.SIGINT, before if before is not None else signal.default_int_handler)


@contextlib.contextmanager
def _never_lost(kind: type[BaseException], anew: Callable[[], object]) -> Iterator[None]:
    """Call for an exception of this thread anew, a moment later, where Python could only print it."""
    before, me, timers = sys.unraisablehook, threading.get_ident(), list[threading.Timer]()

    def hook(lost: sys.UnraisableHookArgs) -> None:
        if not isinstance(lost.exc_value, kind) or threading.get_ident() != me:
            before(lost)
            return
        timers.append(threading.Timer(AGAIN, anew))
        timers[-1].start()

    sys.unraisablehook = hook
    try:
        yield
    finally:
        sys.unraisablehook = before
        for timer in timers:
            timer.cancel()


def _interrupt(thread: int) -> None:
    """Interrupt the main thread, also in a sleep where the system can."""
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(thread, signal.SIGINT)
    else:
        _thread.interrupt_main()


@contextlib.contextmanager
def _alarm(seconds: float, pause: float = AGAIN) -> Iterator[None]:
    def ring(number: int, frame: FrameType | None) -> None:
        raise TimeUp

    left, interval = signal.getitimer(signal.ITIMER_REAL)
    handler, started = signal.signal(signal.SIGALRM, ring), time.monotonic()
    signal.setitimer(signal.ITIMER_REAL, min(seconds, left or seconds), pause)
    try:
        with _never_lost(TimeUp, lambda: signal.setitimer(signal.ITIMER_REAL, AGAIN, pause)):
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

    def end() -> None:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(watched, ctypes.py_object(TimeUp))

    def watch() -> None:
        wait = seconds
        while not done.wait(min(wait, threading.TIMEOUT_MAX)):
            end()
            wait = pause or math.inf

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        with _never_lost(TimeUp, end):
            yield
    finally:
        done.set()
        watcher.join()
        ctypes.pythonapi.PyThreadState_SetAsyncExc(watched, None)  # one that has not arrived yet

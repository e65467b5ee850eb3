"""A process for code that cannot be trusted: one call after the other, and an end to the one that hangs.

A function that computes in a library for ever, or ends its process, cannot be stopped from within. Here it
runs in a child that is kept for the next call, so that libraries load once, and that is killed with the call
that takes too long. The next call starts another. Function and arguments travel as copies: what a call
changes in them stays in the child.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import struct
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable
from types import TracebackType
from typing import IO, Any

from execml.course.measure.fresh_process import SECONDS, ChildFailed, ChildLate
from execml.course.page.setup import QUIET
from execml.course.validation import positive

SLICE = 0.2  # seconds between two looks, so that Ctrl-C is heard on every system
LOADED = "loaded"  # what a child says before the time of a call begins
SIZE = struct.Struct("!Q")


class Apart:
    """Runs calls in a process of their own, each for so many seconds at most.

    Args:
        seconds: wall time that a call may take; that of loading what it needs does not count.

    Attributes:
        cpu_seconds: processor time of the calls that have come back.

    Raises:
        ValueError: if ``seconds`` is not positive.

    >>> with Apart(seconds=60) as apart:
    ...     apart(divmod, 7, 2)
    (3, 1)
    """

    def __init__(self, seconds: float) -> None:
        """Start nothing yet."""
        self.seconds, self.cpu_seconds = positive("seconds", seconds), 0.0
        self._child: subprocess.Popen[bytes] | None = None
        self._closed = False
        self._answers: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def __enter__(self) -> Apart:
        """Return this."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process, and start none again."""
        self._closed = True
        self.end()

    def __call__(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Return what the function returns in the child; an exception there is raised here.

        Raises:
            ChildLate: if it does not return in time; its process is killed.
            ChildFailed: if its process ended, or what it returned or raised cannot be sent.
        """
        import cloudpickle

        sent = cloudpickle.dumps((function, arguments))
        try:
            child = self._running()
            with contextlib.suppress(OSError):  # a child that has ended is found below
                _write(child.stdin, sent)
            first = self._await(SECONDS)
            outcome, spent = self._await(self.seconds) if first == LOADED else first
        except BaseException:  # Ctrl-C too: nothing is left running
            self.end()
            raise
        self.cpu_seconds += spent
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome[0]

    def end(self) -> None:
        """Kill the process with all that it has started, if it runs."""
        child, self._child = self._child, None
        if child is None:
            return
        import psutil

        with contextlib.suppress(psutil.Error):
            for started in psutil.Process(child.pid).children(recursive=True):
                with contextlib.suppress(psutil.Error):
                    started.kill()
        child.kill()
        child.wait()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._closed:
            raise ChildFailed("its process was ended, and none is started again")
        if self._child is None or self._child.poll() is not None:
            self.end()
            settings: dict[str, Any] = {"start_new_session": True}  # Ctrl-C is for us alone
            if sys.platform == "win32":
                settings = {
                    "creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
                }
            self._child = subprocess.Popen(
                [sys.executable, "-m", "execml.course.measure.apart"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**QUIET, **os.environ, "PYTHONPATH": os.pathsep.join(part for part in sys.path if part)},
                **settings,
            )
            self._answers = queue.SimpleQueue()
            threading.Thread(target=_listen, args=(self._child.stdout, self._answers), daemon=True).start()
        return self._child

    def _await(self, seconds: float) -> Any:
        deadline = time.monotonic() + seconds
        while True:
            try:
                answer = self._answers.get(timeout=SLICE)
            except queue.Empty:
                if time.monotonic() > deadline:
                    raise ChildLate(f"it took longer than {seconds:g} s, and was ended") from None
                continue
            if answer is None:
                status = self._child.wait() if self._child is not None else None
                raise ChildFailed(f"it ended its process, with status {status}")
            return pickle.loads(answer)


def _listen(stream: IO[bytes] | None, answers: queue.SimpleQueue[Any]) -> None:
    """Put what arrives into the queue, and ``None`` at its end."""
    while (message := _read(stream)) is not None:
        answers.put(message)
    answers.put(None)


def _write(stream: IO[bytes] | None, message: bytes) -> None:
    assert stream is not None
    stream.write(SIZE.pack(len(message)) + message)
    stream.flush()


def _read(stream: IO[bytes] | None) -> bytes | None:
    """Return the next message, or ``None`` where the other side has ended."""
    assert stream is not None
    head = stream.read(SIZE.size)
    if len(head) < SIZE.size:
        return None
    body = stream.read(SIZE.unpack(head)[0])
    return body if len(body) == SIZE.unpack(head)[0] else None


def _serve() -> None:
    """Run calls until the parent has gone; what they print goes nowhere."""
    heard, told = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(nowhere, stream)
    calls: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def listen() -> None:
        while (message := _read(heard)) is not None:
            calls.put(message)
        os._exit(1)  # the parent has gone, perhaps while a call hangs

    threading.Thread(target=listen, daemon=True).start()
    warnings.simplefilter("ignore")
    while True:
        _write(told, _answer(calls.get(), told))


def _answer(message: bytes, told: IO[bytes]) -> bytes:
    """Do one call, and return the message of its result or its exception."""
    started = time.process_time()
    outcome: Any
    try:
        function, arguments = pickle.loads(message)
        _write(told, pickle.dumps(LOADED))
        started = time.process_time()
        outcome = (function(*arguments),)
    except BaseException as error:  # exit() is one
        outcome = error
    import cloudpickle

    spent = time.process_time() - started
    try:
        sent: bytes = cloudpickle.dumps((outcome, spent))
        pickle.loads(sent)  # an exception may be such that it can be written and not read
    except Exception:
        text = repr(outcome)[:200]
        sent = pickle.dumps((ChildFailed(f"what it gave back cannot be sent: {text}"), spent))
    return sent


if __name__ == "__main__":
    _serve()

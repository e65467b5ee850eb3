"""Fresh Python processes for one question each: started together, timed out, and always ended.

What a child does is one function of the caller's, ``work(request, arrays)``:

- It stands at the top level of a module that can be imported: a child starts anew and knows nothing of a
  notebook's cells. It is named as ``"package.module:function"``.
- ``request`` holds what this child alone is asked, as JSON has it (a tuple arrives as a list), and under
  ``"folder"`` the path of a folder that all children of one call share until the last has ended.
- ``arrays`` are the NumPy arrays that all children are given, to the last bit and in their types.
- It returns a mapping that JSON can hold; of an array its ``tolist()``, whose doubles come back exact.
- It imports heavy libraries itself. They find the variables of ``environment``, of this process, and, where
  neither sets them, those that keep libraries quiet and on one thread.
- What it prints goes to a log, whose last line an error quotes.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from execml.course.page.setup import QUIET
from execml.course.validation import positive, several, text

SECONDS = 150.0  # a framework takes seconds to start, and several times that where others use the machine


class ChildFailed(RuntimeError):
    """A child process ended badly; the message holds the last line that it wrote."""


class ChildLate(ChildFailed):
    """A child process did not end in time."""


def run_children(
    work: str,
    requests: Sequence[Mapping[str, Any]],
    arrays: Mapping[str, np.ndarray] | None = None,
    environment: Mapping[str, str] | None = None,
    seconds: float = SECONDS,
) -> list[dict[str, Any]]:
    """Start one process for each request, wait for all, and return what each of them found.

    The processes are new ones, not forks, so this works alike on Linux, macOS and Windows. What they print is
    kept from the page; they answer through files in a folder that is deleted afterwards.

    Args:
        work: ``"module:function"``, as described above.
        requests: one mapping for each process, of what JSON can hold; ``"folder"`` is added to each.
        arrays: NumPy arrays that every process may read: what one of them must not see goes into its request.
        environment: variables to add for all of them.
        seconds: how long the slowest may take.

    Returns:
        What each found, in the order of the requests.

    Raises:
        ValueError: if ``work`` does not name a module and a function, there is no request, one is no mapping,
            or ``seconds`` is not positive.
        ChildFailed: if one ends with an error; all others are ended too.
        ChildLate: if the slowest takes longer than ``seconds``; all are ended.

    >>> run_children("execml.course.measure._worker:greet", [{"name": "one"}, {"name": "two"}])
    [{'hello': 'one'}, {'hello': 'two'}]
    """
    if not re.fullmatch(r"\w+(\.\w+)*:\w+", text("work", work)):
        raise ValueError(f"work={work!r} must have the form 'module:function'")
    for place, request in enumerate(several("requests", requests)):
        if not isinstance(request, Mapping):
            raise ValueError(f"requests[{place}]={request!r} must be a mapping")
    positive("seconds", seconds)
    surroundings = {**QUIET, **os.environ, **(environment or {})}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        np.savez(folder / "arrays.npz", allow_pickle=False, **(arrays or {}))
        children: list[subprocess.Popen[bytes]] = []
        try:
            for place, request in enumerate(requests):
                children.append(_start(work, place, {**request, "folder": name}, folder, surroundings))
            _await_all(children, folder, seconds)
            return [json.loads((folder / f"{place}.json").read_text()) for place in range(len(children))]
        finally:
            for child in children:
                child.kill()  # does nothing to one that has ended
                child.wait()


def packed(parts: Sequence[np.ndarray]) -> dict[str, np.ndarray]:
    """Return the arrays of a list, such as a network's weights, under names of their own for ``arrays``."""
    return {f"part_{place}": part for place, part in enumerate(parts)}


def unpacked(arrays: Mapping[str, np.ndarray]) -> list[np.ndarray]:
    """Return the list that :func:`packed` put among a child's arrays, in its order.

    >>> unpacked({"features": np.ones(3), **packed([np.zeros((2, 1)), np.zeros(1)])})[0].shape
    (2, 1)
    """
    count = sum(name.startswith("part_") for name in arrays)
    return [arrays[f"part_{place}"] for place in range(count)]


def _start(
    work: str, place: int, request: Mapping[str, Any], folder: Path, environment: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    (folder / f"{place}.request").write_text(json.dumps(request))
    command = [sys.executable, "-m", "execml.course.measure._worker", work, str(folder), str(place)]
    with (folder / f"{place}.log").open("wb") as log:
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=dict(environment)
        )


def _await_all(children: Sequence[subprocess.Popen[bytes]], folder: Path, seconds: float) -> None:
    """Wait until all have ended well; do not wait for the others once one has failed."""
    deadline = time.monotonic() + seconds
    while True:
        states = [child.poll() for child in children]
        for place, state in enumerate(states):
            if state not in (None, 0):
                raise ChildFailed(f"a child process ended with status {state}; {_last_line(folder, place)}")
        if all(state == 0 for state in states):
            return
        if time.monotonic() > deadline:
            late = states.index(None)
            raise ChildLate(f"a child process did not end within {seconds:g} s; {_last_line(folder, late)}")
        time.sleep(0.05)


def _last_line(folder: Path, place: int) -> str:
    text = (folder / f"{place}.log").read_text(errors="replace")
    lines = [line for line in text.splitlines() if line.strip()]
    return f"its last line: {lines[-1][:300]!r}" if lines else "it wrote nothing"

"""The process that starts the federation's processes, and ends them all when whoever started it has gone.

It reads commands from its standard input, one a line. When that closes, because a cell ended, raised, was
interrupted, or its kernel was killed, it ends every process that carries its mark, removes their folder, and
ends itself. The mark is a
variable of the environment, which children hand on to theirs, so that orphans are found too.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

MARK = "EXECML_FEDERATION"
FOLDER = "EXECML_FEDERATION_FOLDER"  # the federation's own, removed at the end
GRACE = 3.0  # seconds between asking and killing


def marked(token: str) -> list[Any]:
    """Return the processes that carry the mark, but not this one."""
    import psutil

    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.pid != os.getpid() and process.environ().get(MARK) == token:
                found.append(process)
    return found


def end_all(token: str) -> None:
    """End every process that carries the mark: ask first, then kill; twice, for what starts meanwhile."""
    import psutil

    for _ in range(3):
        processes = marked(token)
        if not processes:
            return
        for process in processes:
            with contextlib.suppress(psutil.Error):
                process.terminate()
        _, left = psutil.wait_procs(processes, timeout=GRACE)
        for process in left:
            with contextlib.suppress(psutil.Error):
                process.kill()
        psutil.wait_procs(left, timeout=GRACE)


def tree(pid: int) -> list[Any]:
    """Return a process and all that it has started."""
    import psutil

    try:
        top = psutil.Process(pid)
        return [top, *top.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def main() -> None:
    """Start what is asked for, answer with the process's number, and end it all at the end of the input."""
    token = os.environ[MARK]
    children: list[subprocess.Popen[bytes]] = []
    try:
        for line in sys.stdin:
            order = json.loads(line)
            with Path(order["log"]).open("ab") as log:
                child = subprocess.Popen(
                    order["command"],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    cwd=order["folder"],
                )
            children.append(child)
            print(child.pid, flush=True)
    finally:
        end_all(token)
        for child in children:
            with contextlib.suppress(Exception):
                child.wait(timeout=GRACE)
        time.sleep(0.1)
        end_all(token)
        shutil.rmtree(os.environ[FOLDER], ignore_errors=True)


if __name__ == "__main__":
    main()

"""Run notebooks side by side, each in a process of its own that can be ended without harm to the others."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict

from execml.pipeline.building.execution import Request, Result

GRACE = 30.0  # seconds, beyond a notebook's own limit, in which its process may still say what happened


def run_all(requests: Sequence[Request], workers: int) -> Iterator[tuple[Request, Result, float]]:
    """Yield each request with its result and its wall time in seconds, as they end.

    When the caller stops early, or a person interrupts, what runs is ended and what waits does not begin.

    Args:
        requests: the notebooks to execute.
        workers: how many run at once.
    """
    alive: set[subprocess.Popen[str]] = set()
    pool = ThreadPoolExecutor(workers)
    try:
        futures = {pool.submit(_run, request, alive): request for request in requests}
        for future in as_completed(futures):
            yield futures[future], *future.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in list(alive):
            process.kill()  # its kernel sees that its parent is gone, and ends too


def _run(request: Request, alive: set[subprocess.Popen[str]]) -> tuple[Result, float]:
    start = time.perf_counter()
    command = [sys.executable, "-m", "execml.pipeline.building.execution"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, encoding="utf-8", **pipes)  # type: ignore[call-overload]
    alive.add(process)
    try:
        answer, _ = process.communicate(json.dumps(asdict(request)), timeout=request.notebook_seconds + GRACE)
        result = Result(**json.loads(answer)) if process.returncode == 0 else _lost(process.returncode)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        result = Result("hung", detail=f"it did not answer within {request.notebook_seconds + GRACE:g} s")
    finally:
        alive.discard(process)
    return result, time.perf_counter() - start


def _lost(status: int) -> Result:
    return Result("crashed", detail=f"the process that ran it was ended from outside (status {status})")

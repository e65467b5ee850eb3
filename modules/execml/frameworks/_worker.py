"""What a child process does: one function a role, from a request to an answer that JSON can hold."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from execml.frameworks.backends import keras_share
from execml.frameworks.replicas import tensorflow_shares, torch_share

Request = Mapping[str, Any]
Arrays = Mapping[str, np.ndarray]


def greet(request: Request, arrays: Arrays) -> dict[str, Any]:
    """Say the name back."""
    return {"hello": request["name"]}


def own(request: Request, arrays: Arrays) -> dict[str, Any]:
    """Measure what one platform costs a process: start, first step, later steps, memory."""
    from execml.frameworks.ownership import STARTERS

    step = STARTERS[request["framework"]](arrays)
    ready = time.time() - request["launched"]
    begin = time.perf_counter()
    last = step()
    first = time.perf_counter() - begin
    paces, several = [], request["steps"] // 5
    for _ in range(5):  # the best of five: whatever else the machine does only ever slows it down
        begin = time.perf_counter()
        for _ in range(several):
            last = step()
        paces.append(several / (time.perf_counter() - begin))
    return {
        "ready after s": ready,
        "first step ms": 1000 * first,
        "steps a second": max(paces),
        "peak memory MB": _peak_memory() / 1e6,
        "CPU s": time.process_time(),
        "last": last,
    }


def _peak_memory() -> float:
    """Return the most memory that this process has held, in bytes."""
    if sys.platform == "win32":
        import psutil

        return float(psutil.Process().memory_info().peak_wset)
    if sys.platform == "linux":  # getrusage there counts what the parent held when it started this process
        status = Path("/proc/self/status").read_text()
        return 1024 * float(status.partition("VmHWM:")[2].split()[0])
    import resource

    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)  # macOS: in bytes


ROLES: dict[str, Callable[[Request, Arrays], dict[str, Any]]] = {
    "greet": greet,
    "own": own,
    "keras": keras_share,
    "torch": torch_share,
    "tensorflow": tensorflow_shares,
}


def main(role: str, folder: Path, place: str) -> None:
    """Read the request of one place in the folder, do the role, and write the answer."""
    request = json.loads((folder / f"{place}.request").read_text())
    with np.load(folder / "arrays.npz") as stored:
        arrays = dict(stored)
    (folder / f"{place}.json").write_text(json.dumps(ROLES[role](request, arrays)))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])

"""What a child process runs: one function of the caller's, from a request to an answer that JSON can hold.

:mod:`execml.course.measure.fresh_process` starts it, and says what such a function needs.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

Request = Mapping[str, Any]
Arrays = Mapping[str, np.ndarray]


def greet(request: Request, arrays: Arrays) -> dict[str, Any]:
    """Say the name back: the smallest work that a child can do."""
    return {"hello": request["name"]}


def named(work: str) -> Callable[[Request, Arrays], dict[str, Any]]:
    """Return the function that ``"module:function"`` names.

    >>> named("execml.course.measure._worker:greet")({"name": "Ada"}, {})
    {'hello': 'Ada'}
    """
    module, function = work.split(":")
    found: Callable[[Request, Arrays], dict[str, Any]] = getattr(importlib.import_module(module), function)
    return found


def main(work: str, folder: Path, place: str) -> None:
    """Read the request of one place in the folder, do the work, and write the answer."""
    request = json.loads((folder / f"{place}.request").read_text())
    with np.load(folder / "arrays.npz") as stored:
        arrays = dict(stored)
    (folder / f"{place}.json").write_text(json.dumps(named(work)(request, arrays)))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
    # The answer is written. To take a framework apart object by object costs up to a quarter of the child.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)

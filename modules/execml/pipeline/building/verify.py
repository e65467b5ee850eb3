"""The one command line under which stored outputs are compared: of the tree, of a unit, of the canary."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from execml.pipeline.building.execution import ENVIRONMENT

# Plugins of the environment that no cell has a use for; loading them takes longer than a short page.
UNUSED = ("cacheprovider", "dash", "hypothesispytest", "anyio")
CELL_SECONDS = 300  # for what hangs; no cell takes a tenth of it on a quiet computer


def command(root: Path, paths: Sequence[Path], workers: int = 2, extra: Sequence[str] = ()) -> list[str]:
    """Return the arguments that start the comparison.

    Strict mode, because the lax one compares only cells that ask for it. A notebook's cells must stay in one
    worker, hence ``loadfile``. The project's own options are dropped: they would run the sources as doctests.

    Args:
        root: the checkout, which holds ``tests/nbval.cfg``.
        paths: notebooks or folders.
        workers: how many notebooks run at once.
        extra: more options for pytest.
    """
    parallel = ["-n", str(workers), "--dist", "loadfile"] if workers > 1 else ["-p", "no:xdist"]
    return [
        *(sys.executable, "-m", "pytest", "--override-ini=addopts=", "-q"),
        *("-p", "execml.pipeline.building"),  # makes loading notebooks cheap, and must come before nbval
        *("-p", "execml.pipeline.building.kernels"),
        *(part for name in UNUSED for part in ("-p", f"no:{name}")),
        *("--nbval", "--nbval-current-env", f"--nbval-cell-timeout={CELL_SECONDS}"),
        # nbval leaves the other waits to itself: a kernel may start late, and a cell may print for ever.
        *(f"--nbval-kernel-startup-timeout={CELL_SECONDS}", f"--timeout={2 * CELL_SECONDS}"),
        f"--nbval-sanitize-with={root / 'tests' / 'nbval.cfg'}",
        *parallel,
        *extra,
        *(str(path) for path in paths),
    ]


def environment() -> dict[str, str]:
    """Return the environment: the build's, but sets of text have any order, as for a learner."""
    return {**os.environ, **{name: value for name, value in ENVIRONMENT.items() if name != "PYTHONHASHSEED"}}


def run(root: Path, paths: Sequence[Path], workers: int = 2, extra: Sequence[str] = ()) -> int:
    """Compare, with pytest's report on the terminal; return its exit status, 0 if all is the same."""
    if not paths:
        return 0
    arguments = command(root, paths, workers, extra)
    return subprocess.run(arguments, cwd=root, env=environment(), check=False).returncode

"""Everything that CI runs, in order, with a table of what passed and how long it took."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

from execml.course.page.setup import QUIET
from execml.start.pip import lines_of
from execml.start.place import Place, child_environment

LIMIT_MINUTES = 15

# The very command line that the canary is tested under lives in execml.pipeline.building.verify.
COMPARE = (
    "import sys; from pathlib import Path; from execml.pipeline.building.verify import run; "
    "sys.exit(run(Path.cwd(), [Path('notebooks'), Path('solutions')]))"
)


@dataclass(frozen=True)
class Step:
    """One thing that CI runs.

    Attributes:
        name: what it guards.
        arguments: for the environment's Python.
    """

    name: str
    arguments: tuple[str, ...]


STEPS = (
    Step("style", ("-m", "ruff", "check", "--output-format=concise", ".")),
    Step("layout of the code", ("-m", "ruff", "format", "--check", ".")),
    Step("types", ("-m", "mypy")),
    Step(
        "tests and documentation examples",
        ("-m", "pytest", "-q", "-n", "2", "--dist", "worksteal", "--durations=5"),
    ),
    Step(
        "notebooks in step with their sources",
        ("-c", "from execml.cli import app; app(['build', '--check'])"),
    ),
    Step("every stored output computed anew", ("-c", COMPARE)),
)


@dataclass(frozen=True)
class Result:
    """What came of a step: counts of tests where it was pytest, else one that passed or failed."""

    name: str
    status: int
    seconds: float
    passed: int
    failed: int
    remark: str = ""


def environment(place: Place) -> dict[str, str]:
    """Return the environment of every step: quiet, one thread, no window, no learner's progress recorded."""
    fixed = {"EXECML_RECORD": "0", "MPLBACKEND": "agg", "JUPYTER_PLATFORM_DIRS": "1", "PYTHONUNBUFFERED": "1"}
    return child_environment(place, **{**QUIET, **fixed})


def run_suite(place: Place) -> int:
    """Run every step, also after a failure, and print the table; return 0 if all passed."""
    begun = time.monotonic()
    results = []
    for number, step in enumerate(STEPS, 1):
        print(f"\n== {number}/{len(STEPS)} {step.name}", flush=True)
        results.append(run_step(place, step, 60 * LIMIT_MINUTES - (time.monotonic() - begun)))
    print(table(results, time.monotonic() - begun))
    passed, failed = sum(result.passed for result in results), sum(result.failed for result in results)
    print(f"{passed} passed, {failed} failed", flush=True)
    return int(any(result.status for result in results))


def run_step(place: Place, step: Step, seconds: float) -> Result:
    """Run one step with its output on the terminal; end it and all its children when the time is up."""
    begun = time.monotonic()
    own_group = {} if os.name == "nt" else {"start_new_session": True}
    process = subprocess.Popen(
        [str(place.python), *step.arguments],
        cwd=place.root,
        env=environment(place),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        **own_group,  # type: ignore[call-overload]
    )
    overdue = threading.Event()

    def stop() -> None:
        overdue.set()
        end_group(process)

    timer = threading.Timer(max(1.0, seconds), stop)
    timer.start()
    counts: Mapping[str, int] = {}
    try:
        for line in lines_of(process):
            if line is not None:
                sys.stdout.write(line)
                sys.stdout.flush()
                counts = pytest_counts(line) or counts
        status = process.wait()
    except BaseException:
        end_group(process)
        raise
    finally:
        timer.cancel()
    remark = f"stopped: all steps together may take {LIMIT_MINUTES} minutes" if overdue.is_set() else ""
    failed = counts.get("failed", 0) + counts.get("error", 0) + counts.get("errors", 0)
    passed = counts.get("passed", 0) if counts else int(status == 0)
    return Result(step.name, status, time.monotonic() - begun, passed, max(failed, int(status != 0)), remark)


def end_group(process: subprocess.Popen[str]) -> None:
    """End a step with its workers and kernels."""
    if os.name == "nt":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
        return
    try:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def pytest_counts(line: str) -> dict[str, int]:
    """Read pytest's last line; empty if it is another line.

    >>> pytest_counts("= 2 failed, 31 passed, 1 skipped in 4.02s =")
    {'failed': 2, 'passed': 31, 'skipped': 1}
    >>> pytest_counts("we passed in 2 s")
    {}
    """
    if not re.search(r"\d+ \w+.* in [\d.]+s", line):
        return {}
    return {
        word: int(count)
        for count, word in re.findall(r"(\d+) (passed|failed|skipped|errors?|xfailed|xpassed)", line)
    }


def table(results: list[Result], seconds: float) -> str:
    """Lay the results out in lines that can be read at a glance."""
    width = max(len(result.name) for result in results)
    lines = [f"        {'':<{width}}  seconds  passed  failed"]
    for result in results:
        verdict = "ok" if result.status == 0 else "FAILED"
        numbers = f"{result.seconds:7.0f} {result.passed:7} {result.failed:7}"
        lines.append(f"{verdict:>6}  {result.name:<{width}}  {numbers}  {result.remark}".rstrip())
    return "\n".join(["", *lines, f"        {'all':<{width}}  {seconds:7.0f}"])

"""Everything that CI runs, in order, with what passed and where the time went.

There is no limit on the whole, so a slow or busy computer is only late. What hangs is ended: a test and a
notebook's cell after five minutes (``pyproject.toml``, ``execml.pipeline.building.verify``), and a step that
has printed nothing for much longer than that.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from execml.course.measure.pytest_report import Report, where_the_time_went
from execml.course.page.setup import QUIET
from execml.start.pip import lines_of
from execml.start.place import Place, child_environment

SILENT_SECONDS = 15 * 60.0
WORD_EVERY = 30.0

# pytest names each test and, at the end, what it took; a ``Report`` reads and shortens that.
NAMED = ("-vv", "--durations=0")

# The very command line that the canary is tested under lives in execml.pipeline.building.verify.
COMPARE = (
    "import sys; from pathlib import Path; from execml.pipeline.building.verify import run; "
    f"sys.exit(run(Path.cwd(), [Path('notebooks'), Path('solutions')], extra={NAMED}))"
)


@dataclass(frozen=True)
class Step:
    """One thing that CI runs.

    Attributes:
        name: what it guards.
        arguments: for the environment's Python.
        fast: arguments to add in the short run of two minutes; None leaves the step out of it.
    """

    name: str
    arguments: tuple[str, ...]
    fast: tuple[str, ...] | None = ()


STEPS = (
    Step("style", ("-m", "ruff", "check", "--output-format=concise", ".")),
    Step("layout of the code", ("-m", "ruff", "format", "--check", ".")),
    Step("types", ("-m", "mypy")),
    Step(
        "tests and documentation examples",
        ("-m", "pytest", "-q", "-n", "2", "--dist", "worksteal", *NAMED),
        fast=("-m", "not slow"),
    ),
    Step(
        "notebooks in step with their sources",
        ("-c", "from execml.cli import app; app(['build', '--check'])"),
    ),
    Step("every stored output computed anew", ("-c", COMPARE), fast=None),
)


@dataclass(frozen=True)
class Result:
    """What came of a step: counts of tests where it was pytest, else one that passed or failed."""

    name: str
    status: int
    seconds: float
    processor: float | None
    passed: int
    failed: int
    remark: str = ""
    took: Mapping[str, float] = field(default_factory=dict)


def environment(place: Place) -> dict[str, str]:
    """Return the environment of every step: quiet, one thread, no window, no learner's progress recorded."""
    fixed = {"EXECML_RECORD": "0", "MPLBACKEND": "agg", "JUPYTER_PLATFORM_DIRS": "1", "PYTHONUNBUFFERED": "1"}
    fixed["PYTHONDONTWRITEBYTECODE"] = ""  # a hundred processes, kernels among them, would compile all anew
    return child_environment(place, **{**QUIET, **fixed})


def run_suite(place: Place, fast: bool = False) -> int:
    """Run the steps, also after a failure, and print the tables; return 0 if all passed.

    Args:
        place: the checkout.
        fast: leave out what takes long: the tests marked slow and the notebooks' outputs.
    """
    steps = [step for step in STEPS if not (fast and step.fast is None)]
    results = []
    for number, step in enumerate(steps, 1):
        print(f"\n== {number}/{len(steps)} {step.name}", flush=True)
        results.append(run_step(place, step, step.fast or () if fast else ()))
    print(where_the_time_went({name: seconds for result in results for name, seconds in result.took.items()}))
    print(table(results))
    if fast:
        print("fast: without the tests marked slow and without the notebooks' outputs")
    passed, failed = sum(result.passed for result in results), sum(result.failed for result in results)
    print(f"{passed} passed, {failed} failed", flush=True)
    return int(any(result.status for result in results))


def run_step(place: Place, step: Step, more: tuple[str, ...] = (), silent: float = SILENT_SECONDS) -> Result:
    """Run one step with its output on the terminal; end it and all its children if it falls silent.

    Args:
        place: the checkout.
        step: what to run.
        more: further arguments.
        silent: how many seconds without a line mean that it hangs.
    """
    begun, processor = time.monotonic(), processor_seconds()
    own_group = {} if os.name == "nt" else {"start_new_session": True}
    process = subprocess.Popen(
        [str(place.python), *step.arguments, *more],
        cwd=place.root,
        env=environment(place),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        **own_group,  # type: ignore[call-overload]
    )
    report = Report()
    try:
        remark = follow(process, report, silent)
        status = process.wait()
    except BaseException:
        end_group(process)
        raise
    passed = report.passed()
    return Result(
        step.name,
        status,
        time.monotonic() - begun,
        None if processor is None else (processor_seconds() or 0.0) - processor,
        int(status == 0) if passed is None else passed,
        max(report.failed(), int(status != 0)),
        remark,
        report.seconds,
    )


def follow(process: subprocess.Popen[str], report: Report, silent: float) -> str:
    """Show what a step says and, every half minute without a line, what it is at.

    Returns:
        Why the step was ended; empty if it ended by itself.
    """
    heard = said = time.monotonic()
    for line in lines_of(process):
        now = time.monotonic()
        if line is not None:
            heard = said = now
            if report.hear(line, now):
                print(line, end="", flush=True)
        elif now - heard > silent:
            end_group(process)
            return f"ended: nothing printed for {silent:.0f} s {report.at(now)}".rstrip()
        elif now - said > WORD_EVERY:
            said = now
            print(
                f"... still running, {now - heard:.0f} s without a line {report.at(now)}".rstrip(), flush=True
            )
    return ""


def processor_seconds() -> float | None:
    """Return the processor's seconds of all ended children; None on Windows, which doesn't add them up."""
    try:
        import resource
    except ImportError:
        return None
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


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


def table(results: list[Result]) -> str:
    """Lay the results out in lines that can be read at a glance."""
    width = max(len(result.name) for result in results)
    lines = [f"        {'':<{width}}  seconds  processor  passed  failed"]
    for result in results:
        verdict = "ok" if result.status == 0 else "FAILED"
        numbers = f"{times([result])} {result.passed:7} {result.failed:7}"
        lines.append(f"{verdict:>6}  {result.name:<{width}}  {numbers}  {result.remark}".rstrip())
    return "\n".join(["", *lines, f"        {'all':<{width}}  {times(results)}"])


def times(results: list[Result]) -> str:
    """Return the seconds on the clock and of the processor, as two columns."""
    used = [result.processor for result in results if result.processor is not None]
    return f"{sum(result.seconds for result in results):7.0f} " + (
        f"{sum(used):10.0f}" if used else f"{'':10}"
    )

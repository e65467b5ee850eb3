"""Bring the notebooks into step with their sources, in parallel; each is written whole or not at all."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from execml.course.front_matter import SourceError
from execml.course.programme import COPIES, notebook_path
from execml.pipeline.building import execution
from execml.pipeline.building.compare import differences, load, same_code
from execml.pipeline.building.derive import derive, titles
from execml.pipeline.building.markdown import terms
from execml.pipeline.building.processes import run_all
from execml.pipeline.building.seal import keep_seal, sealed, surroundings_of
from execml.pipeline.building.source import read
from execml.pipeline.building.surroundings import fingerprint

if TYPE_CHECKING:
    from nbformat import NotebookNode

OLD_SECONDS = 3600.0  # a file that waits to be renamed is younger, unless its build was killed


@dataclass(frozen=True)
class Verdict:
    """What became of one copy of a unit.

    Attributes:
        name: the unit.
        copy: ``"notebooks"``, ``"solutions"``, or ``""`` if the source itself cannot be read.
        outcome: ``"unchanged"``, ``"text only"`` (new prose around the same code, whose outputs are kept),
            ``"built"``, ``"unreadable"``, ``"failed"``, ``"hung"``, ``"crashed"``, or ``"held back"`` because
            the other copy went wrong.
        detail: the reason, if it is not good.
        seconds: wall time of the run.
    """

    name: str
    copy: str
    outcome: str
    detail: str = ""
    seconds: float = 0.0

    @property
    def good(self) -> bool:
        """Return whether the notebook is now in step with its source."""
        return self.outcome in ("unchanged", "text only", "built")


@dataclass(frozen=True)
class Job:
    """One copy of a unit: what it should hold, what it takes to get there, and what its outputs rest on."""

    name: str
    copy: str
    derived: NotebookNode
    need: Literal["unchanged", "text only", "execution"]
    surroundings: str


@dataclass(frozen=True)
class Limits:
    """How much a build may use: notebooks at once, seconds for a cell, seconds for a notebook."""

    workers: int = 2
    cell_seconds: float = execution.CELL_SECONDS
    notebook_seconds: float = execution.NOTEBOOK_SECONDS


def build(
    root: Path,
    names: Sequence[str],
    everything: bool = False,
    limits: Limits = Limits(),
    told: Callable[[Verdict], None] = lambda verdict: None,
) -> list[Verdict]:
    """Bring the notebooks of some units into step with their sources.

    A unit's two copies are written together, after both have run well; otherwise neither is touched.

    Args:
        root: the checkout.
        names: the units.
        everything: execute also what is in step.
        limits: how much the build may use.
        told: called with each verdict as it is reached.
    """
    verdicts: list[Verdict] = []

    def tell(verdict: Verdict) -> None:
        verdicts.append(verdict)
        told(verdict)

    _sweep(root)
    jobs = _plan(root, names, everything, tell)
    done: dict[str, list[tuple[Job, execution.Result, float]]] = {}
    for job, result, seconds in _run(root, jobs, limits):
        pair = done.setdefault(job.name, [])
        pair.append((job, result, seconds))
        if len(pair) == len(COPIES):
            for verdict in _settle(root, pair):
                tell(verdict)
    return verdicts


def _plan(root: Path, names: Sequence[str], everything: bool, tell: Callable[[Verdict], None]) -> list[Job]:
    catalogue, glossary, jobs = titles(root), terms(root), []
    for name in names:
        try:
            unit = read(root, name)
        except SourceError as error:
            tell(Verdict(name, "", "unreadable", str(error)))
            continue
        seen = fingerprint(root, unit)
        for copy in COPIES:
            committed = None if everything else load(notebook_path(root, name, copy))
            jobs.append(_job(name, copy, derive(unit, copy, catalogue, glossary), committed, seen))
    return jobs


def _job(name: str, copy: str, derived: NotebookNode, committed: NotebookNode | None, seen: str) -> Job:
    if committed is None or surroundings_of(committed) != seen or not same_code(derived, committed):
        return Job(name, copy, derived, "execution", seen)
    if not differences(derived, committed):
        return Job(name, copy, derived, "unchanged", seen)
    _keep_outputs(derived, committed)
    return Job(name, copy, derived, "text only", seen)


def _keep_outputs(derived: NotebookNode, committed: NotebookNode) -> None:
    """Give the derived notebook the outputs, and their seal, that the same code has in the committed one."""
    stored = {cell.id: cell for cell in committed.cells if cell.cell_type == "code"}
    for cell in derived.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = stored[cell.id].outputs, stored[cell.id].execution_count
    if "widgets" in committed.metadata:
        derived.metadata["widgets"] = committed.metadata["widgets"]
    keep_seal(derived, committed)


def _run(root: Path, jobs: list[Job], limits: Limits) -> Iterator[tuple[Job, execution.Result, float]]:
    """Yield each job with its result and seconds, first those that need no kernel."""
    import nbformat

    requests = {}
    for job in jobs:
        text = nbformat.writes(job.derived)
        if job.need != "execution":
            yield job, execution.Result("built", text=execution.canonical(text)), 0.0
            continue
        folder = notebook_path(root, job.name, job.copy).parent
        folder.mkdir(parents=True, exist_ok=True)
        request = execution.Request(text, str(folder), limits.cell_seconds, limits.notebook_seconds)
        requests[request] = job
    if requests:
        for request, result, seconds in run_all(list(requests), limits.workers):
            yield requests[request], result, seconds


def _settle(root: Path, pair: list[tuple[Job, execution.Result, float]]) -> list[Verdict]:
    """Write a unit's copies if both went well, and say what became of each."""
    well = all(result.outcome == "built" for _, result, _ in pair)
    verdicts = []
    for job, result, seconds in pair:
        outcome: str = result.outcome if job.need == "execution" else job.need
        if outcome in ("built", "text only"):
            if well:
                text = sealed(result.text, job.surroundings) if outcome == "built" else result.text
                write(root, notebook_path(root, job.name, job.copy), text)
            else:
                outcome = "held back"
        detail = "the unit's other copy went wrong" if outcome == "held back" else result.detail
        verdicts.append(Verdict(job.name, job.copy, outcome, detail, seconds))
    return verdicts


def _sweep(root: Path) -> None:
    """Remove what killed builds have left behind."""
    for waiting in (root / ".execml").glob("*.tmp"):
        with suppress(OSError):
            if time.time() - waiting.stat().st_mtime > OLD_SECONDS:
                waiting.unlink()


def write(root: Path, path: Path, text: str) -> None:
    """Replace a file's content whole: write it elsewhere, then rename.

    Args:
        root: the checkout; its ``.execml`` folder is on the same disk, which renaming needs.
        path: the notebook.
        text: its new content.
    """
    waiting = root / ".execml" / f"{os.getpid()}-{hashlib.sha256(str(path).encode()).hexdigest()[:12]}.tmp"
    waiting.parent.mkdir(parents=True, exist_ok=True)
    try:
        waiting.write_text(text, encoding="utf-8", newline="\n")
        os.replace(waiting, path)
    finally:
        waiting.unlink(missing_ok=True)

"""``python start.py check``: what works on this computer, what doesn't, and the repair of each."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from execml.start import conditions, lab, stamp
from execml.start.place import Place, Problem
from execml.start.server import choose_port, trouble

AGAIN = "run 'python start.py', which puts the environment right"
REPAIR = (
    "run 'python start.py repair'; if that does not help, delete the folder .venv and run 'python start.py'"
)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        state: ``"ok"``, ``"note"`` (nothing to repair) or ``"WRONG"``.
        what: what was found.
        repair: what to do; empty unless something is wrong, or can be done about a note.
    """

    state: str
    what: str
    repair: str = ""


def ok(what: str) -> Finding:
    """Return a finding that is as it should be."""
    return Finding("ok", what)


def wrong(what: str, repair: str) -> Finding:
    """Return a finding that needs its repair."""
    return Finding("WRONG", what, repair)


def diagnose(place: Place, port: int | None = None) -> int:
    """Print every finding as it is made; return 0 if nothing is wrong."""
    number = 0
    for finding in findings(place, port):
        number += finding.state == "WRONG"
        repair = f"\n        -> {finding.repair}" if finding.repair else ""
        print(f"{finding.state:>6}  {finding.what}{repair}", flush=True)
    wrongs = f"{number} thing{'s' * (number > 1)} to repair; the arrows say how."
    print(f"\n{wrongs if number else 'All is well.'}")
    return int(number > 0)


def findings(place: Place, port: int | None = None) -> Iterator[Finding]:
    """Look at everything, the quick things first."""
    yield from computer()
    yield from folder(place)
    yield from ports(port)
    yield from notebooks(place)
    yield (state := environment(place))
    if state.state != "WRONG":
        yield from inside(place)


def computer() -> Iterator[Finding]:
    """Look at the Python that runs this and at the machine."""
    yield ok(f"Python {platform.python_version()} on {platform.system()}, {platform.machine()}")
    yield from (wrong(what, remedy) for what, remedy in conditions.computer_findings())


def folder(place: Place) -> Iterator[Finding]:
    """Look at the disk and at the right to write."""
    try:
        conditions.refuse_unwritable(place.root)
        yield ok(f"The folder {place.root} can be written")
    except Problem as problem:
        yield wrong(problem.what, problem.remedy)
    free = shutil.disk_usage(place.root).free / 1e9
    need = 0.5 if stamp.read(place) else conditions.NEED_GB
    if free < need:
        yield wrong(f"{free:.1f} GB of disk free, {need:.1f} GB needed", "free some disk")
    else:
        yield ok(f"{free:.0f} GB of disk free")
    if sys.platform == "win32" and len(str(place.root)) > 80:
        yield Finding(
            "note",
            f"This folder's path has {len(str(place.root))} letters",
            "if the installation fails, move it to a short path such as C:\\execml",
        )


def ports(asked: int | None) -> Iterator[Finding]:
    """Look for a port that JupyterLab can listen on."""
    try:
        yield ok(f"Port {choose_port(asked)} is free for JupyterLab")
    except Problem as problem:
        yield wrong(problem.what, problem.remedy)


def notebooks(place: Place) -> Iterator[Finding]:
    """Look for notebooks that differ from the programme's; a learner's do, so this is never wrong."""
    if not (place.root / ".git").exists() or not shutil.which("git"):
        return
    asked = ["git", "-C", str(place.root), "status", "--porcelain", "-z", "-uno", "--no-renames", "--"]
    asked += ["notebooks", "solutions"]
    done = subprocess.run(asked, capture_output=True, encoding="utf-8", errors="replace", check=False)
    changed = [entry[3:] for entry in done.stdout.split("\0") if entry]
    if done.returncode:
        return
    if changed:
        what = (
            f"{len(changed)} notebooks or sources are changed, as your own answers do, such as {changed[0]}"
        )
        yield Finding("note", what, f'to have one as it was: git restore --staged --worktree "{changed[0]}"')
    else:
        yield ok("The notebooks are as the programme has them")


def environment(place: Place) -> Finding:
    """Look at the environment and its stamp."""
    if not os.path.lexists(place.python):
        return wrong("The programme is not installed", "run 'python start.py'")
    version = conditions.python_version(place)
    if not conditions.usable(place):
        what = (
            f".venv has Python {version}, not 3.11 to 3.13"
            if version
            else "The Python of .venv does not start"
        )
        return wrong(what, AGAIN)
    found = stamp.read(place)
    if found is None:
        return wrong("The installation was not finished", AGAIN)
    if found.key != stamp.key(place):
        return wrong("The list of packages has changed since the installation", AGAIN)
    sets = f", with what {' and '.join(sorted(found.extras))} needs" if found.extras else ""
    return ok(f"The environment is complete: Python {version}{sets}")


def inside(place: Place) -> Iterator[Finding]:
    """Look into the environment with its own Python: versions, libraries, kernel, data."""
    answers = ask(place)
    if answers is None:
        yield wrong("The environment could not be inspected", REPAIR)
        return
    yield from told(answers["damaged"], "Every file of every package is there", "Lacks a file", REPAIR)
    yield from told(
        answers["missing"], "Every package that is asked for is installed", "Not installed", REPAIR
    )
    yield from told(
        answers["other"], "Every package has its pinned version", "Not the pinned version", REPAIR
    )
    redistributable = "install Microsoft's Visual C++ Redistributable (x64); if that does not help, "
    load_repair = redistributable + REPAIR if sys.platform == "win32" else REPAIR
    yield from told(answers["load"], "The libraries load", "Does not load", load_repair)
    yield from told(
        answers["kernel"], "A notebook kernel starts, encrypted, and answers", "No kernel", REPAIR
    )
    stopped = trouble(place)
    yield from told([stopped] if stopped else [], "JupyterLab starts", "JupyterLab", REPAIR)
    for finding in answers["data"]:
        yield wrong(finding, "restore it as said")
    if not answers["data"]:
        yield ok("The data sets are whole")


def told(found: list[str], good: str, bad: str, repair: str) -> Iterator[Finding]:
    """Turn a list of complaints into findings; an empty list is good."""
    if not found:
        yield ok(good)
    for complaint in found:
        yield wrong(f"{bad}: {complaint}", repair)


def ask(place: Place) -> dict[str, Any] | None:
    """Let the environment's Python answer; None if it can't."""
    asked = [str(place.python), str(Path(__file__).with_name("inspection.py"))]
    found = stamp.read(place)
    request = {
        "constraints": place.constraints.read_text(encoding="utf-8").splitlines(),
        "direct": stamp.requirements(place, found.extras if found else ()),
    }
    print("        (loading the libraries once, up to a minute)", flush=True)
    done = subprocess.run(
        asked,
        input=json.dumps(request),
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        env={**lab.environment(place, token=""), "EXECML_RECORD": "0"},  # what start.py starts kernels with
        cwd=place.root,
        check=False,
    )
    try:
        return dict(json.loads(done.stdout.splitlines()[-1]))
    except (ValueError, IndexError):
        return None

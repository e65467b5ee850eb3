"""Make the environment, or finish it, or leave it alone: whatever its stamp says is missing, and no more."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from execml.start import conditions, lock, pip, stamp
from execml.start.place import Place, Problem, child_environment
from execml.start.screen import Phases
from execml.start.stamp import Stamp


def is_current(place: Place, extras: Iterable[str] = ()) -> bool:
    """Say whether the environment is complete: stamped for these pins and this folder, and working."""
    found = stamp.read(place)
    if found is None or found.root != str(place.root) or not found.extras.issuperset(extras):
        return False
    return found.key == stamp.key(place) and conditions.python_starts(place)


def ensure(place: Place, extras: Iterable[str] = ()) -> None:
    """Bring the environment to what the pins say; do nothing if it is there already.

    Args:
        place: the checkout.
        extras: additional sets of packages, such as ``test``.

    Raises:
        Problem: with the remedy, if it can't be done.
    """
    wanted = frozenset(extras)
    if is_current(place, wanted):
        return
    conditions.refuse_unsupported_computer()
    conditions.refuse_unwritable(place.root)

    def wait() -> None:
        print(
            "Another start is installing; waiting until it has finished (Ctrl-C to stop waiting).", flush=True
        )

    with lock.exclusive(place.venv, wait):
        if not is_current(place, wanted):
            install(place, wanted)


def install(place: Place, extras: frozenset[str]) -> None:
    """Install in phases; the stamp is removed first and written last."""
    earlier = stamp.read(place)
    if earlier is not None:
        extras |= earlier.extras
    usable = conditions.python_starts(place) and conditions.supported_venv(place)
    if usable and earlier and earlier.key == stamp.key(place) and earlier.extras >= extras:
        print("The folder was moved: pointing the environment at its new place.")
        phases = Phases(1)
        place.stamp.unlink(missing_ok=True)
    else:
        conditions.refuse_full_disk(place, 1.0 if earlier and usable else conditions.NEED_GB)
        print(_reason(earlier, usable, place))
        place.stamp.unlink(missing_ok=True)
        (place.venv / pip.LOG).unlink(missing_ok=True)
        phases = Phases(5)
        _make_environment(place, phases, usable)
        _install_packages(place, phases, extras)
    _install_programme(place, phases)
    version = stamp.venv_python_version(place.venv) or platform.python_version()
    stamp.write(place, Stamp(stamp.key(place), extras, str(place.root), version))


def _reason(earlier: Stamp | None, usable: bool, place: Place) -> str:
    if earlier is not None and usable and earlier.key == stamp.key(place):
        return "Adding what only the tests need."
    if earlier is not None and usable:
        return "The list of packages has changed: bringing the environment into step with it."
    if any(entry.name != lock.NAME for entry in os.scandir(place.venv)):
        return (
            "An earlier installation was not finished: finishing it."
            if usable
            else "The environment in .venv does not work: making it anew."
        )
    return f"First start: installing into {place.venv}. This takes some minutes, once."


def _make_environment(place: Place, phases: Phases, usable: bool) -> None:
    phases.begin("Environment")
    if not usable:
        if Path(sys.prefix).resolve() == place.venv.resolve():
            raise Problem(
                "start.py was run with the environment that it must make anew",
                "run it with the Python that you installed, not with the one in .venv",
            )
        lock.clear(place.venv)
        _checked([sys.executable, "-m", "venv", str(place.venv)], place, "The environment could not be made")
    elif subprocess.run(
        [str(place.python), "-m", "pip", "--version"], capture_output=True, check=False
    ).returncode:
        _checked(
            [str(place.python), "-m", "ensurepip", "--upgrade"],
            place,
            "pip could not be added to the environment",
        )
    else:
        _records(place, remove=True)  # what an interruption left half unpacked, pip must see as missing
    phases.end(f"Python {stamp.venv_python_version(place.venv)}")


def _checked(command: list[str], place: Place, what: str) -> None:
    done = subprocess.run(
        command,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        env=child_environment(place),
        check=False,
    )
    if done.returncode == 0:
        return
    text = done.stdout + done.stderr
    if "ensurepip" in text:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        raise Problem(
            "This Python came without its parts venv and ensurepip",
            f"install them (Debian, Ubuntu: apt install python{version}-venv) or use python.org's Python",
        )
    raise pip.explain([f"error: {what}", *text.splitlines()], place.venv / pip.LOG, conditions.NEED_GB)


def _install_packages(place: Place, phases: Phases, extras: frozenset[str]) -> None:
    torch = next(
        line
        for line in place.constraints.read_text(encoding="utf-8").splitlines()
        if line.startswith("torch==")
    )
    listed = place.venv / "execml-requirements.txt"
    listed.write_text("\n".join(stamp.requirements(place, extras)) + "\n", encoding="utf-8")
    base = ["install", "--progress-bar", "off", "-c", str(place.constraints)]
    for attempt in range(2):
        # First by name: where a computer has a CPU build of its own, that one is taken, without NVIDIA's.
        for name, what in (("PyTorch", [torch]), ("Libraries", ["-r", str(listed)])):
            if attempt == 0:
                phases.begin(name)
            count = pip.run(place, [*base, *what], phases.tell, conditions.NEED_GB)
            if attempt == 0:
                phases.end(f"{count} packages installed" if count else "in place")
        if attempt == 0:
            phases.begin("Check of every file")
        if not _records(place, remove=attempt == 0):
            break
    phases.end("complete")


def damaged_packages(place: Place) -> list[str]:
    """Return the packages that lack a file, or have one of the wrong size."""
    return [name.removesuffix(".dist-info") for name in _records(place, remove=False)]


def _records(place: Place, remove: bool) -> list[str]:
    script = Path(__file__).with_name("records.py")
    command = [str(place.python), str(script), *(["--remove"] if remove else [])]
    done = subprocess.run(command, capture_output=True, text=True, env=child_environment(place), check=False)
    if done.returncode:
        raise Problem(
            "The environment's Python does not work",
            f"delete the folder {place.venv} and run the same command again",
        )
    return list(json.loads(done.stdout))


def _install_programme(place: Place, phases: Phases) -> None:
    phases.begin("The programme itself")
    # What builds it is among the libraries: without isolation, no network is needed in a moved folder.
    pip.run(
        place,
        ["install", "--no-deps", "--no-build-isolation", "-e", str(place.root)],
        phases.tell,
        conditions.NEED_GB,
    )
    phases.end("in place")

"""Make the environment, or finish it, or leave it alone: whatever its stamp says is missing, and no more."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from execml.start import lock, pip, stamp
from execml.start.place import Place, Problem, child_environment
from execml.start.screen import Phases
from execml.start.stamp import Stamp

# Measured on Linux: 5.8 GB in place with the CPU build of PyTorch; while it installs, pip keeps what it downloads too.
NEED_GB = 10.0
# PyTorch's Linux files of the registry bring NVIDIA's libraries with them.
NEED_GB_WITH_NVIDIA = 16.0
SUPPORTED = ((3, 11), (3, 13))


def need_gb() -> float:
    """Return the free gigabytes that a first installation needs on this computer."""
    return NEED_GB_WITH_NVIDIA if sys.platform.startswith("linux") else NEED_GB


def is_current(place: Place, extras: Iterable[str] = ()) -> bool:
    """Say whether the environment is complete: stamped for these pins and this folder, and its Python starts."""
    found = stamp.read(place)
    if found is None or found.root != str(place.root) or not found.extras.issuperset(extras):
        return False
    return found.key == stamp.key(place) and python_starts(place)


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
    refuse_unsupported_computer()
    refuse_unwritable(place.root)

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
    usable = python_starts(place) and supported_venv(place)
    if usable and earlier and earlier.key == stamp.key(place) and earlier.extras >= extras:
        print("The folder was moved: pointing the environment at its new place.")
        phases = Phases(1)
        place.stamp.unlink(missing_ok=True)
    else:
        refuse_full_disk(place, 1.0 if earlier and usable else need_gb())
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
            f"install them (Debian, Ubuntu: sudo apt install python{version}-venv) or use the Python of python.org",
        )
    raise pip.explain([f"error: {what}", *text.splitlines()], place.venv / pip.LOG, need_gb())


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
        # First by name: a computer's own CPU build, where there is one, is taken, and nothing of NVIDIA's with it.
        for name, what in (("PyTorch", [torch]), ("Libraries", ["-r", str(listed)])):
            if attempt == 0:
                phases.begin(name)
            count = pip.run(place, [*base, *what], phases.tell, need_gb())
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
    # Without isolation, as what builds it is among the libraries: no network is needed, and a moved folder is no trouble.
    pip.run(
        place, ["install", "--no-deps", "--no-build-isolation", "-e", str(place.root)], phases.tell, need_gb()
    )
    phases.end("in place")


def python_starts(place: Place) -> bool:
    """Say whether the environment's Python runs: it does not once the Python that it was made from is removed."""
    if not place.python.exists():
        return False
    try:
        return (
            subprocess.run(
                [str(place.python), "-I", "-S", "-c", ""], capture_output=True, timeout=60, check=False
            ).returncode
            == 0
        )
    except (OSError, subprocess.TimeoutExpired):
        return False


def supported_venv(place: Place) -> bool:
    """Say whether the environment was made with a Python that the programme runs on."""
    version = stamp.venv_python_version(place.venv)
    return (
        version is not None
        and SUPPORTED[0] <= tuple(int(part) for part in version.split(".")[:2]) <= SUPPORTED[1]
    )


def refuse_unsupported_computer() -> None:
    """Stop before anything is downloaded for a computer that PyTorch has no files for.

    Raises:
        Problem: on a Mac with an Intel processor or before macOS 14, and on a 32-bit or ARM Python on Windows.
    """
    for what, remedy in computer_findings():
        raise Problem(what, remedy)


def computer_findings() -> list[tuple[str, str]]:
    """Return why this computer can't run the programme, each with what can be done; empty if it can."""
    machine = platform.machine().lower()
    if sys.platform == "darwin":
        if machine != "arm64":
            return [
                (
                    "PyTorch 2.13 does not exist for Macs with an Intel processor",
                    "use a Mac with Apple silicon, Windows or Linux",
                )
            ]
        if int(platform.mac_ver()[0].split(".")[0] or 0) < 14:
            return [("PyTorch 2.13 needs macOS 14 or newer", "update macOS")]
    if sys.maxsize < 2**32:
        return [("This is a 32-bit Python", "install the 64-bit Python of python.org")]
    if sys.platform == "win32" and machine not in ("amd64", "x86_64"):
        return [
            (
                "Some libraries do not exist for Windows on ARM",
                "install the Windows x86-64 Python of python.org, which runs there too",
            )
        ]
    return []


def refuse_unwritable(root: Path) -> None:
    """Stop if nothing can be written in the checkout.

    Raises:
        Problem: if the folder is read-only.
    """
    venv = root / ".venv"
    probe = venv / f"execml-{os.getpid()}.tmp"
    try:
        venv.mkdir(exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        if error.errno == 28:
            raise Problem(
                "The disk is full", f"free {need_gb():.0f} GB and run the same command again"
            ) from None
        raise Problem(
            f"The folder {root} cannot be written", "copy it to a folder of your own and run start.py there"
        ) from None


def refuse_full_disk(place: Place, need: float) -> None:
    """Stop if the disk has less free space than an installation needs, less what is there of it already.

    Raises:
        Problem: if there is not enough.
    """
    free = shutil.disk_usage(place.root).free / 1e9
    if free >= need:
        return
    present = folder_gb(place.venv)
    if free + present < need:
        raise Problem(
            f"The disk has {free:.1f} GB free and the installation needs {need - present:.1f} GB",
            "free some and run the same command again",
        )


def folder_gb(folder: Path) -> float:
    """Return the size of the files in a folder in gigabytes."""
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(parent, name)
            if not os.path.islink(path):
                total += os.path.getsize(path)
    return total / 1e9

"""What must hold before anything is installed: the computer, the folder, the disk, the Python."""

from __future__ import annotations

import errno
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from execml.start import stamp
from execml.start.place import Place, Problem

# Measured on Linux: 5.7 GB in place with a CPU build of PyTorch, and what pip downloads until it is unpacked.
NEED_GB = 8.0
# The registry's PyTorch for Linux brings NVIDIA's libraries: 8.9 GB in place, measured too.
NEED_GB_WITH_NVIDIA = 13.0
SUPPORTED = ((3, 11), (3, 13))


def python_starts(place: Place) -> bool:
    """Say whether the environment's Python runs: it doesn't once the one it was made from is removed."""
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
        Problem: on an Intel Mac, before macOS 14, in a 32-bit Python, and in an ARM Python on Windows.
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
        if error.errno == errno.ENOSPC:
            raise Problem(
                "The disk is full", f"free {NEED_GB:.0f} GB and run the same command again"
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
    wanted = NEED_GB_WITH_NVIDIA if sys.platform.startswith("linux") and need == NEED_GB else need
    if free >= wanted:
        return
    present = folder_gb(place.venv)
    if free + present < need:
        missing = f"The disk has {free:.1f} GB free and the installation needs {need - present:.1f} GB"
        raise Problem(missing, "free some and run the same command again")
    if free + present < wanted:
        print(f"{free:.1f} GB of disk are free. With NVIDIA's libraries, PyTorch may need {wanted:.0f} GB.")


def folder_gb(folder: Path) -> float:
    """Return the size of the files in a folder in gigabytes."""
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(parent, name)
            if not os.path.islink(path):
                total += os.path.getsize(path)
    return total / 1e9

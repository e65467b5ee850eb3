"""What must hold before anything is installed: computer, folder, disk, Python, and nobody else who installs.

The lock is one that the operating system releases even if the process is killed.
"""

from __future__ import annotations

import errno
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from execml.start.place import Place, Problem

# Measured on Linux: 4.9 GB in place, and what the installers need until it is complete.
NEED_GB = 8.0
LOCK = "execml-install.lock"
SUPPORTED = ("3.11", "3.12", "3.13")


def python_version(place: Place) -> str | None:
    """Return the version of the environment's Python; None if it doesn't run, as its base may be removed."""
    asked = [str(place.python), "-I", "-S", "-c", "import sys; print('%d.%d.%d' % sys.version_info[:3])"]
    try:
        return subprocess.run(asked, capture_output=True, text=True, timeout=60, check=True).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return None


def usable(place: Place) -> bool:
    """Say whether the environment's Python runs, and is one that the programme runs on."""
    return (python_version(place) or "").rpartition(".")[0] in SUPPORTED


def computer_findings() -> list[tuple[str, str]]:
    """Return why this computer, or its Python, can't run the programme, each with what can be done."""
    machine, mac = platform.machine().lower(), sys.platform == "darwin"
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    rules = (
        (
            mac and machine != "arm64",
            "PyTorch 2.13 does not exist for Macs with an Intel processor",
            "use a Mac with Apple silicon, Windows or Linux",
        ),
        (
            mac and int(platform.mac_ver()[0].split(".")[0] or 0) < 14,
            "PyTorch 2.13 needs macOS 14 or newer",
            "update macOS",
        ),
        (
            importlib.util.find_spec("ensurepip") is None,
            "This Python came without its parts venv and ensurepip",
            f"install them (Debian, Ubuntu: apt install {package}) or use python.org's Python",
        ),
        (sys.maxsize < 2**32, "This is a 32-bit Python", "install the 64-bit Python of python.org"),
        (
            sys.platform == "win32" and machine not in ("amd64", "x86_64"),
            "Some libraries do not exist for Windows on ARM",
            "install the Windows x86-64 Python of python.org, which runs there too",
        ),
    )
    return [(what, remedy) for holds, what, remedy in rules if holds]


def refuse_unwritable(root: Path) -> None:
    """Stop if nothing can be written in the checkout.

    Raises:
        Problem: if the folder is read-only, or its name not one for an environment.
    """
    if os.pathsep in str(root):
        raise Problem(
            f"The path {root} holds '{os.pathsep}', which no Python environment's may", "rename that folder"
        )
    probe = root / ".venv" / f"execml-{os.getpid()}.tmp"
    try:
        probe.parent.mkdir(exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise
        raise Problem(
            f"The folder {root} cannot be written", "copy it to a folder of your own and run start.py there"
        ) from None


def refuse_full_disk(place: Place, need: float) -> None:
    """Stop if the disk has less free space than an installation needs, less what is there of it already.

    Raises:
        Problem: if there is not enough.
    """
    free, present = shutil.disk_usage(place.root).free / 1e9, folder_gb(place.venv)
    if free + present < need:
        raise Problem(
            f"The disk has {free:.1f} GB free and the installation needs {need - present:.1f} GB",
            "free some and run the same command again",
        )


def folder_gb(folder: Path) -> float:
    """Return the size of the files in a folder in gigabytes; a file with two names counts once."""
    sizes = {}
    for parent, _, names in os.walk(folder):
        for name in names:
            file = os.lstat(os.path.join(parent, name))
            sizes[file.st_ino] = file.st_size
    return sum(sizes.values()) / 1e9


@contextmanager
def exclusive(folder: Path, on_wait: Callable[[], None], pause: float = 0.5) -> Iterator[None]:
    """Hold the folder's lock while the block runs; wait as long as another process holds it.

    Args:
        folder: where the lock file stands; made if it isn't there.
        on_wait: called once if somebody else holds the lock.
        pause: seconds between two tries.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("a+b") as file:
        told = False
        while not _take(file):
            if not told:
                on_wait()
                told = True
            time.sleep(pause)
        try:
            yield
        finally:
            _give_back(file)


if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[bytes]) -> bool:
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _give_back(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _give_back(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)


def clear(folder: Path) -> None:
    """Remove everything in a folder but its lock file, which must stay for those who wait."""
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        elif entry.name != LOCK:
            entry.unlink()

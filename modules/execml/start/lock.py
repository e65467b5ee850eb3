"""One installation at a time: a lock that the operating system releases even if the process is killed."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

NAME = "execml-install.lock"


@contextmanager
def exclusive(folder: Path, on_wait: Callable[[], None], pause: float = 0.5) -> Iterator[None]:
    """Hold the folder's lock while the block runs; wait as long as another process holds it.

    Args:
        folder: where the lock file stands; made if it isn't there.
        on_wait: called once if somebody else holds the lock.
        pause: seconds between two tries.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / NAME).open("a+b") as file:
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
        elif entry.name != NAME:
            entry.unlink()

"""Copies of a learner's pages, made before anything replaces them: ``.execml/kept/<date_time>/<path>``."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

KEPT = Path(".execml", "kept")


class Refused(Exception):
    """What was asked cannot be done, and nothing has been changed; the message says why and what to do."""


def keep(root: Path, paths: Sequence[Path], at: datetime | None = None) -> Path:
    """Copy files into a folder of their own, and return it.

    Args:
        root: the checkout.
        paths: files below it, relative to it.
        at: the time that names the folder; now if left out. A second one of the same second gets a counter.

    Raises:
        Refused: if a copy cannot be written whole.
    """
    try:
        folder = _new_folder(root / KEPT, f"{at or datetime.now():%Y-%m-%d_%H-%M-%S}")
        for path in paths:
            _copy(root / path, folder / path)
    except OSError as error:
        raise Refused(
            f"A copy of your pages cannot be written to {KEPT.as_posix()} ({error.strerror or error}), "
            "so nothing was changed: make room or leave to write there, and try again."
        ) from None
    return folder


def _new_folder(place: Path, name: str) -> Path:
    place.mkdir(parents=True, exist_ok=True)
    number = 1
    while True:
        folder = place / (name if number == 1 else f"{name}-{number}")
        try:
            folder.mkdir()
        except FileExistsError:
            number += 1
        else:
            return folder


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    content = source.read_bytes()
    with target.open("wb") as copy:
        copy.write(content)
        copy.flush()
        os.fsync(copy.fileno())  # on the disk, before the page is replaced


def unchanged_since(root: Path, paths: Sequence[Path], folder: Path) -> None:
    """Make sure that the copies are what the pages hold now: JupyterLab may save one at any time.

    Raises:
        Refused: if a page has changed since it was copied.
    """
    for path in paths:
        if (root / path).read_bytes() != (folder / path).read_bytes():
            raise Refused(
                f"{path.as_posix()} was saved at this very moment: close it in JupyterLab, and try again."
            )


def put_back(root: Path, paths: Sequence[Path], folder: Path) -> None:
    """Write the copies over the pages again, when what should have replaced them did not come."""
    for path in paths:
        _copy(folder / path, root / path)

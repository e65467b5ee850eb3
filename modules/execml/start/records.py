"""Whether every installed package is whole. Run as a script, by the environment's Python.

A process that is killed while pip unpacks a package can leave one that pip takes for installed. Each package
carries the list of its files with their sizes (RECORD, in the "Recording installed projects" specification).
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import sys
import sysconfig


def damaged(site: str) -> list[str]:
    """Return the ``.dist-info`` folders whose packages lack a file or have one of a size that nobody lists.

    Args:
        site: a ``site-packages`` folder.
    """
    folders = sorted(entry.path for entry in os.scandir(site) if entry.name.endswith(".dist-info"))
    lists = {folder: _files(folder) for folder in folders}
    # Two packages may own one file, and the later one's stands there: NVIDIA's nccl for CUDA 12 and 13 do.
    owned: dict[str, set[str]] = {}
    for files in lists.values():
        for path, size in files or ():
            owned.setdefault(path, set()).add(size)
    return [folder for folder, files in lists.items() if not files or not _are_there(site, files, owned)]


def _files(folder: str) -> list[tuple[str, str]] | None:
    """Return the paths and sizes that a package lists, or None if it has no list or no metadata."""
    try:
        with open(os.path.join(folder, "RECORD"), encoding="utf-8", newline="") as file:
            rows = [row for row in csv.reader(file) if row]
        if os.path.getsize(os.path.join(folder, "METADATA")) == 0:
            return None
    except (OSError, ValueError, csv.Error):
        return None
    # Compiled files are made anew when they are missing.
    return [(row[0], row[2] if len(row) > 2 else "") for row in rows if not row[0].endswith(".pyc")]


def _are_there(site: str, files: list[tuple[str, str]], owned: dict[str, set[str]]) -> bool:
    try:
        sizes = [(path, str(os.stat(os.path.join(site, path)).st_size)) for path, size in files if size]
    except OSError:
        return False
    return all(size in owned[path] for path, size in sizes)


if __name__ == "__main__":
    found = damaged(sysconfig.get_paths()["purelib"])
    if "--remove" in sys.argv:  # pip then sees a package that isn't installed, and installs it
        for path in found:
            shutil.rmtree(path, ignore_errors=True)
    print(json.dumps([os.path.basename(path) for path in found]))

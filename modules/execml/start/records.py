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
    """Return the ``.dist-info`` folders whose packages lack a file or have one of the wrong size.

    Args:
        site: a ``site-packages`` folder.
    """
    folders = sorted(entry.path for entry in os.scandir(site) if entry.name.endswith(".dist-info"))
    return [folder for folder in folders if not _is_whole(site, folder)]


def _is_whole(site: str, folder: str) -> bool:
    try:
        with open(os.path.join(folder, "RECORD"), encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        return (
            bool(rows)
            and os.path.getsize(os.path.join(folder, "METADATA")) > 0
            and all(_has(site, row) for row in rows if row)
        )
    except (OSError, ValueError, csv.Error):
        return False


def _has(site: str, row: list[str]) -> bool:
    path = os.path.join(site, row[0])
    if row[0].endswith(".pyc"):  # made anew when missing
        return True
    size = os.stat(path).st_size
    return len(row) < 3 or not row[2] or int(row[2]) == size


if __name__ == "__main__":
    found = damaged(sysconfig.get_paths()["purelib"])
    if "--remove" in sys.argv:  # pip then sees a package that isn't installed, and installs it
        for path in found:
            shutil.rmtree(path, ignore_errors=True)
    print(json.dumps([os.path.basename(path) for path in found]))

"""What a notebook's outputs rest on besides its own text, remembered locally since it was last executed."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

from execml.course.programme import HELPERS, SOLUTIONS, module_with

ENDINGS = {".py", ".yaml", ".mplstyle", ".parquet", ".csv", ".gz", ".npz", ".json"}


def fingerprint(root: Path, name: str) -> str:
    """Return a hash of the helper code, the data and the pinned versions that a unit can see.

    Args:
        root: the checkout.
        name: the unit; one in a folder sees the course and its own topic; one at the top sees every topic and
            source, because the welcome and the board paper are made from them.
    """
    digest = hashlib.sha256()
    for path in _files(root, name):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files(root: Path, name: str) -> Iterator[Path]:
    helpers = root / HELPERS
    module = module_with(name)
    if "/" in name:
        folders = [helpers / "course", *([module.helpers(root)] if module else [])]
    else:
        packages = sorted(path for path in helpers.glob("*") if path.is_dir() and path.name != "pipeline")
        folders = [*packages, root / SOLUTIONS]
    for folder in [*folders, root / "datasets"]:
        yield from sorted(path for path in folder.rglob("*") if path.suffix in ENDINGS and path.is_file())
    yield from (path for path in [root / "constraints.txt"] if path.exists())


def remembered(root: Path) -> dict[str, str]:
    """Return the fingerprint at the last execution by copy and unit, such as ``"notebooks/0_welcome"``."""
    try:
        known = json.loads(_cache(root).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def remember(root: Path, fresh: dict[str, str]) -> None:
    """Add fingerprints to the cache; a cache that cannot be written only costs a later rebuild."""
    cache = _cache(root)
    waiting = cache.with_suffix(f".{os.getpid()}.tmp")
    try:
        cache.parent.mkdir(parents=True, exist_ok=True)
        waiting.write_text(
            json.dumps({**remembered(root), **fresh}, indent=1, sort_keys=True), encoding="utf-8"
        )
        os.replace(waiting, cache)
    except OSError:
        waiting.unlink(missing_ok=True)


def _cache(root: Path) -> Path:
    return root / ".execml" / "build.json"

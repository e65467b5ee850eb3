"""What a notebook's outputs rest on besides its own text: helper code, data and pinned versions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from execml.pipeline.building.source import Unit, source_path, unit_names

HELPERS = "modules/execml"
DATA = "datasets"
PINS = "constraints.txt"
CODE_ENDINGS = {".py", ".pyi", ".yaml", ".mplstyle"}  # stubs too: they say where a public name is loaded from
DATA_ENDINGS = {".yaml", ".json", ".csv", ".gz", ".npz", ".parquet"}


def fingerprint(root: Path, unit: Unit) -> str:
    """Return a hash of all that a unit's code can see, the same on every platform.

    A unit sees the course, its own topic without the folders of its neighbours, the data, and the pins. A
    page at the top sees a package of its own name in place of a topic, and the front matter of every source,
    from which it makes the map. A page without code sees nothing.

    Args:
        root: the checkout.
        unit: the unit's source.
    """
    digest = hashlib.sha256()
    for name, content in sorted(_seen(root, unit)):
        digest.update(f"{name} {hashlib.sha256(content).hexdigest()}\n".encode())
    return digest.hexdigest()[:16]


def _seen(root: Path, unit: Unit) -> Iterator[tuple[str, bytes]]:
    """Yield what a unit sees: names below the checkout, and contents."""
    if not any(cell.kind == "code" for cell in unit.cells):
        return
    for path in _files(root, unit.name):
        yield path.relative_to(root).as_posix(), _content(path)
    if "/" not in unit.name:
        for name in unit_names(root):
            yield name, _content(source_path(root, name)).partition(b"\n# ---")[0]


def _content(path: Path) -> bytes:
    return path.read_bytes().replace(b"\r\n", b"\n")  # Git may check text out with either ending


def _files(root: Path, name: str) -> Iterator[Path]:
    topic = root / HELPERS / name.split("/")[0].split("_", 1)[-1]
    units = topic / "units"
    own = units / f"unit_{name.split('/')[-1].split('_')[0]}"
    for folder, endings in (
        (root / HELPERS / "course", CODE_ENDINGS),
        (topic, CODE_ENDINGS),
        (root / DATA, DATA_ENDINGS),
    ):
        for path in folder.rglob("*"):
            hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
            neighbours = units in path.parents and path.parent != units and own not in path.parents
            if path.suffix in endings and path.is_file() and not hidden and not neighbours:
                yield path
    if (root / PINS).exists():
        yield root / PINS

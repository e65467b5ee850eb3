"""What a notebook's outputs rest on besides its own text: helper code, data and pinned versions."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from execml.course.programme import HELPERS, module_with, source_path, unit_names, unit_number
from execml.pipeline.building.source import Unit

DATA = "datasets"
PINS = "constraints.txt"
# Stubs too: they say where a public name is loaded from. The JSON is what Keras is told.
CODE_ENDINGS = {".py", ".pyi", ".yaml", ".json", ".mplstyle"}
DATA_ENDINGS = {".yaml", ".json", ".csv", ".gz", ".npz", ".parquet"}


def fingerprint(root: Path, unit: Unit) -> str:
    """Return a hash of all that a unit's code can see, the same on every platform.

    A unit sees the course, its own topic without the folders of its neighbours, the rooms of other topics
    that its cells import, the data, and the pins. A page at the top sees a package of its own name in place
    of a topic, and the front matter of every source, from which it makes the map. A page without code sees
    nothing.

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
    for path in _files(root, unit):
        yield path.relative_to(root).as_posix(), _content(path)
    if "/" not in unit.name:
        for name in unit_names(root):
            yield name, _content(source_path(root, name)).partition(b"\n# ---")[0]


def _content(path: Path) -> bytes:
    return path.read_bytes().replace(b"\r\n", b"\n")  # Git may check text out with either ending


def imported_topics(unit: Unit) -> set[str]:
    """Return the packages of the programme that a unit's cells import."""
    code = "\n".join(cell.text for cell in unit.cells if cell.kind == "code")
    return set(re.findall(r"(?:import|from) execml\.(\w+)", code))


def _files(root: Path, unit: Unit) -> Iterator[Path]:
    name, module = unit.name, module_with(unit.name)
    folders = {root / HELPERS / "course": CODE_ENDINGS, root / DATA: DATA_ENDINGS}
    neighbours: set[Path] = set()
    if module:
        folders[module.helpers(root)] = CODE_ENDINGS
        others = {str(number) for number in module.unit_numbers(root)} - {unit_number(name)}
        neighbours = {module.unit_helpers(root, number) for number in others}
    for topic in imported_topics(unit) - {path.name for path in folders}:
        folders[root / HELPERS / topic] = CODE_ENDINGS
        neighbours.add(root / HELPERS / topic / "units")
    for folder, endings in folders.items():
        for path in folder.rglob("*"):
            hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
            if path.suffix in endings and path.is_file() and not hidden and not neighbours & {*path.parents}:
                yield path
    if (root / PINS).exists():
        yield root / PINS

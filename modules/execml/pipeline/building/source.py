"""A unit's text source: where it stands, its front matter, and its cells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from execml.course.front_matter import Front, SourceError, read_source
from execml.course.programme import COPIES, source_path, unit_names

# What stands in a comment stays one: no cell becomes a magic command, which not every machine may have.
FORMAT = {"extension": ".py", "format_name": "percent", "comment_magics": False}
GLOSSARY = "glossary.md"  # hand-written, below the learner's tree: opening it starts no kernel
WELCOME = "0_welcome"


@dataclass(frozen=True)
class Cell:
    """One cell of a source: its kind (``"code"`` or ``"markdown"``), its text, tags and slide type."""

    kind: str
    text: str
    tags: tuple[str, ...] = ()
    slide: str = ""


@dataclass(frozen=True)
class Unit:
    """One unit: its name such as ``"3_differential_privacy/2_noise"``, its front matter and its cells."""

    name: str
    front: Front
    cells: tuple[Cell, ...]


def choose(root: Path, wanted: list[str]) -> list[str]:
    """Return the units that a person means by names, folders or paths; all units if nothing is named.

    Args:
        root: the checkout.
        wanted: each a unit (``3_differential_privacy/2_noise``), a folder, or a path of a source or notebook.

    Raises:
        ValueError: if one of them names no unit; the message lists the units.
    """
    names = unit_names(root)
    chosen: set[str] = set()
    for want in wanted:
        plain = _plain_name(root, want)
        hits = [name for name in names if name == plain or name.startswith(f"{plain}/")]
        if not hits:
            raise ValueError(
                f"no unit is called {want!r}; there are:\n" + "\n".join(f"  {name}" for name in names)
            )
        chosen.update(hits)
    return [name for name in names if name in chosen] if wanted else names


def _plain_name(root: Path, want: str) -> str:
    """Turn a path or a name into a unit's name: no tree in front, no file ending behind."""
    path = Path(want)
    if path.exists() and path.resolve().is_relative_to(root.resolve()):
        path = path.resolve().relative_to(root.resolve())
    parts = [part for part in path.as_posix().split("/") if part not in ("", ".")]
    if parts and parts[0] in COPIES:
        parts = parts[1:]
    return re.sub(r"\.(py|ipynb)$", "", "/".join(parts))


def read(root: Path, name: str) -> Unit:
    """Read one unit's source.

    Raises:
        SourceError: if the front matter is missing or wrong, or a cell cannot be read.
    """
    front, body = read_source(source_path(root, name))
    return Unit(name, front, cells(body, f"{name}.py"))


def cells(body: str, file: str = "source") -> tuple[Cell, ...]:
    """Return the cells of a source in jupytext's percent format.

    Raises:
        SourceError: if a cell's first line says something unknown.
    """
    import jupytext
    from nbformat import ValidationError

    try:
        notebook = jupytext.reads(body, fmt=FORMAT)
    except ValidationError as error:
        raise SourceError(f"{file}: a cell's metadata cannot be read: {str(error).splitlines()[0]}") from None
    return tuple(_cell(cell, file) for cell in notebook.cells if cell.source.strip())


def _cell(cell: Any, file: str) -> Cell:
    known = ("tags", "slideshow", "lines_to_next_cell", "lines_to_end_of_cell_marker")  # the last two: layout
    unknown = {key: value for key, value in cell.metadata.items() if key not in known}
    if unknown:
        first = cell.source.splitlines()[0]
        raise SourceError(
            f"{file}: above the cell {first!r} only tags=[…] and slideshow={{…}} may stand, not {unknown}"
        )
    slide = cell.metadata.get("slideshow", {}).get("slide_type", "")
    return Cell(cell.cell_type, cell.source.strip("\n"), tuple(cell.metadata.get("tags", [])), slide)

"""A unit's text source: where it stands, its front matter, and its cells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from execml.course.catalogue import split_front_matter

SOLUTIONS = "solutions"
NOTEBOOKS = "notebooks"
COPIES = (NOTEBOOKS, SOLUTIONS)
GLOSSARY = "glossary"
WELCOME = "0_welcome"
KEYS = ("title", "decision", "minutes", "needs", "objectives", "libraries", "cells_reason")


class SourceError(ValueError):
    """A source that cannot be read; the message names the file, what is wrong and how to put it right."""


@dataclass(frozen=True)
class Front:
    """What a source says about its unit before the first cell.

    Attributes:
        title: the unit's name, as in its heading.
        decision: the question that the unit helps to decide.
        reading: minutes of reading.
        exercises: minutes of exercises.
        needs: what the reader should know first.
        objectives: what the reader can do afterwards.
        libraries: distributions that the unit runs with.
        cells_reason: why the unit has more than 25 cells, if it has.
    """

    title: str
    decision: str = ""
    reading: int = 0
    exercises: int = 0
    needs: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()
    cells_reason: str = ""

    @property
    def minutes(self) -> int:
        """Return the minutes of reading and exercises together."""
        return self.reading + self.exercises


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


def order(name: str) -> tuple[tuple[int, str], ...]:
    """Return the sort key of a unit's name: numbers first, in numerical order; unnumbered names last.

    >>> sorted(["glossary", "10_b", "2_a/1_x", "0_welcome"], key=order)
    ['0_welcome', '2_a/1_x', '10_b', 'glossary']
    """
    parts = []
    for part in name.split("/"):
        number = re.match(r"(\d+)_", part)
        parts.append((int(number[1]) if number else 10**6, part))
    return tuple(parts)


def unit_names(root: Path) -> list[str]:
    """Return the name of every unit with a source below ``solutions``, in the programme's order."""
    base = root / SOLUTIONS
    found = [
        path for path in base.rglob("*.py") if not any(part.startswith((".", "_")) for part in path.parts)
    ]
    return sorted((path.relative_to(base).with_suffix("").as_posix() for path in found), key=order)


def source_path(root: Path, name: str) -> Path:
    """Return the path of a unit's source."""
    return root / SOLUTIONS / f"{name}.py"


def notebook_path(root: Path, name: str, copy: str) -> Path:
    """Return the path of a unit's notebook; ``copy`` is ``"notebooks"`` or ``"solutions"``."""
    return root / copy / f"{name}.ipynb"


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
    head, body = _split(source_path(root, name))
    return Unit(name, front(head, f"{name}.py"), cells(body, f"{name}.py"))


def read_front(root: Path, name: str) -> Front:
    """Read only a unit's front matter, which costs no parsing of its cells."""
    return front(_split(source_path(root, name))[0], f"{name}.py")


def _split(path: Path) -> tuple[dict[str, Any], str]:
    import yaml

    try:
        head, body = split_front_matter(path.read_text(encoding="utf-8"))
    except (ValueError, yaml.YAMLError) as error:
        raise SourceError(f"{path.name}: {error}") from None
    if not head:
        raise SourceError(f"{path.name}: the front matter must stand at the top, between two lines '# ---'")
    return head, body


def front(values: dict[str, Any], file: str = "source") -> Front:
    """Return the front matter from its keys and values.

    Args:
        values: the YAML mapping.
        file: name for messages.

    Raises:
        SourceError: if a key is unknown, the title is missing, or a value is of the wrong kind.

    >>> front({"title": "Noise", "minutes": {"reading": 28, "exercises": 15}}).minutes
    43
    """
    unknown = sorted(set(values) - set(KEYS))
    if unknown:
        raise SourceError(f"{file}: unknown front matter {unknown}; the keys are: {', '.join(KEYS)}")
    if not values.get("title"):
        raise SourceError(f"{file}: the front matter needs at least 'title: …'")
    reading, exercises = _minutes(values.get("minutes", {}), file)
    needs, objectives, libraries = (_list(key, values, file) for key in ("needs", "objectives", "libraries"))
    title, decision, reason = (str(values.get(key) or "") for key in ("title", "decision", "cells_reason"))
    return Front(title, decision, reading, exercises, needs, objectives, libraries, reason)


def _list(key: str, values: dict[str, Any], file: str) -> tuple[str, ...]:
    value = values.get(key) or []
    if not isinstance(value, list):
        raise SourceError(f"{file}: {key}={value!r} must be a list")
    return tuple(str(item) for item in value)


def _minutes(value: Any, file: str) -> tuple[int, int]:
    fields = value if isinstance(value, dict) else {"": value}
    numbers = [fields.get("reading", 0), fields.get("exercises", 0)]
    if set(fields) - {"reading", "exercises"} or not all(
        type(number) is int and number >= 0 for number in numbers
    ):
        raise SourceError(
            f"{file}: minutes={value!r} must read like 'minutes: {{reading: 28, exercises: 15}}'"
        )
    return numbers[0], numbers[1]


def cells(body: str, file: str = "source") -> tuple[Cell, ...]:
    """Return the cells of a source in jupytext's percent format.

    Raises:
        SourceError: if a cell's first line says something unknown, or jupytext, which only authors and tests
            install, is missing.
    """
    try:
        import jupytext
    except ImportError:
        raise SourceError(
            "building needs jupytext: install what tests need with 'python start.py test'"
        ) from None
    from nbformat import ValidationError

    try:
        notebook = jupytext.reads(body, fmt="py:percent")
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

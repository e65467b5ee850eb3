"""The two notebooks of a unit: the learner's, with exercises open, and the worked one, with answers."""

from __future__ import annotations

import hashlib
import posixpath
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from execml.course.front_matter import Front, SourceError, read_source
from execml.course.page.cold import LANGUAGE
from execml.course.programme import NOTEBOOKS, SOLUTIONS, source_path, unit_names
from execml.pipeline.building.markdown import finished, glossary_path
from execml.pipeline.building.narration import fold_telling, opens_folded
from execml.pipeline.building.source import WELCOME, Cell, Unit

if TYPE_CHECKING:
    from nbformat import NotebookNode

NAVIGATION = "navigation"
NO_TERMS: Mapping[str, str] = MappingProxyType({})

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def titles(root: Path) -> dict[str, str]:
    """Return the title of every unit in order; a source that cannot be read shows its file name."""
    return {name: _title(root, name) for name in unit_names(root)}


def _title(root: Path, name: str) -> str:
    try:
        return read_source(source_path(root, name))[0].title
    except SourceError:
        return name.rsplit("/", 1)[-1]


def kept(unit: Unit, copy: str) -> list[Cell]:
    """Return the cells of one copy, with the code that only tells folded.

    Args:
        unit: the source.
        copy: ``"notebooks"`` leaves solutions out; ``"solutions"`` leaves out stubs that a solution follows.
    """
    following = [*unit.cells[1:], Cell("markdown", "")]
    shown = []
    for cell, successor in zip(unit.cells, following, strict=True):
        hidden = "facilitator" in cell.tags
        if copy == NOTEBOOKS:
            hidden = hidden or "solution" in cell.tags
        else:
            hidden = hidden or ("exercise" in cell.tags and "solution" in successor.tags)
        if not hidden:
            shown += fold_telling(cell)
    return shown


def derive(
    unit: Unit, copy: str, catalogue: Mapping[str, str], glossary: Mapping[str, str] = NO_TERMS
) -> NotebookNode:
    """Return one copy of a unit, not executed, as it opens: in the board's view.

    Args:
        unit: the source.
        copy: ``"notebooks"`` (the learner's) or ``"solutions"`` (worked).
        catalogue: title by name of every unit, in order, for the links at the end.
        glossary: definition by anchor of every term, for the links to it; without any, nothing explains them.

    Raises:
        ValueError: if ``copy`` is neither.
    """
    import nbformat.v4

    if copy not in (NOTEBOOKS, SOLUTIONS):
        raise ValueError(f"copy={copy!r} must be one of: {NOTEBOOKS}, {SOLUTIONS}")
    cells = kept(unit, copy)
    links = navigation(unit.name, catalogue, copy)
    if links:
        cells.append(Cell("markdown", links, (NAVIGATION,), "skip"))
    seen: Counter[str] = Counter()
    nodes = [_node(unit.name, cell, seen) for cell in cells]
    for node, folded in zip(nodes, opens_folded(cells), strict=True):
        # A printed sentence may link to the glossary too; a string of Python gets no title with its quotes.
        explained = glossary if node.cell_type == "markdown" else NO_TERMS
        node.source = finished(node.source, unit.name, copy, explained)
        if folded:
            node.metadata["jupyter"] = {"source_hidden": True}
    return nbformat.v4.new_notebook(cells=nodes, metadata=metadata(unit.front))


def metadata(front: Front) -> dict[str, Any]:
    """Return a notebook's metadata: the same on every machine and Python patch version."""
    minutes = {"reading": front.reading, "exercises": front.exercises}
    return {
        "execml": {"minutes": minutes, "title": front.title},
        "kernelspec": dict(KERNEL),
        "language_info": {**LANGUAGE, "codemirror_mode": dict(LANGUAGE["codemirror_mode"])},
        "title": front.title,
    }


def _node(name: str, cell: Cell, seen: Counter[str]) -> NotebookNode:
    import nbformat.v4

    make = {
        "code": nbformat.v4.new_code_cell,
        "markdown": nbformat.v4.new_markdown_cell,
        "raw": nbformat.v4.new_raw_cell,
    }
    described: dict[str, Any] = {}
    if cell.tags:
        described["tags"] = list(cell.tags)
    if cell.slide:
        described["slideshow"] = {"slide_type": cell.slide}
    return make[cell.kind](source=cell.text, metadata=described, id=_identity(name, cell, seen))


def _identity(name: str, cell: Cell, seen: Counter[str]) -> str:
    """Return an id made from the unit and the cell's text only; a repeated text gets a counter behind."""
    digest = hashlib.sha256(f"{name}\0{cell.kind}\0{cell.text}".encode()).hexdigest()[:12]
    seen[digest] += 1
    return digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"


def navigation(name: str, catalogue: Mapping[str, str], copy: str = NOTEBOOKS) -> str:
    """Return the links at the end of a notebook: the unit before, the index, the glossary, the unit after.

    >>> print(navigation("1_a/1_x", {"0_welcome": "Welcome", "1_a/1_x": "X", "1_a/2_y": "Y"}))
    ---
    Previous: [Welcome](../0_welcome.ipynb) · [Glossary](../glossary.md) · Next: [Y](2_y.ipynb)
    """
    sequence = list(catalogue)
    place = sequence.index(name) if name in sequence else -1
    links = []
    if place > 0:
        links.append(f"Previous: {_link(name, sequence[place - 1], catalogue)}")
    if WELCOME in catalogue and name != WELCOME and (place < 0 or sequence[place - 1] != WELCOME):
        links.append(f"[All units]({_relative(name, WELCOME)})")
    if WELCOME in catalogue:
        links.append(f"[Glossary]({glossary_path(name, copy)})")
    if 0 <= place < len(sequence) - 1:
        links.append(f"Next: {_link(name, sequence[place + 1], catalogue)}")
    return "---\n" + " · ".join(links) if links else ""


def _link(name: str, other: str, catalogue: Mapping[str, str]) -> str:
    return f"[{catalogue[other]}]({_relative(name, other)})"


def _relative(name: str, other: str) -> str:
    return posixpath.relpath(f"{other}.ipynb", posixpath.dirname(name) or ".")

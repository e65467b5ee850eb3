"""What sets a committed notebook apart from the one that its source gives, cell by cell."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from execml.course.front_matter import SourceError
from execml.course.programme import COPIES, notebook_path, unit_names
from execml.pipeline.building.derive import derive, titles
from execml.pipeline.building.markdown import terms
from execml.pipeline.building.seal import broken, first_line, surroundings_of, without_seal
from execml.pipeline.building.source import read
from execml.pipeline.building.surroundings import fingerprint

if TYPE_CHECKING:
    from nbformat import NotebookNode


def load(path: Path) -> NotebookNode | None:
    """Return a notebook, or nothing if there is none at that path or the file is no notebook."""
    import nbformat

    try:
        return nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    except (OSError, ValueError, AttributeError, nbformat.ValidationError):
        return None


def check(root: Path, names: list[str]) -> list[str]:
    """Return every difference between sources and committed notebooks, without executing anything.

    Args:
        root: the checkout.
        names: the units to look at; notebooks without a source are looked for whatever is named.
    """
    catalogue, glossary = titles(root), terms(root)
    found = []
    for name in names:
        try:
            unit = read(root, name)
        except SourceError as error:
            found.append(str(error))
            continue
        for copy in COPIES:
            committed = load(notebook_path(root, name, copy))
            file = f"{copy}/{name}.ipynb"
            if committed is None:
                found.append(f"{file}: missing, or no notebook")
            else:
                found += [
                    f"{file}: {text}"
                    for text in differences(derive(unit, copy, catalogue, glossary), committed)
                ]
                found += [f"{file}: {text}" for text in [*unexecuted(committed), *broken(committed)]]
    return found + [f"{path}: there is no source for this notebook" for path in strays(root)]


def outdated(root: Path, names: list[str]) -> list[str]:
    """Return the notebooks whose last execution rested on other helper code, data or pins than today's.

    That is no fault: the strict comparison says whether the outputs still hold. Only pictures, exempt cells
    and the state of sliders stay as they are until the next build.
    """
    files = []
    for name in names:
        seen = fingerprint(root, read(root, name))
        notebooks = {copy: load(notebook_path(root, name, copy)) for copy in COPIES}
        files += [
            f"{copy}/{name}.ipynb"
            for copy, notebook in notebooks.items()
            if notebook is not None and surroundings_of(notebook) != seen
        ]
    return files


def strays(root: Path) -> list[str]:
    """Return the notebooks in either tree that no source gives, as paths below the checkout."""
    wanted = {notebook_path(root, name, copy) for name in unit_names(root) for copy in COPIES}
    present = [path for copy in COPIES for path in sorted((root / copy).rglob("*.ipynb"))]
    return [
        path.relative_to(root).as_posix()
        for path in present
        if path not in wanted and ".ipynb_checkpoints" not in path.parts
    ]


def unexecuted(notebook: NotebookNode) -> list[str]:
    """Return the code cells that hold no stored execution: nbval would pass them whatever they print."""
    return [
        f"cell {place} is not executed: {first_line(cell.source)}"
        for place, cell in enumerate(notebook.cells, 1)
        if cell.cell_type == "code" and cell.source.strip() and cell.execution_count is None
    ]


def same_code(derived: NotebookNode, committed: NotebookNode) -> bool:
    """Return whether two notebooks run the same code in order, and the second stores what that code left."""

    def code(notebook: NotebookNode) -> list[tuple[str, str, bool]]:
        cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
        return [(cell.get("id", ""), cell.source, _raises(cell)) for cell in cells]

    return code(derived) == code(committed) and not [*unexecuted(committed), *broken(committed)]


def _raises(cell: NotebookNode) -> bool:
    return "raises-exception" in cell.metadata.get("tags", [])


def differences(derived: NotebookNode, committed: NotebookNode) -> list[str]:
    """Return in words how a committed notebook's cells, ids and metadata differ from the derived one's."""
    ours = [_described(cell) for cell in derived.cells]
    theirs = [_described(cell) for cell in committed.cells]
    found = []
    for change, low, high, start, end in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if change == "replace" and high - low == end - start:
            for place in range(high - low):
                found.append(
                    _changed(derived.cells[low + place], committed.cells[start + place], start + place + 1)
                )
        elif change != "equal":
            found += [
                f"cell {place + 1} of the source's is missing: {first_line(derived.cells[place].source)}"
                for place in range(low, high)
            ]
            found += [
                f"cell {place + 1} is not in the source: {first_line(committed.cells[place].source)}"
                for place in range(start, end)
            ]
    return found + _notebook_metadata(derived, committed)


def _described(cell: NotebookNode) -> str:
    return repr((cell.cell_type, cell.get("id", ""), cell.source, _plain(cell.metadata)))


def _plain(value: Any) -> Any:
    """Return nested metadata in a form whose repr doesn't depend on the order of keys."""
    if isinstance(value, dict):
        return sorted((key, _plain(item)) for key, item in value.items())
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def _changed(ours: NotebookNode, theirs: NotebookNode, place: int) -> str:
    if (ours.cell_type, ours.source) != (theirs.cell_type, theirs.source):
        lines = zip_longest(ours.source.splitlines(), theirs.source.splitlines(), fillvalue="")
        wanted, found = next(
            (pair for pair in lines if pair[0] != pair[1]), (ours.cell_type, theirs.cell_type)
        )
        return f"cell {place} differs from the source: {first_line(found)} in place of {first_line(wanted)}"
    if ours.id != theirs.get("id", ""):
        return f"cell {place} has the id {theirs.get('id', '')!r} in place of {ours.id!r}"
    return f"cell {place} has the metadata {dict(theirs.metadata)} in place of {dict(ours.metadata)}"


def _notebook_metadata(derived: NotebookNode, committed: NotebookNode) -> list[str]:
    theirs = without_seal(committed.metadata)
    if _plain(derived.metadata) == _plain(theirs):
        return []
    return [f"the notebook's metadata differ: {theirs} in place of {dict(derived.metadata)}"]

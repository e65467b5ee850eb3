"""What a notebook says of its own execution: what it rested on, and a hash of everything that it left.

Strict nbval executes a notebook again and compares its words and numbers. It cannot compare a picture's
pixels, the outputs of an exempt cell, or the state behind a slider. The seal shows when these, or any other
output, are no longer what the execution left. Only a build that executes writes it, into the notebook's own
metadata, so that it travels with what it describes.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from execml.pipeline.building.execution import canonical

if TYPE_CHECKING:
    from nbformat import NotebookNode

OURS, KEY = "execml", "executed"  # where the seal stands in a notebook's metadata
REMEDY = "'execml build' executes it again"


def sealed(text: str, surroundings: str) -> str:
    """Return an executed notebook, as JSON, with its seal.

    Args:
        text: the notebook as its execution left it.
        surroundings: the fingerprint of what it rested on.
    """
    import nbformat

    notebook = nbformat.reads(text, as_version=4)
    seal = {"outputs": _outputs(notebook), "surroundings": surroundings, "widgets": _widgets(notebook)}
    notebook.metadata.setdefault(OURS, {})[KEY] = seal
    return canonical(nbformat.writes(notebook))


def keep_seal(derived: NotebookNode, committed: NotebookNode) -> None:
    """Give a notebook the seal of the one whose outputs it has taken over."""
    derived.metadata[OURS][KEY] = _seal(committed)


def surroundings_of(notebook: NotebookNode) -> str:
    """Return the fingerprint of what a notebook's execution rested on; empty if it does not say."""
    return str(_seal(notebook).get("surroundings", ""))


def without_seal(metadata: NotebookNode) -> dict[str, Any]:
    """Return a notebook's metadata as its source gives them: without the seal and the widgets' state."""
    plain = {key: value for key, value in metadata.items() if key != "widgets"}
    if KEY in plain.get(OURS, {}):
        plain[OURS] = {key: value for key, value in plain[OURS].items() if key != KEY}
    return plain


def broken(notebook: NotebookNode) -> list[str]:
    """Return in words, cell by cell, what is stored and is not what the execution left."""
    seal, stored = _seal(notebook), _outputs(notebook)
    if not seal:
        return [f"it does not say what its execution left; {REMEDY}"]
    left = seal.get("outputs", {})
    found = [
        f"cell {place} stores another output than its execution left; {REMEDY}: {first_line(cell.source)}"
        for place, cell in enumerate(notebook.cells, 1)
        if stored.get(cell.get("id")) != left.get(cell.get("id"))
    ]
    if seal.get("widgets", "") != _widgets(notebook):
        found.append(f"the state of its sliders is not what its execution left; {REMEDY}")
    return found


def first_line(source: str) -> str:
    """Return a cell's first line in quotes, cut if it is long."""
    line = source.splitlines()[0] if source.strip() else ""
    return repr(line if len(line) <= 60 else line[:57] + "…")


def _seal(notebook: NotebookNode) -> dict[str, Any]:
    seal = notebook.metadata.get(OURS, {}).get(KEY, {})
    return dict(seal) if isinstance(seal, dict) else {}


def _outputs(notebook: NotebookNode) -> dict[str, str]:
    """Return a hash of the outputs of each code cell that has any, by the cell's id.

    The id is made from the cell's text, so the hash holds for this code only.
    """
    return {cell.get("id", ""): _hash(cell.outputs) for cell in notebook.cells if cell.get("outputs")}


def _widgets(notebook: NotebookNode) -> str:
    return _hash(notebook.metadata.get("widgets", {}))


def _hash(value: Any) -> str:
    if not value:
        return ""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]

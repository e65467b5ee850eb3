"""Write the pages of units, and the glossary that they link to, as files that belong together."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from execml.course.programme import NOTEBOOKS, notebook_path
from execml.pipeline.export.paper import print_page

GLOSSARY = "glossary"


def write_pages(
    root: Path, names: Sequence[str], folder: Path, copy: str = NOTEBOOKS, pdf: bool = False
) -> Iterator[Path]:
    """Write units as HTML, and as PDF if wanted, in the tree's own folders, so that links between them hold.

    The glossary comes along, because every unit links to it.

    Args:
        root: the checkout.
        names: the units.
        folder: where to write; made if missing.
        copy: ``"notebooks"`` or ``"solutions"``.
        pdf: whether to print each page as well.

    Yields:
        Each file, once it is written.

    Raises:
        ValueError: if a unit has no notebook yet.
        NoBrowser: if a PDF is wanted and nothing can print; the HTML is written by then.
    """
    for name in dict.fromkeys((*names, GLOSSARY)):
        text = _page(root, name, copy)
        if text is None and name == GLOSSARY:
            continue
        if text is None:
            raise ValueError(f"{copy}/{name}.ipynb is missing: 'execml build {name}' makes it")
        file = write(folder / f"{name}.html", text)
        yield file
        if pdf and name in names:
            print_page(file, file.with_suffix(".pdf"))
            yield file.with_suffix(".pdf")


def write(file: Path, text: str) -> Path:
    """Write a page whole or not at all, and return its path."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f"{file.name}.part")
    beside.write_text(text, encoding="utf-8", newline="\n")
    os.replace(beside, file)
    return file


def _page(root: Path, name: str, copy: str) -> str | None:
    """Return a unit's page; the glossary may be plain Markdown, and stands in one of the trees only."""
    import nbformat

    from execml.pipeline.export.exporter import PageExporter, page

    notebook = notebook_path(root, name, copy)
    if notebook.is_file():
        return PageExporter().from_notebook_node(nbformat.read(notebook, as_version=4))[0]
    plain = root / NOTEBOOKS / f"{name}.md"
    return page(plain.read_text(encoding="utf-8")) if plain.is_file() else None

"""A unit as it stands on its page: heading by heading, with what is told, shown and noted below each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from execml.pipeline.building.derive import NAVIGATION
from execml.pipeline.building.source import Unit


@dataclass(frozen=True)
class Figure:
    """A figure as a facilitator shows it: its title, what it shows, its picture, and what to say after it."""

    title: str
    alt: str
    picture: str
    say: str


@dataclass(frozen=True)
class Block:
    """One heading of a page with what stands below it: texts, told sentences, and outputs in HTML."""

    heading: str
    level: int
    text: str
    told: str
    shown: tuple[tuple[str, str, str], ...]  # HTML, plain text, and the sentence after it
    notes: tuple[str, ...]

    @property
    def figures(self) -> list[Figure]:
        """Return the figures below the heading."""
        return [figure for shown in self.shown for figure in _figure(*shown)]


def _cells(unit: Unit, page: list[Any]) -> Iterator[tuple[str, str, list[Any]]]:
    """Yield kind, text and outputs of a unit's cells; a ``"note"`` is for the facilitator alone.

    The page gives what a room sees, the source the notes below each heading.
    """
    if not page:
        for cell in unit.cells:
            if "solution" not in cell.tags:
                yield "note" if "facilitator" in cell.tags else cell.kind, cell.text, []
        return
    notes: dict[str, list[str]] = {}
    heading = ""
    for cell in unit.cells:
        if "facilitator" in cell.tags:
            notes.setdefault(heading, []).append(cell.text)
        elif cell.kind == "markdown":
            heading = _heading(cell.text) or heading
    for cell in page:
        if NAVIGATION not in cell.metadata.get("tags", []):
            yield cell.cell_type, cell.source, cell.get("outputs", [])
            found = _heading(cell.source) if cell.cell_type == "markdown" else ""
            yield from (("note", note, []) for note in notes.get(found, []))


def _heading(text: str) -> str:
    found = re.match(r"#{1,3} (.+)", text)
    return found[1].strip() if found else ""


def blocks(unit: Unit, page: list[Any]) -> Iterator[Block]:
    """Yield a unit's blocks in order.

    Args:
        unit: the unit.
        page: the cells of its executed notebook; none if it was not built, and then nothing is shown.
    """
    heading, level = "", 0
    texts: list[str] = []
    told: list[str] = []
    shown: list[list[str]] = []
    notes: list[str] = []

    def block() -> Block:
        return Block(
            heading,
            level,
            "\n\n".join(texts),
            "\n\n".join(told),
            tuple((html, text, after) for html, text, after in shown),
            tuple(notes),
        )

    for kind, text, outputs in _cells(unit, page):
        found = re.match(r"(#{1,3}) (.+)", text) if kind == "markdown" else None
        if found:
            if heading:
                yield block()
            heading, level = found[2].strip(), len(found[1])
            texts, told, shown, notes = [text[found.end() :].strip()], [], [], []
        elif kind == "note":
            notes.append(text.strip())
        elif kind == "markdown":
            texts.append(text)
        for output in outputs:
            data = output.get("data", {})
            if "text/html" in data:
                shown.append([data["text/html"], data.get("text/plain", ""), ""])
            elif "text/markdown" in data:
                told.append(data["text/markdown"])
                if shown and not shown[-1][2]:
                    shown[-1][2] = data["text/markdown"]
    if heading:
        yield block()


def _figure(html: str, text: str, say: str) -> Iterator[Figure]:
    """Yield the figure of an output, if it is one: its fingerprint begins with its text and its title."""
    picture = re.search(r"<img [^>]*>", html)
    described = re.match(r"Figure: (.*)", text)
    if picture and described:
        title = re.search(r"^(?:axes|figure): (.*?)(?: \| x:.*)?$", text, re.MULTILINE)
        yield Figure(title[1] if title else "", described[1], picture[0], say)

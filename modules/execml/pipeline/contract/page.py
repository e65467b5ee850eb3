"""What the rules of the contract look at: a page, its headings, its code, and what its cells printed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from execml.course.programme import NOTEBOOKS
from execml.pipeline.building.derive import NAVIGATION
from execml.pipeline.building.source import Unit

if TYPE_CHECKING:
    from nbformat import NotebookNode


@dataclass(frozen=True)
class Breach:
    """One breach of the contract: the notebook, the rule, the cell (0 for the whole), and what it is."""

    file: str
    rule: str
    cell: int
    message: str

    def __str__(self) -> str:
        """Return the breach as one line."""
        place = f", cell {self.cell}" if self.cell else ""
        return f"{self.file}{place}: {self.message} [{self.rule}]"


@dataclass(frozen=True)
class Debt:
    """What a page is known to exceed.

    Attributes:
        sizes: for what is counted, such as ``"words"``, how many the page has.
        claims: bold phrases, their numbers as ``#``, that no test repeats yet.
    """

    sizes: Mapping[str, int] = field(default_factory=dict)
    claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class Page:
    """One committed notebook with the source that it comes from, and what it owes."""

    unit: Unit
    copy: str
    notebook: NotebookNode
    debt: Debt = Debt()

    @property
    def file(self) -> str:
        """Return the notebook's path below the checkout."""
        return f"{self.copy}/{self.unit.name}.ipynb"

    @property
    def is_learners(self) -> bool:
        """Return whether this is the copy with the exercises open."""
        return self.copy == NOTEBOOKS

    @property
    def is_lesson(self) -> bool:
        """Return whether this is a unit of a module; pages at the top have a shape of their own."""
        return "/" in self.unit.name

    def cells(self, kind: str = "") -> Iterator[tuple[int, NotebookNode]]:
        """Yield the authored cells of a kind, or of all kinds, with their places from 1."""
        for place, cell in enumerate(self.notebook.cells, 1):
            if kind in ("", cell.cell_type) and NAVIGATION not in tags(cell):
                yield place, cell

    def outputs(self) -> Iterator[tuple[int, NotebookNode]]:
        """Yield each stored output with its cell's place."""
        for place, cell in self.cells("code"):
            for output in cell.outputs:
                yield place, output

    def texts(self) -> Iterator[tuple[int, str]]:
        """Yield every text that a reader sees, sources and outputs alike, with its cell's place."""
        for place, cell in self.cells():
            yield place, cell.source
        for place, output in self.outputs():
            for text in representations(output).values():
                yield place, text

    def headings(self) -> list[tuple[int, int, str]]:
        """Return cell, level and text of each Markdown heading."""
        found = []
        for place, cell in self.cells("markdown"):
            for line in prose(cell.source).splitlines():
                heading = re.match(r"(#{1,6})\s+(.+?)\s*#*$", line)
                if heading:
                    found.append((place, len(heading[1]), heading[2]))
        return found

    def section(self, title: str) -> list[tuple[int, NotebookNode]]:
        """Return the cells from a second-level heading up to the next one, without the navigation."""
        second = [(place, text) for place, level, text in self.headings() if level == 2]
        starts = [place for place, text in second if text == title]
        if not starts:
            return []
        end = min((place for place, _ in second if place > starts[0]), default=len(self.notebook.cells) + 1)
        return [(place, cell) for place, cell in self.cells() if starts[0] <= place < end]


@dataclass(frozen=True)
class Programme:
    """All pages together, the checkout that they stand in, and the debts by unit."""

    root: Path
    pages: tuple[Page, ...]
    debts: Mapping[str, Debt] = field(default_factory=dict)


def tags(cell: NotebookNode) -> list[str]:
    """Return a cell's tags."""
    return list(cell.metadata.get("tags", []))


def prose(markdown: str) -> str:
    """Return Markdown without its code, so that a comment in an example is not taken for a heading.

    >>> prose("See `#x`.").strip()
    'See .'
    """
    return re.sub(r"`[^`\n]*`", "", re.sub(r"^(```|~~~).*?^\1", "", markdown, flags=re.DOTALL | re.MULTILINE))


def representations(output: NotebookNode) -> dict[str, str]:
    """Return an output's texts by media type; a stream's by the stream's name; an error's as ``error``."""
    if output.output_type == "stream":
        return {output.name: output.text}
    if output.output_type == "error":
        return {"error": f"{output.ename}: {output.evalue}"}
    return {kind: value if isinstance(value, str) else repr(value) for kind, value in output.data.items()}


def tree(source: str) -> ast.Module | None:
    """Return the syntax tree of a code cell, or nothing if it isn't plain Python."""
    try:
        return ast.parse(source)
    except SyntaxError:
        return None


def calls(source: str) -> list[tuple[str, ast.Call]]:
    """Return each call in a code cell with its dotted name.

    >>> [name for name, _ in calls("check('a', np.random.default_rng(3).normal())")]
    ['check', 'np.random.default_rng.normal', 'np.random.default_rng']
    """
    found = [node for node in ast.walk(tree(source) or ast.Module([], [])) if isinstance(node, ast.Call)]
    return [(dotted(node.func), node) for node in found]


def dotted(node: Any) -> str:
    """Return an expression's dotted name; a call inside it counts as its function's name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    if isinstance(node, ast.Call):
        return dotted(node.func)
    return ""


def first_text(node: ast.Call) -> str:
    """Return a call's first argument if it is a literal text, else nothing."""
    if node.args and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str):
        return node.args[0].value
    return ""

"""Part code that computes from code that only tells, and fold what a board doesn't read.

A reader wants the sentence, not also the string that printed it: a cell that computes and then tells becomes
two. And a page opens with its code folded but for what a learner fills in; one click opens the rest.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import replace

from execml.pipeline.building.source import Cell

TELLING = frozenset({"say", "show", "table", "reveal"})
DRAWING = frozenset({"figure", "panels", "label_line", "fig", "ax", "axes"})
FOLDED = "hide-input"
TOLD = "told"  # marks a cell that was split off, so that the contract counts source cells once
KEPT_WHOLE = frozenset({FOLDED, "exercise", "solution", "facilitator"})
FILLED_IN = frozenset({"exercise", "solution"})
ANSWERED = frozenset({"check", "hint"})  # what a learner runs again after an answer
WITHOUT_CODE = ("## In one minute", "## In the boardroom")


def opens_folded(cells: Sequence[Cell]) -> list[bool]:
    """Return for each cell of a page whether its code is folded when the page opens.

    Open are the stubs of exercises and their checks; in the opening minute and in the boardroom nothing is.

    Args:
        cells: the page's cells in order.

    >>> opens_folded([Cell("code", "x = 1"), Cell("code", "y = ...", ("exercise",))])
    [True, False]
    """
    folded, without_code = [], False
    for cell in cells:
        if cell.kind == "markdown" and (headings := re.findall(r"^## .*", cell.text, re.MULTILINE)):
            without_code = headings[-1].rstrip() in WITHOUT_CODE
        folded.append(cell.kind == "code" and (without_code or not _is_filled_in(cell)))
    return folded


def _is_filled_in(cell: Cell) -> bool:
    calls = {_called(statement) for statement in _statements(cell.text)}
    return FOLDED not in cell.tags and bool(FILLED_IN & set(cell.tags) or ANSWERED & calls)


def fold_telling(cell: Cell) -> list[Cell]:
    """Return the cell as it is, folded, or split into what computes and what draws and tells.

    A cell whose computation would end in a bare expression stays whole: alone, it would print its value.

    Args:
        cell: any cell of a source.

    >>> [part.text for part in fold_telling(Cell("code", "x = 1\\nsay(f'{x}')"))]
    ['x = 1', "say(f'{x}')"]
    """
    if cell.kind != "code" or KEPT_WHOLE & set(cell.tags):
        return [cell]
    statements = _statements(cell.text)
    first = _first_telling(statements)
    if first == len(statements) or (first > 0 and isinstance(statements[first - 1], ast.Expr)):
        return [cell]
    if first == 0:
        return [replace(cell, tags=(*cell.tags, FOLDED))]
    lines = cell.text.splitlines()
    end = statements[first - 1].end_lineno or 0
    computing, telling = "\n".join(lines[:end]), "\n".join(lines[end:]).strip("\n")
    slide = cell.slide if cell.slide in ("skip", "notes") else ""  # else it stays on its computation's slide
    return [replace(cell, text=computing), Cell("code", telling, (*cell.tags, FOLDED, TOLD), slide)]


def _statements(text: str) -> list[ast.stmt]:
    try:
        return ast.parse(text).body
    except SyntaxError:  # the linter names it, and the build will
        return []


def _first_telling(statements: list[ast.stmt]) -> int:
    """Return the index of the statement at which the trailing telling begins, drawing included."""
    first = len(statements)
    while first > 0 and _called(statements[first - 1]) in TELLING:
        first -= 1
    if first < len(statements):
        while first > 0 and _draws(statements[first - 1]):
            first -= 1
    return first


def _draws(statement: ast.stmt) -> bool:
    """Return whether a statement works on a figure only, such as a loop that draws lines."""
    if isinstance(statement, ast.For):
        return all(_draws(inner) for inner in statement.body)
    return _called(statement) in DRAWING


def _called(statement: ast.stmt) -> str:
    """Return the name at the root of a statement's call: ``ax`` of ``bars = ax.bar(…)``."""
    if not isinstance(statement, ast.Expr | ast.Assign) or not isinstance(statement.value, ast.Call):
        return ""
    root: ast.expr = statement.value.func
    while isinstance(root, ast.Attribute | ast.Subscript):
        root = root.value
    if isinstance(root, ast.Name) and (isinstance(statement, ast.Expr) or root.id in DRAWING):
        return root.id
    return ""

"""Fold the code that only tells: a reader wants the sentence, not also the string that printed it.

A cell that computes and then tells becomes two: the computation, in the open, and the telling, folded.
"""

from __future__ import annotations

import ast
from dataclasses import replace

from execml.pipeline.source import Cell

TELLING = frozenset({"say", "show", "table"})
FOLDED = "hide-input"
TOLD = "told"  # marks a cell that was split off, so that the contract counts source cells once
KEPT_WHOLE = frozenset({FOLDED, "exercise", "solution", "facilitator"})


def fold_telling(cell: Cell) -> list[Cell]:
    """Return the cell as it is, folded, or split into what computes and what tells.

    Args:
        cell: any cell of a source.

    >>> [part.text for part in fold_telling(Cell("code", "x = 1\\nsay(f'{x}')"))]
    ['x = 1', "say(f'{x}')"]
    """
    if cell.kind != "code" or KEPT_WHOLE & set(cell.tags):
        return [cell]
    lines = cell.text.splitlines()
    first = _first_telling_line(cell.text)
    if first >= len(lines):
        return [cell]
    computing = "\n".join(lines[:first]).rstrip()
    if not computing:
        return [replace(cell, tags=(*cell.tags, FOLDED))]
    telling = "\n".join(lines[first:]).strip("\n")
    slide = (
        cell.slide if cell.slide in ("skip", "notes") else ""
    )  # the telling stays on its computation's slide
    return [replace(cell, text=computing), Cell("code", telling, (*cell.tags, FOLDED, TOLD), slide)]


def _first_telling_line(text: str) -> int:
    """Return the index of the line at which the trailing telling begins, or the number of lines."""
    try:
        statements = ast.parse(text).body
    except SyntaxError:  # a magic command; leave it to the reader
        return len(text.splitlines())
    first = len(text.splitlines())
    for place in range(len(statements) - 1, -1, -1):
        if not _tells(statements[place]):
            break
        first = statements[place - 1].end_lineno or 0 if place else 0
    return first


def _tells(statement: ast.stmt) -> bool:
    call = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in TELLING

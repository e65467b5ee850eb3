"""What pages decide: model answers, options, stored figures, and constants by the page's own lines."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import nbformat
from execml.course.learner.choices import decision_of
from execml.course.programme import SOLUTIONS, module_of, notebook_path, root, unit_names, unit_number
from execml.pipeline.building.source import Unit, read


@cache
def page(unit: str) -> Unit:
    """Return a unit's source by its short name, such as ``"dp3"``."""
    module = module_of(unit)
    number = unit.removeprefix(module.prefix)
    return read(root(), next(name for name in unit_names(root(), module) if unit_number(name) == number))


@cache
def statements(unit: str) -> tuple[ast.stmt, ...]:
    """Return the statements of a page's code cells in their order, worked answers after their stubs."""
    cells = [cell.text for cell in page(unit).cells if cell.kind == "code"]
    return tuple(statement for text in cells for statement in ast.parse(text).body)


def constants(unit: str, *wanted: str) -> tuple[Any, ...]:
    """Return what some names of a page stand for, by running only the lines that they depend on.

    Of each name the last plain assignment counts: what is bound in a loop or in a function does not.

    Raises:
        KeyError: if the page has no such name.
    """
    needed: set[int] = set()
    for name in wanted:
        _collect(unit, name, len(statements(unit)), needed)
    names: dict[str, Any] = {}
    for place in sorted(needed):
        exec(compile(ast.Module([statements(unit)[place]], []), f"<{unit}>", "exec"), names)
    return tuple(names[name] for name in wanted)


def _collect(unit: str, name: str, before: int, needed: set[int]) -> None:
    lines = statements(unit)
    places = [place for place in range(before) if name in set(_bound(lines[place]))]
    if not places:
        if hasattr(builtins, name):
            return
        raise KeyError(f"{unit} binds no name {name!r} above its use")
    place = places[-1]
    if place in needed:
        return
    needed.add(place)
    for used in sorted(_used(lines[place])):
        _collect(unit, used, place, needed)


def _used(line: ast.stmt) -> set[str]:
    """Return the names that a statement needs from above: all but arguments and comprehensions' own."""
    nodes = list(ast.walk(line))
    read_names = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    targets = [node.target for node in nodes if isinstance(node, ast.comprehension)]
    own = {part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)}
    return read_names - own - {node.arg for node in nodes if isinstance(node, ast.arg)}


def _bound(line: ast.stmt) -> Iterator[str]:
    """Yield the names that a plain statement binds on the page."""
    if isinstance(line, ast.Import | ast.ImportFrom):
        yield from (alias.asname or alias.name.split(".")[0] for alias in line.names)
    elif isinstance(line, ast.FunctionDef | ast.ClassDef):
        yield line.name
    elif isinstance(line, ast.Assign):
        for target in line.targets:
            yield from (node.id for node in ast.walk(target) if _is_stored(node))


def _is_stored(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def model_answer(identifier: str) -> str:
    """Return the option that the programme itself chooses, such as for ``"dp3.accountant"``."""
    return next(option.text for option in decision_of(identifier).options if option.model)


def model_reason(identifier: str) -> str:
    """Return the reason that the worked copy gives."""
    return str(constants(identifier.partition(".")[0], "because")[0])


def options(identifier: str) -> list[str]:
    """Return the texts of all options of a decision."""
    return [option.text for option in decision_of(identifier).options]


@cache
def shown(unit: str) -> str:
    """Return all that the worked notebook of a unit shows, as stored: text only."""
    notebook = nbformat.read(notebook_path(root(), page(unit).name, SOLUTIONS), as_version=4)
    outputs = (output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs)
    return "\n".join(output.get("data", {}).get("text/plain", "") for output in outputs)


def words(unit: str) -> str:
    """Return a page's Markdown in one line of text, without emphasis."""
    text = " ".join(cell.text for cell in page(unit).cells if cell.kind == "markdown")
    return " ".join(text.replace("*", "").split())


def read_off(unit: str, pattern: str) -> str:
    """Return what a pattern catches in the text that a worked page shows.

    Raises:
        LookupError: if the page no longer says it; an expected failure does not cover that.
    """
    found = re.search(pattern, shown(unit))
    if found is None:
        raise LookupError(f"{unit} no longer shows {pattern!r}")
    return found[1]


def stated(unit: str, name: str) -> float:
    """Return the number that a worked page shows right after some words."""
    return float(read_off(unit, re.escape(name) + r"[^\d\n]{0,12}?(-?\d+(?:\.\d+)?)"))

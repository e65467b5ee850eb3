"""Rules on names: what a cell calls is there by then, and what a message offers as a call is imported."""

from __future__ import annotations

import ast
import builtins
import html
import re
from collections.abc import Iterator
from pathlib import Path

from execml.course.programme import module_with, unit_number
from execml.pipeline.contract.page import Breach, Page, Programme, calls, representations, tree

# The calls whose outputs talk to the learner, and may so tell them what to type.
TALKING = {"check", "hint", "decide", "quiz", "predict", "reveal", "again"}
OFFERED = re.compile(r"`([A-Za-z_][\w.]*)\(|<code>([A-Za-z_][\w.]*)\(")
BUILT_IN = set(dir(builtins))


def called_names_known(page: Page) -> Iterator[tuple[int, str]]:
    """What a cell calls was imported or made by a cell above it, or by itself."""
    known = set(BUILT_IN)
    for place, cell in page.cells("code"):
        known |= bound(cell.source)
        called = {name.split(".")[0] for name, _ in calls(cell.source)} - {""}  # a method of a value has none
        for name in sorted(called - known):
            yield place, f"calls {name}(…), which no cell above imports or makes"


def offered_names_known(page: Page) -> Iterator[tuple[int, str]]:
    """What a check, a hint or another message offers as a call can be typed on the page."""
    known = BUILT_IN.union(*(bound(cell.source) for _, cell in page.cells("code")))
    for place, cell in page.cells("code"):
        if TALKING & {name for name, _ in calls(cell.source)}:
            said = "\n".join(text for output in cell.outputs for text in representations(output).values())
            for name in sorted(offered(said) - known):
                yield place, f"its message offers {name}(…), which the page does not import"


def feedback_names_known(programme: Programme) -> Iterator[Breach]:
    """What a unit's hints and its feedback to wrong answers offer as a call can be typed on its pages."""
    for page in programme.pages:
        known = BUILT_IN.union(*(bound(cell.source) for _, cell in page.cells("code")))
        for name in sorted(offered(_feedback(page, programme.root)) - known):
            message = f"a hint or the feedback to an answer offers {name}(…), which the page does not import"
            yield Breach(page.file, "feedback_names_known", 0, message)


def bound(source: str) -> set[str]:
    """Return the names that a cell's code binds anywhere: imports, assignments, functions, their arguments.

    >>> sorted(bound("import numpy as np\\nfrom math import pi\\nx, y = 1, 2\\ndef f(a): return a"))
    ['a', 'f', 'np', 'pi', 'x', 'y']
    """
    found = set()
    for node in ast.walk(tree(source) or ast.Module([], [])):
        if isinstance(node, ast.Import | ast.ImportFrom):
            found |= {alias.asname or alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            found.add(node.name)
    return found


def offered(text: str) -> set[str]:
    """Return the first part of each name that a text shows as a call in code.

    >>> sorted(offered('Try `hint("a")`, `np.log(x)` or <code>max(a)</code>, not `x.mean`.'))
    ['hint', 'max', 'np']
    """
    return {(a or b).split(".")[0] for a, b in OFFERED.findall(html.unescape(text))}


def _feedback(page: Page, root: Path) -> str:
    """Return every text in the unit's exercises: hints and what is said to wrong answers."""
    module = module_with(page.unit.name)
    if module is None or not page.is_lesson:
        return ""
    file = module.unit_helpers(root, unit_number(page.unit.name)) / "exercises.py"
    if not file.is_file():
        return ""
    nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    texts = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return "\n".join(texts)


PAGE_RULES = (called_names_known, offered_names_known)
PROGRAMME_RULES = (feedback_names_known,)

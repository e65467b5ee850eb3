"""Looking into the machine: sensitivities inside a graph, the very lines that compute them, their count."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Callable, Sequence
from textwrap import dedent
from typing import Any

from execml.course.validation import instance, several, shown, text
from execml.frameworks.autodiff import checks, graph
from execml.frameworks.autodiff.tensor import Tensor


def sensitivities(result: Tensor, nodes: Sequence[Tensor]) -> list[Any]:
    """Return the derivative of a result with respect to values inside its graph, which stays intact.

    Args:
        result: a Tensor of one element.
        nodes: inputs or intermediate values behind it.

    Raises:
        ValueError: if a node is not behind the result, or the result is not one number.
        RuntimeError: as :meth:`Tensor.backward` does.

    >>> weight = Tensor(3.0)
    >>> square = weight * weight
    >>> [float(d) for d in sensitivities(square + square, [weight, square])]
    [12.0, 2.0]
    """
    instance("result", result, Tensor)
    for place, node in enumerate(several("nodes", nodes)):
        instance(f"nodes[{place}]", node, Tensor)
    found = {id(result): graph.start(result, None)}
    for node in reversed(graph.topological_order(result)):
        if node._edges:
            checks.untouched(node)
        for operand, pullback in node._edges or ():
            share, known = pullback(found[id(node)]), found.get(id(operand))
            found[id(operand)] = share if known is None else known + share
    missing = [place for place, node in enumerate(nodes) if id(node) not in found]
    if missing:
        raise ValueError(f"nodes {missing} are not behind the result, or need no gradient")
    return [found[id(node)] for node in nodes]


def excerpt(source: Callable[..., Any] | Any, first: str, last: str) -> str:
    """Return the lines of a function or module from one to another, as Markdown.

    Args:
        source: a function, class or module.
        first: what the first line contains.
        last: what the last line contains.

    Raises:
        ValueError: if there are no such lines, or the source is not at hand.

    >>> print(excerpt(Tensor.item, "return", "return"))
    ```python
    return float(primal(self.data).item())
    ```
    """
    text("first", first), text("last", last)
    lines = _source("source", source).splitlines()
    begins = [place for place, line in enumerate(lines) if first in line]
    ends = [place for place, line in enumerate(lines) if begins and place >= begins[0] and last in line]
    if not ends:
        raise ValueError(f"first={first!r} and last={last!r} do not mark lines of that source")
    return f"```python\n{dedent(chr(10).join(lines[begins[0] : ends[0] + 1]))}\n```"


def lines_of_code(*sources: str | Callable[..., Any]) -> int:
    """Count the lines on which code stands: no docstrings, no lines of comment, no empty lines.

    Args:
        sources: names of modules of this package, or functions.

    Raises:
        ValueError: if there is none, or one has no source at hand.

    >>> lines_of_code("tensor", "shapes", "elementary") <= 250
    True
    """
    if not sources:
        raise ValueError("sources=() must hold at least one")
    return sum(len(_lines_of_code(_source("sources", source))) for source in sources)


def _source(name: str, thing: Any) -> str:
    """Return the source of a function, a class, a module, or a module of this package by its name."""
    try:
        if isinstance(thing, str):
            thing = importlib.import_module(f"execml.frameworks.autodiff.{thing}")
        source = dedent(inspect.getsource(thing))
        ast.parse(source)
    except (ImportError, OSError, TypeError, SyntaxError):
        wanted = "must be a function, class or module whose source is at hand"
        raise ValueError(f"{name}={shown(thing)} {wanted}") from None
    return source


def _lines_of_code(source: str) -> set[int]:
    """Return the numbers of the lines that hold code."""
    described = (ast.Module, ast.ClassDef, ast.FunctionDef)
    words: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, described) and ast.get_docstring(node) is not None:
            words |= set(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    numbered = enumerate((line.strip() for line in source.splitlines()), 1)
    return {number for number, line in numbered if line and not line.startswith("#") and number not in words}

"""A page that is opened cold: the day after, or at a cell in its middle, before anything has run.

The stored outputs make a page look as if it had run. The first cell that is run then meets a name that
nothing has defined, and a NameError with its traceback says nothing about what to do. This IPython extension
says it in one sentence. ``start.py`` has every kernel of the environment load it; elsewhere ``begin()`` does.
"""

from __future__ import annotations

import builtins
import json
import os
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

# What every notebook of the programme stores of its language. A kernel of this environment says the same, so
# that JupyterLab, which writes what the kernel says into each page that it opens, changes nothing: not the
# patch version of one machine, only Python's major one.
LANGUAGE: dict[str, Any] = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
    "version": "3",
}

NOT_RUN = (
    "This page has not run yet in this session: choose Run → Run All Cells "
    "(or the button 'Run everything'), then come back to this cell."
)
RUN_ABOVE = "run the cells above (Run → Run All Above Selected Cell)"
ALIKE = 0.75  # of difflib's ratio: limits and limit are alike, clients and limits are not

_begun = False


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Help with names that are not defined, and describe the language as the notebooks do.

    Args:
        shell: IPython's; one without a kernel, in a terminal, is left as it is.
    """
    kernel = getattr(shell, "kernel", None)
    if kernel is None:
        return
    kernel.language_info = {**LANGUAGE, "codemirror_mode": dict(LANGUAGE["codemirror_mode"])}
    shell.set_custom_exc((NameError,), _explain)


def page_begins(shell: InteractiveShell | None) -> None:
    """Note that a page's first cell has run, and help from here on, with or without the extension.

    Args:
        shell: IPython's; nothing outside IPython.
    """
    global _begun
    _begun = True
    if shell is not None and getattr(shell, "kernel", None) is not None:
        shell.set_custom_exc((NameError,), _explain)


def advice(missing: str, known: Iterable[str], begun: bool) -> str:
    """Return the sentence for a name that is not defined.

    Args:
        missing: the name.
        known: the names that are defined.
        begun: whether the page's first cell has run.

    >>> print(advice("limts", ["limits", "clients"], begun=True))  # doctest: +ELLIPSIS
    'limts' is not defined: did you mean 'limits'? If not, run the cells above (Run → Run All Above...
    >>> print(advice("shares", ["limits", "clients"], begun=True))
    'shares' is not defined yet: run the cells above (Run → Run All Above Selected Cell).
    """
    from difflib import get_close_matches

    if not begun:
        return NOT_RUN
    close = get_close_matches(missing, sorted(known), 1, ALIKE)
    if close:
        return f"{missing!r} is not defined: did you mean {close[0]!r}? If not, {RUN_ABOVE}."
    return f"{missing!r} is not defined yet: {RUN_ABOVE}."


def _explain(
    shell: InteractiveShell,
    kind: type[BaseException],
    error: NameError,
    trace: TracebackType | None,
    tb_offset: int | None = None,
) -> None:
    """Show an error as IPython does, and for a name that a page should have defined what to do.

    The error stays what it is: the cell has failed, Run All stops, and ``%tb`` shows where.
    """
    if kind is not NameError or not _of_the_page(shell, error, trace):
        shell.showtraceback((kind, error, trace), tb_offset=tb_offset)
        return
    known = [name for name in shell.user_ns if not name.startswith("_")] + dir(builtins)
    lines = [advice(str(error.name), known, _begun)]
    if _begun:
        lines = [*shell.InteractiveTB.structured_traceback(kind, error, trace, tb_offset=tb_offset), *lines]
    error._render_traceback_ = lambda: lines  # type: ignore[attr-defined]  # IPython's way in
    try:
        shell.showtraceback((kind, error, trace), tb_offset=tb_offset)
    finally:
        del error._render_traceback_  # type: ignore[attr-defined]


def _of_the_page(shell: InteractiveShell, error: NameError, trace: TracebackType | None) -> bool:
    """Say whether a cell of a page looked the name up: not a library, nor a notebook of the learner's own."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    by_a_cell = trace is not None and trace.tb_frame.f_globals is shell.user_ns
    return bool(error.name) and by_a_cell and (_begun or _is_page(os.environ.get("JPY_SESSION_NAME", "")))


def _is_page(session: str) -> bool:
    """Say whether a session is one of the programme's pages, by what Jupyter's server calls it: its file.

    An editor that says nothing has a page open as likely as not; a learner's own notebook says nothing of us.
    """
    try:
        described = json.loads(Path(session).read_bytes())["metadata"]
    except (OSError, ValueError, KeyError, TypeError):
        return True
    return "execml" in described

"""Sentences and tables whose numbers come from code, so that the notebook test guards them."""

from __future__ import annotations

import html
import inspect
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def emit(bundle: Mapping[str, str]) -> None:
    """Display one output in several media types; ``text/plain`` is what the notebook test compares."""
    from IPython.display import display

    display(dict(bundle), raw=True)


def say(text: str) -> None:
    """Render a Markdown sentence that carries computed numbers.

    Args:
        text: Markdown; common indentation is removed, so that a cell may use a triple-quoted f-string.
    """
    markdown = inspect.cleandoc(text)
    emit({"text/markdown": markdown, "text/plain": markdown})


def table(
    frame: pd.DataFrame,
    caption: str = "",
    formats: Mapping[str, str | Callable[[Any], str]] | None = None,
    index: bool = False,
) -> None:
    """Render a small table with a caption, right-aligned numbers and no random ids.

    Args:
        frame: the rows to show, at most 40.
        caption: what the table says, in one sentence.
        formats: for a column name, a format such as ``"{:.1%}"`` or a function from value to text.
        index: whether to show the frame's index as the first column.

    Raises:
        ValueError: if the frame is too long to be read, or a format names no column.
    """
    if len(frame) > 40:
        raise ValueError(f"frame has {len(frame)} rows; a table on a page shows at most 40")
    shown = frame.reset_index() if index else frame
    missing = sorted(set(formats or {}) - set(shown.columns))
    if missing:
        raise ValueError(f"formats names {missing}, which are not among the columns {list(shown.columns)}")
    columns = [_format_column(shown[name], (formats or {}).get(name)) for name in shown.columns]
    numeric = [shown[name].dtype.kind in "iuf" or name in (formats or {}) for name in shown.columns]
    rows = list(zip(*columns, strict=True))
    emit({"text/html": _html(shown.columns, rows, numeric, caption), "text/plain": _plain(shown.columns, rows, caption)})


def _format_column(values: pd.Series, form: str | Callable[[Any], str] | None) -> list[str]:
    if form is None:
        return [f"{value:,}" if isinstance(value, int) else str(value) for value in values.tolist()]
    if callable(form):
        return [form(value) for value in values]
    return [form.format(value) for value in values]


def _html(names: Any, rows: list[tuple[str, ...]], numeric: list[bool], caption: str) -> str:
    align = ["right" if right else "left" for right in numeric]
    head = "".join(
        f'<th scope="col" style="text-align:{side}">{html.escape(str(name))}</th>' for name, side in zip(names, align, strict=True)
    )
    body = "".join(
        "<tr>" + "".join(f'<td style="text-align:{side}">{html.escape(cell)}</td>' for cell, side in zip(row, align, strict=True)) + "</tr>"
        for row in rows
    )
    title = f'<caption style="text-align:left;font-weight:bold;padding:0.4em 0">{html.escape(caption)}</caption>' if caption else ""
    return f"<table>{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _plain(names: Any, rows: list[tuple[str, ...]], caption: str) -> str:
    lines = [" | ".join(str(name) for name in names), *(" | ".join(row) for row in rows)]
    return "\n".join([caption, *lines] if caption else lines)

"""Sentences and tables whose numbers come from code, so that the notebook test guards them."""

from __future__ import annotations

import html
import inspect
import math
import re
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from execml.course.digits import figure, typeset
from execml.course.validation import flag, shown
from execml.course.validation import text as checked_text

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS = 40
VERBATIM = re.compile(r"(```.*?```|`[^`]*`|\$\$.*?\$\$|(?<!\\)\$(?!\d)[^$\n]*(?<!\\)\$|<[^<>\n]+>)", re.S)
LONG_WORD = 12  # letters; such a name in code would hold a column apart


def emit(bundle: Mapping[str, str]) -> None:
    """Display one output in several media types; ``text/plain`` is what the notebook test compares.

    Outside a notebook the plain text is printed; a letter that a terminal lacks becomes a question mark.
    """
    if "IPython" not in sys.modules or sys.modules["IPython"].get_ipython() is None:
        letters = sys.stdout.encoding or "utf-8"
        print(bundle["text/plain"].encode(letters, "replace").decode(letters))
        return
    from IPython.display import display

    display(dict(bundle), raw=True)


def say(text: str) -> None:
    """Render a Markdown sentence that carries computed numbers; a negative one gets a minus sign.

    Args:
        text: Markdown; common indentation is removed, so that a cell may use a triple-quoted f-string.

    Raises:
        ValueError: if it is no text, or empty.

    >>> say(f"**{0.221:.1%}** of the clients default.")
    **22.1%** of the clients default.
    """
    markdown = inspect.cleandoc(checked_text("text", text))
    # Code, formulas and tags stay as they are.
    markdown = "".join(part if part[:1] in "`$<" else typeset(part) for part in VERBATIM.split(markdown))
    emit({"text/markdown": markdown, "text/plain": markdown})


def table(
    frame: pd.DataFrame,
    caption: str,
    formats: Mapping[str, str | Callable[[Any], str]] | None = None,
    index: bool = False,
) -> None:
    """Render a small table with a caption, numbers aligned on the right, text on the left, and no random ids.

    Without a format, whole numbers get thousands separators, others three significant digits, and what is
    missing a dash. A first column of text names its rows.

    Args:
        frame: the rows to show, at most 40.
        caption: what the table says, in one sentence.
        formats: for a column name, a format such as ``"{:.1%}"`` or a function from value to text.
        index: whether to show the frame's index, which then needs a name, as the first column.

    Raises:
        ValueError: if the frame is not one, is too long to be read or has a column without a name, the
            caption is empty, or a format names no column.

    >>> import pandas as pd
    >>> scores = pd.DataFrame({"model": ["trees", "logistic"], "AUC": [0.7786, 0.7655]})
    >>> table(scores, "Trees rank better", formats={"AUC": "{:.2f}"})
    Trees rank better
    model | AUC
    trees | 0.78
    logistic | 0.77
    """
    rows_shown = _checked(frame, index)
    if formats is not None and not isinstance(formats, Mapping):
        raise ValueError(f"formats={shown(formats)} must give for a column a format or a function")
    checked_text("caption", caption, empty=True)
    formats = dict(formats or {})
    names = list(rows_shown.columns)
    unknown = [name for name in formats if name not in names]
    if unknown:
        raise ValueError(f"formats names {unknown}, which are not among the columns {names}")
    columns = [_cells(rows_shown.iloc[:, place], formats.get(name)) for place, name in enumerate(names)]
    right = [_numeric(rows_shown.iloc[:, place], cells) for place, cells in enumerate(columns)]
    headings = [_heading(name) for name in names]
    if not (caption.strip() and all(heading.strip() for heading in headings)):
        raise ValueError(f"caption={caption!r} and columns={headings} must all have words; name the index")
    rows = list(zip(*columns, strict=True))
    plain = "\n".join(" | ".join(row) for row in [headings, *rows])
    emit(
        {
            "text/html": _html(headings, rows, right, caption),
            "text/plain": f"{caption}\n{plain}",
        }
    )


def _checked(frame: pd.DataFrame, index: bool) -> pd.DataFrame:
    if not hasattr(frame, "columns"):
        raise ValueError(f"frame={shown(frame)} must be a DataFrame; a Series has to_frame()")
    flag("index", index)
    if len(frame) > MOST_ROWS:
        raise ValueError(f"frame has {len(frame)} rows; a table on a page shows at most {MOST_ROWS}")
    return frame.reset_index(names="" if frame.index.name is None else None) if index else frame


def _heading(name: Any) -> str:
    return " ".join(str(part) for part in name if part != "") if isinstance(name, tuple) else str(name)


def _cells(values: pd.Series, form: str | Callable[[Any], str] | None) -> list[str]:
    if form is None:
        return [_default(value) for value in values.tolist()]
    if callable(form):
        return [typeset(str(form(value))) for value in values]
    return ["–" if _missing(value) else typeset(_no_minus_zero(form.format(value))) for value in values]


def _default(value: Any) -> str:
    if _missing(value):
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return typeset(figure(value) if isinstance(value, int | float) else str(value))


def _no_minus_zero(text: str) -> str:
    """Take the sign from a number that a format rounded to zero.

    >>> _no_minus_zero("-0.0%"), _no_minus_zero("-0.04"), _no_minus_zero("NT$-0")
    ('0.0%', '-0.04', 'NT$0')
    """
    return re.sub(r"(?<![\w.-])([^\w\s]*|NT\$)-(0(?:\.0+)?)(?![\d.,]*[1-9])(?![\d.]*e)", r"\1\2", text)


def _missing(value: Any) -> bool:
    nothing = value is None or type(value).__name__ in ("NAType", "NaTType")
    return nothing or (isinstance(value, float) and math.isnan(value))


def _numeric(values: pd.Series, cells: list[str]) -> bool:
    """Return whether a column reads as numbers: by its type, or because every cell looks like a number."""
    if values.dtype.kind in "iuf":
        return True
    like_number = re.compile(
        r"(NT\$|[<>≤≥≈~±+−-]|\s)*\d[\d,. ]*((·10)?[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?\s*(%|×|s|ms|points?)?|–?"
    )
    return any(cells) and all(like_number.fullmatch(cell.strip()) for cell in cells)


def _html(names: list[str], rows: list[tuple[str, ...]], right: list[bool], caption: str) -> str:
    # Styles stand in the cells: JupyterLab has rules of its own for tables, and a page has no style sheet.
    # Words wrap, so that a table fits a narrow window; numbers don't.
    # The least width keeps a caption over two narrow columns from standing word under word.
    styles = [
        f"text-align:{'right' if side else 'left'};padding:0.3em 0.5em;vertical-align:top;white-space:normal"
        for side in right
    ]
    cells = [
        style.replace("white-space:normal", "white-space:nowrap;font-variant-numeric:tabular-nums")
        if side
        else style
        for style, side in zip(styles, right, strict=True)
    ]
    rule = "border-bottom:1px solid #888;vertical-align:bottom"
    head = "".join(
        f'<th scope="col" style="{style};{rule}">{html.escape(name)}</th>'
        for name, style in zip(names, styles, strict=True)
    )
    body = "".join(_row(row, cells, not right[0]) for row in rows)
    style = "caption-side:top;text-align:left;font-weight:bold;padding:0.4em 0.6em;white-space:normal"
    return (
        '<table style="margin:0.5em 0;border-collapse:collapse;min-width:22em">'
        f'<caption style="{style}">{html.escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _row(cells: tuple[str, ...], styles: list[str], named: bool) -> str:
    """Return a row; its first cell is a heading if it names the row."""
    marked = [
        f'<th scope="row" style="{style};font-weight:normal">{_breakable(cell)}</th>'
        if named and place == 0
        else f'<td style="{style}">{_breakable(cell)}</td>'
        for place, (cell, style) in enumerate(zip(cells, styles, strict=True))
    ]
    return f"<tr>{''.join(marked)}</tr>"


def _breakable(text: str) -> str:
    """Return a cell's text as HTML, in which a long name may wrap inside, and a number may not.

    >>> _breakable("a_b < initial_accumulator=0.01")
    'a_b &lt; initial_<wbr>accumulator=<wbr>0.01'
    """
    words = [
        html.escape(word)
        if len(word) < LONG_WORD
        else re.sub(r"(?<=[_=/])(?=\w)|(?<=\.)(?=[^\W\d])|(?<=[a-z])(?=[A-Z])", "<wbr>", html.escape(word))
        for word in text.split(" ")
    ]
    return " ".join(words)

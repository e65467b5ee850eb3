"""The lines of a benchmark, ours beside another's, and the table that they are printed as."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from execml.course.digits import figure


@dataclass(frozen=True)
class Row:
    """A measurement of ours beside another's.

    Attributes:
        task: what was done.
        other: what we are compared with.
        ours: our figure; its unit is that of the part it comes from.
        theirs: theirs, in the same unit.
        check: how the answers compare.
        more_is_better: whether the larger figure wins, as for configurations tried.
    """

    task: str
    other: str
    ours: float
    theirs: float
    check: str
    more_is_better: bool = False

    @property
    def ratio(self) -> float:
        """How many times better ours is.

        >>> Row("search", "another", 2.0, 6.0, "same").ratio
        3.0
        """
        return self.ours / self.theirs if self.more_is_better else self.theirs / self.ours

    @property
    def divided(self) -> str:
        """Say what the ratio divides by what.

        >>> Row("search", "another", 2.0, 6.0, "same").divided
        'theirs / ours'
        """
        return "ours / theirs" if self.more_is_better else "theirs / ours"


@dataclass(frozen=True)
class Line:
    """One row of a table for a terminal: what it is about, its figures, and a remark.

    Attributes:
        name: what the figures belong to.
        cells: as many texts as the table has columns.
        remark: what stands behind the figures, or below them where that is too narrow.
        group: a heading that rows one after another share.
    """

    name: str
    cells: tuple[str, ...]
    remark: str = ""
    group: str = ""


def table_lines(heads: Sequence[str], rows: Sequence[Line], width: int) -> list[str]:
    """Lay out a table so that nothing is cut: one line a row, or two where the terminal is narrow.

    Args:
        heads: what stands above each column; a line break parts it in two.
        rows: at least one row.
        width: columns of the terminal.

    >>> print(*table_lines(["ours"], [Line("an AUC", ("1.2",), "same")], 80), sep="\\n")
            ours
    an AUC   1.2  same
    """
    indent = "  " if any(row.group for row in rows) else ""
    names = max(len(indent + row.name) for row in rows)
    columns = [
        max(len(text) for text in (*head.split("\n"), *(row.cells[place] for row in rows)))
        for place, head in enumerate(heads)
    ]
    figures = sum(columns) + 2 * len(columns)
    beside = names + figures + 2 + max(len(row.remark) for row in rows) <= width
    if names + figures > width:
        names = max(width - figures, len(indent))
    found = [" " * names + line for line in _headed(heads, columns)]
    group = ""
    for row in rows:
        if row.group != group:
            group = row.group
            found += textwrap.wrap(group, width, subsequent_indent="  ")
        name = indent + row.name
        if len(name) > names:
            found.append(name)
            name = ""
        line = name.ljust(names) + "".join(
            "  " + cell.rjust(column) for cell, column in zip(row.cells, columns, strict=True)
        )
        if row.remark and beside:
            line += f"  {row.remark}"
        found.append(line.rstrip())
        if row.remark and not beside:
            found += textwrap.wrap(row.remark, width, initial_indent="    ", subsequent_indent="    ")
    return found


def _headed(heads: Sequence[str], columns: Sequence[int]) -> list[str]:
    """Return the heads as lines, flush at the bottom."""
    split = [head.split("\n") for head in heads]
    deep = max(len(parts) for parts in split)
    padded = [[""] * (deep - len(parts)) + parts for parts in split]
    return [
        "".join("  " + parts[line].rjust(column) for parts, column in zip(padded, columns, strict=True))
        for line in range(deep)
    ]


def print_table(title: str, heads: Sequence[str], rows: Sequence[Line]) -> None:
    """Print a table under its title, as wide as the terminal; what is piped gets 80 columns.

    Args:
        title: what stands above the table.
        heads: what stands above each column.
        rows: at least one row.
    """
    width = shutil.get_terminal_size((80, 24)).columns
    print(*textwrap.wrap(title, width), "", *table_lines(heads, rows, width), sep="\n")


def print_rows(title: str, parts: Iterable[tuple[str, Callable[[], Iterable[Row]]]]) -> None:
    """Measure the parts of a benchmark one after the other, showing how far it is, and print one table.

    Args:
        title: what stands above the table.
        parts: for each the measure and its unit, such as ``"milliseconds"``, and a function that yields rows.
    """
    from rich.console import Console
    from rich.progress import track

    shown = Console(stderr=True)  # how far it is, apart from what may be piped
    waiting = track(list(parts), description="measuring", transient=True, console=shown)
    done = [(unit, list(part())) for unit, part in waiting]
    lines = [
        Line(
            row.other,
            (_figure(row.ours), _figure(row.theirs), f"{row.ratio:,.1f}×"),
            row.check,
            f"{row.task} ({unit}; the ratio is {row.divided})",
        )
        for unit, found in done
        for row in found
    ]
    print_table(f"{title}. A ratio above 1 is in our favour.", ("ours", "theirs", "ratio"), lines)


def _figure(value: float) -> str:
    """Return a figure with three digits that count, and whole from a thousand on.

    >>> _figure(1.2345), _figure(4891.2)
    ('1.23', '4,891')
    """
    return f"{value:,.0f}" if abs(value) >= 1e15 else figure(value)

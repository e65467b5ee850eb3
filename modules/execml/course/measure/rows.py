"""The lines of a benchmark, ours beside another's, and the table that they are printed as."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

COLUMNS = ("task", "measure", "compared with", "ours", "theirs", "ratio", "answers")


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


def print_rows(title: str, parts: Iterable[tuple[str, Callable[[], Iterable[Row]]]]) -> None:
    """Measure the parts of a benchmark one after the other, showing how far it is, and print one table.

    Args:
        title: what stands above the table.
        parts: for each the measure and its unit, such as ``"milliseconds"``, and a function that yields rows.
    """
    from rich.console import Console
    from rich.progress import track
    from rich.table import Table

    table = Table(title=title)
    for name in COLUMNS:
        table.add_column(name, justify="right" if name in ("ours", "theirs", "ratio") else "left")
    done = [
        (unit, list(part())) for unit, part in track(list(parts), description="measuring", transient=True)
    ]
    for unit, row in ((unit, row) for unit, found in done for row in found):
        figures = (f"{row.ours:,.3g}", f"{row.theirs:,.3g}", f"{row.ratio:,.1f}×")
        table.add_row(row.task, unit, row.other, *figures, row.check)
    Console().print(table)

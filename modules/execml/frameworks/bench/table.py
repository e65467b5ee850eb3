"""The benchmark of the module: every way to train the bank's network, in one table."""

from __future__ import annotations

import math
import warnings

from execml.frameworks.bench.training import TimedWay, rows
from execml.frameworks.libraries.steps import BATCH, SIZES


def main() -> None:
    """Print one table: steps a second on one thread, and whether all end at the same loss."""
    from rich.console import Console
    from rich.table import Table

    sizes = "–".join(map(str, SIZES))
    table = Table(title=f"Network {sizes}, batches of {BATCH}, SGD: processor time on one thread")
    for name in ("way", "first step (ms)", "step (µs)", "steps/s", "× ours", "pays after", "loss"):
        table.add_column(name, justify="left" if name in ("way", "loss") else "right")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = list(rows())
    for row in found:
        table.add_row(row.way, *_cells(row), row.check)
    Console().print(table)


def _cells(row: TimedWay) -> tuple[str, ...]:
    if row.timing is None:
        return ("–",) * 5
    pays = "–" if math.isnan(row.pays_after) else f"{row.pays_after:,.0f}".replace("inf", "never")
    first, step = row.timing.first, row.timing.step
    return f"{1e3 * first:,.1f}", f"{1e6 * step:,.0f}", f"{1 / step:,.0f}", f"{row.ratio:,.1f}", pays

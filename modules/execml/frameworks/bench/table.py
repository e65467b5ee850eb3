"""The benchmark of the module: every way to train the bank's network, in one table."""

from __future__ import annotations

import math
import warnings

from execml.course.measure.rows import Line, print_table
from execml.frameworks.bench.training import OURS, TimedWay, rows
from execml.frameworks.libraries.steps import BATCH, SIZES

HEADS = ("first\nstep (ms)", "step\n(µs)", "steps\na second", "step /\nours", "pays\nafter")


def main() -> None:
    """Print one table: steps a second on one thread, and whether all end at the same loss."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = list(rows())
    sizes = "–".join(map(str, SIZES))
    title = (
        f"Network {sizes}, batches of {BATCH}, SGD: processor time on one thread. “step / ours” divides a "
        f"step's time by that of “{OURS}”; “pays after” counts the steps that pay for the first one, against "
        "the eager form."
    )
    print_table(title, HEADS, [Line(row.way, _cells(row), f"loss: {row.check}") for row in found])


def _cells(row: TimedWay) -> tuple[str, ...]:
    if row.timing is None:
        return ("–",) * 5
    pays = "–" if math.isnan(row.pays_after) else f"{row.pays_after:,.0f}".replace("inf", "never")
    first, step = row.timing.first, row.timing.step
    return f"{1e3 * first:,.1f}", f"{1e6 * step:,.0f}", f"{1 / step:,.0f}", f"{row.ratio:,.1f}", pays

"""The picture of repeated runs: each run a dot, the mean with its interval on top, a row for each rival."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from execml.course.measure.runs import Repeats
from execml.course.page.figures import ACCENT, DARK, GREY, figure
from execml.course.validation import finite, instance, mapping, text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

BELOW, THICKNESS = 0.14, 0.26  # where the dots of a row begin, and their height; rows are 1 apart


def spread(
    rows: Repeats | Mapping[str, Repeats], title: str, x: str, beside: float | None = None
) -> tuple[Figure, str]:
    """Draw repeated runs, and return the figure with its alternative text, for ``show(*spread(…))``.

    Args:
        rows: the runs, or those of several rivals by name, the first on top; such as ``runs.by("width")``.
        title: the finding, as a sentence.
        x: what was measured, with its unit.
        beside: a value to compare with, drawn as a dashed line; for a difference, 0.

    Raises:
        ValueError: if there are no rows, a row has only one draw, or a label or value is none.

    >>> from execml.course.measure.repeats import repeated
    >>> runs = repeated(lambda seed: 0.77 + seed / 1000, over={"seed": range(10)})
    >>> spread(runs, "The forest ranks alike on every draw", x="AUC")[1]
    'AUC in repeated runs: 0.774 (0.772 to 0.777 in 10 runs); all between 0.77 and 0.779.'
    """
    given = {"": rows} if isinstance(rows, Repeats) else mapping("rows", rows)
    named = {str(name): instance(f"rows[{name!r}]", runs, Repeats) for name, runs in given.items()}
    text("x", x, empty=True)
    if beside is not None:
        finite("beside", beside)
    fig, ax = figure(title, x=x, size=(8.0, 1.7 + 0.7 * len(named)))
    for row, runs in enumerate(named.values()):
        heights = row + BELOW + THICKNESS * (np.arange(len(runs)) % 10) / 10  # apart, so that each is seen
        ax.plot(runs.values, heights, "o", color=GREY, markersize=5)
        low, high = runs.interval()
        ax.plot([low, high], [row, row], color=ACCENT, linewidth=4, marker="")
        ax.plot([runs.mean], [row], "D", color=ACCENT, markersize=9)
        note: dict[str, Any] = {
            "xytext": (0, 12),
            "textcoords": "offset points",
            "ha": "center",
            "fontsize": 12,
        }
        ax.annotate(str(runs).partition(" in ")[0] + ")", (runs.mean, row), color=ACCENT, **note)
    if beside is not None:
        ax.axvline(beside, color=DARK, linestyle="--", linewidth=1.5)
    ax.set_yticks(range(len(named)) if any(named) else [], list(named) if any(named) else [])
    ax.set_ylim(len(named) - 0.45, -0.7)
    ax.grid(visible=False, axis="y")
    told = "; ".join(_told(name, runs) for name, runs in named.items())
    return fig, f"{x} in repeated runs: {told}."


def _told(name: str, runs: Repeats) -> str:
    least, most = runs.quantiles(0, 1)
    return f"{f'{name} ' if name else ''}{runs}; all between {least:.3g} and {most:.3g}"

"""The figures of unit 5: each takes computed data and returns a figure with its alternative text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from execml.course.page.figures import ACCENT, GREY, WARM, figure, label_line

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


def attack(in_order: NDArray[np.floating], drawn: NDArray[np.floating], alarms: float) -> tuple[Figure, str]:
    """Draw how many members an attacker finds against how many others are accused.

    Args:
        in_order: share of members found at each share of false alarms 0.1%, 0.2%, … 20%, batches in order.
        drawn: the same for drawn batches.
        alarms: the share of false alarms that the page reads off.
    """
    wrong = 100 * np.arange(1, len(in_order) + 1) / 1000
    at = round(1000 * alarms) - 1
    fig, ax = figure(
        f"Who comes in order is found {in_order[at] / drawn[at]:.0f} times as often as who is drawn",
        x="others accused (%)",
        y="members found (%)",
    )
    ax.plot(wrong, 100 * in_order, color=ACCENT, marker="")
    ax.plot(wrong, 100 * drawn, color=GREY, marker="")
    ax.plot([wrong[at], wrong[at]], [100 * in_order[at], 100 * drawn[at]], "o", color=WARM, markersize=8)
    label_line(ax, wrong[-1], 100 * in_order[-1], "in order", ACCENT, xytext=(-70, -20))
    label_line(ax, wrong[-1], 100 * drawn[-1], "drawn", GREY, xytext=(-50, -22))
    ax.set_ylim(0, 100)
    return fig, (
        f"Line chart: with batches in order the attacker finds {in_order[at]:.0%} of members at {alarms:.0%} "
        f"false alarms, with drawn batches {drawn[at]:.0%}; the upper line stays far above the lower one."
    )


def running_noise(deviations: Mapping[str, NDArray[np.floating]]) -> tuple[Figure, str]:
    """Draw the deviation of the noise in the running sum against the step, one line a kind of noise.

    Args:
        deviations: by name, deviation after each step, in clipping norms: fresh noise, the root uncut, cut.
    """
    ends = {name: float(line[-1]) for name, line in deviations.items()}
    first, *others = ends
    fig, ax = figure(
        f"After {len(deviations[first])} steps the noise that cancels is "
        f"{ends[first] / min(ends[name] for name in others):.1f} times smaller, at the same ε",
        x="steps taken",
        y="noise in the sum of all steps (clipping norms)",
    )
    for (name, line), colour, above in zip(
        deviations.items(), (GREY, WARM, ACCENT), (8, 8, -34), strict=True
    ):
        ax.plot(np.arange(1, len(line) + 1), line, color=colour, marker="")
        label_line(ax, len(line), line[-1], name, colour, xytext=(-150, above))
    ax.set_ylim(bottom=0)
    told = "; ".join(f"{name} ends at {end:.0f}" for name, end in ends.items())
    return fig, f"Line chart of the noise in the running sum over the steps: {told}."


def promises(rows: pd.DataFrame) -> tuple[Figure, str]:
    """Draw how many of 100 members an ideal attacker finds under published promises.

    Args:
        rows: one row a promise, with the columns ``whose``, ``found`` (share) and ``ours`` (true or false).
    """
    rows = rows.sort_values("found", ascending=False)
    ours, weakest = rows[rows["ours"]].iloc[-1], rows.iloc[0]
    fig, ax = figure(
        f"Of 100 members an ideal attacker finds {100 * ours['found']:.0f} under our promise, "
        f"{100 * weakest['found']:.0f} under the weakest",
        x="members found of 100, while 1 of 100 others is accused",
        size=(8.5, 1.6 + 0.55 * len(rows)),
    )
    colours = [ACCENT if own else GREY for own in rows["ours"]]
    ax.barh(range(len(rows)), 100 * rows["found"], color=colours, height=0.6)
    for place, found in enumerate(rows["found"]):
        ax.annotate(f"{100 * found:.0f}", (100 * found, place), xytext=(6, -5), textcoords="offset points")
    ax.set_yticks(range(len(rows)), rows["whose"])
    ax.set_xlim(0, 112)
    ax.grid(visible=False, axis="y")
    told = "; ".join(f"{row['whose']}: {100 * row['found']:.0f}" for _, row in rows.iterrows())
    return fig, f"Bar chart, members found of 100 at 1% false alarms. {told}."

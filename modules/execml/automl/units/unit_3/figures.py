"""The figures of unit 3: each takes computed data and returns a figure with its alternative text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from execml.course import ACCENT, GREY, figure
from execml.course.bank.delong import Interval
from execml.course.page.figures import DARK, WARM

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


def ten_groups(board: pd.DataFrame, groups: Mapping[str, np.ndarray]) -> tuple[Figure, str]:
    """Draw each contestant's lead over random search: a dot a group, and the mean with its interval.

    Args:
        board: from :func:`execml.automl.contest.record.leads`, best first.
        groups: the lead in each of the groups, by contestant.
    """
    rows = board[board["contestant"] != "random search"].iloc[::-1].reset_index(drop=True)
    best, tools = rows["contestant"].iloc[-1], rows[rows["contestant"].str.contains("TPOT|H2O")]
    ahead = rows.index[-1] not in tools.index
    name_of_best = "five untuned models, averaged" if best == "five averaged" else best
    title = f"No tool is ahead of {name_of_best}" if ahead else f"{best} is ahead"
    fig, ax = figure(title, x="lead over random search, in hundredths of AUC", size=(8.0, 5.2))
    for place, row in rows.iterrows():
        name = row["contestant"]
        colour = WARM if place in tools.index else ACCENT if name == best else DARK
        ax.plot(
            100 * groups[name], np.full(len(groups[name]), place), color="#C9C9C9", marker=".", linestyle=""
        )
        ax.plot([100 * row["low"], 100 * row["high"]], [place, place], color=colour, linewidth=3.5, marker="")
        ax.plot(
            [100 * row["lead"]],
            [place],
            color=colour,
            marker="D" if place in tools.index else "o",
            markersize=9,
        )
    ax.axvline(0, color=DARK, linewidth=1)
    ax.annotate("random search", (0, len(rows) - 0.5), (6, 0), textcoords="offset points", fontsize=12)
    ax.set_xlim(-4, 2)
    ax.set_yticks(range(len(rows)), list(rows["contestant"]))
    ax.set_ylim(-0.6, len(rows))
    ax.grid(axis="y", visible=False)
    told = "; ".join(f"{row.contestant} {100 * row.lead:+.1f}" for row in board.itertuples())
    return fig, f"Mean lead over random search in hundredths of AUC, over ten groups of clients: {told}."


def differences(
    gaps: Mapping[str, Interval], together: Mapping[str, Interval], baseline: str
) -> tuple[Figure, str]:
    """Draw how far each entrant is ahead of a baseline on the same clients, with two intervals.

    Args:
        gaps: the difference in AUC of each entrant with its own 95% interval, by name (thick).
        together: the same with wider intervals, which hold all at once with 95% (thin).
        baseline: whose AUC was subtracted.
    """
    ordered = sorted(gaps.items(), key=lambda item: item[1].estimate)
    surer = [name for name, _ in ordered if together[name].low > 0]
    title = f"Read together, {len(surer)} of {len(gaps)} intervals lie wholly above zero"
    fig, ax = figure(title, x=f"AUC minus that of the {baseline}, in hundredths", size=(8.0, 3.8))
    for row, (name, gap) in enumerate(ordered):
        wide, colour = together[name], ACCENT if name in surer else GREY
        ax.plot([100 * wide.low, 100 * wide.high], [row, row], color=colour, linewidth=1.0, marker="|")
        ax.plot([100 * gap.low, 100 * gap.high], [row, row], color=colour, linewidth=3.5, marker="")
        ax.plot([100 * gap.estimate], [row], color=colour, marker="o" if name in surer else "s", markersize=8)
    ax.axvline(0, color=DARK, linewidth=1)
    ax.set_yticks(range(len(ordered)), [name for name, _ in ordered])
    ax.set_ylim(-0.6, len(ordered) - 0.4)
    ax.grid(axis="y", visible=False)
    return fig, (
        f"Differences in AUC from the {baseline}, each with its 95% interval and a wider one, so that "
        f"all hold at once. Above zero throughout, the wider one too: {', '.join(surer) or 'none'}."
    )

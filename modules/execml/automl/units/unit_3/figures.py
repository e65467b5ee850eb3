"""The figures of unit 3: each takes computed data and returns a figure with its alternative text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from execml.course import ACCENT, GREY, figure, label_line
from execml.course.bank.delong import Interval
from execml.course.page.figures import DARK

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


def contest(scores: pd.DataFrame) -> tuple[Figure, str]:
    """Draw each entrant's own estimate (hollow) and its AUC on untouched clients (filled, with interval).

    Args:
        scores: from ``Contest.scores()``.
    """
    ordered = scores.sort_values("untouched").reset_index(drop=True)
    proudest = scores.loc[scores["own estimate"].idxmax(), "entrant"]
    best = ordered["entrant"].iloc[-1]
    verdict = "and is" if proudest == best else f"and {best} is"
    title = f"{proudest} reports the highest score, {verdict} ahead on untouched clients"
    fig, ax = figure(title, x="AUC", size=(8.0, 4.2))
    rows = np.arange(len(ordered))
    ax.hlines(rows, ordered["low"], ordered["high"], color=ACCENT, linewidth=2.5, alpha=0.45)
    ax.plot(ordered["untouched"], rows, color=ACCENT, marker="o", markersize=9, linestyle="")
    ax.plot(
        ordered["own estimate"],
        rows,
        color=DARK,
        marker="D",
        markersize=8,
        markerfacecolor="white",
        linestyle="",
    )
    ax.set_yticks(rows, list(ordered["entrant"]))
    ax.set_ylim(-0.6, len(ordered) - 0.1)
    top = len(ordered) - 0.45
    left = float(min(ordered["low"].min(), ordered["own estimate"].min()))
    for place, words, colour in (
        (0.02, "● on untouched clients", ACCENT),
        (0.55, "◇ by its own estimate", DARK),
    ):
        ax.annotate(words, (place, top), xycoords=("axes fraction", "data"), color=colour, fontsize=12)
    ax.set_xlim(left - 0.004, float(ordered["high"].max()) + 0.004)
    ax.grid(axis="y", visible=False)
    width = (ordered["high"] - ordered["low"]).mean()
    spread = ordered["untouched"].iloc[-1] - ordered["untouched"].iloc[0]
    return fig, (
        f"AUC of {len(ordered)} entrants. On untouched clients {best} is first with "
        f"{ordered['untouched'].iloc[-1]:.2f}, and {spread:.2f} separate first and last; the intervals "
        f"are {width:.2f} wide on average. By their own estimates {proudest} is first with "
        f"{scores['own estimate'].max():.2f}."
    )


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


def budget(
    evaluations: Sequence[int], own: Sequence[float], untouched: Sequence[float]
) -> tuple[Figure, str]:
    """Draw the expected own score and the expected score on untouched clients of a random search's winner.

    Args:
        evaluations: how many candidates the search draws.
        own: expected own score of its winner, for each.
        untouched: expected score of that winner on untouched clients, for each.
    """
    counts, mine, truth = (np.asarray(values, dtype=float) for values in (evaluations, own, untouched))
    most = int(np.argmax(truth >= truth[0] + 0.9 * (truth[-1] - truth[0])))
    title = f"{counts[most]:.0f} candidates bring nine tenths of the gain that {counts[-1]:.0f} bring"
    fig, ax = figure(title, x="candidates drawn by a random search", y="expected AUC of the winner")
    ax.plot(counts, mine, color=GREY, marker="D", markerfacecolor="white", linewidth=1.6)
    ax.plot(counts, truth, color=ACCENT, marker="o")
    label_line(ax, counts[-1], mine[-1], f"own estimate:\n{mine[-1]:.2f}", DARK)
    label_line(ax, counts[-1], truth[-1], f"untouched:\n{truth[-1]:.2f}")
    ax.set_xscale("log", base=2)
    ax.set_xticks(counts, [f"{count:.0f}" for count in counts])
    ax.minorticks_off()
    return fig, (
        f"Expected AUC of the winner against the number of candidates: on untouched clients from "
        f"{truth[0]:.2f} with one to {truth[-1]:.2f} with {counts[-1]:.0f}, most of it in the first "
        f"{counts[most]:.0f}; "
        f"the own estimate goes from {mine[0]:.2f} to {mine[-1]:.2f}."
    )

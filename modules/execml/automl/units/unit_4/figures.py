"""The figures of unit 4: each takes computed data and returns a figure with its alternative text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from execml.automl.trust.optimism import GroupWinners
from execml.course import ACCENT, GREY, figure, label_line
from execml.course.digits import at_least
from execml.course.page.figures import DARK, WARM

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


def leaks(report: pd.DataFrame) -> tuple[Figure, str]:
    """Draw for each model what was reported with the leaking column and what was left in use.

    Args:
        report: from :func:`execml.automl.leak_report`.
    """
    order = report.iloc[::-1]
    place = np.arange(len(order))
    low, high = order["in use"].min(), order["in use"].max()
    least = at_least(order["reported"].min(), ".2f")
    title = f"Reported: {least} or more. In use: {low:.2f} to {high:.2f}"
    fig, ax = figure(title, x="AUC", size=(8.0, 3.9))
    ax.hlines(place, order["in use"], order["reported"], color="#C9C9C9", linewidth=3)
    ax.plot(order["honest"], place, color=GREY, marker="s", linestyle="")
    ax.plot(order["in use"], place, color=WARM, marker="D", linestyle="")
    ax.plot(order["reported"], place, color=ACCENT, marker="o", linestyle="")
    top = place[-1]
    for x, words, colour, side in (
        (order["reported"].iloc[-1], "reported", ACCENT, "center"),
        (order["in use"].iloc[-1], "in use", WARM, "left"),
        (order["honest"].iloc[-1], "never had the column", GREY, "right"),
    ):
        offset = {"center": 0, "left": 6, "right": -6}[side]
        label_line(ax, x, top, words, colour, xytext=(offset, 16), ha=side, textcoords="offset points")
    ax.set_yticks(place, order["model"])
    ax.set_ylim(-0.5, top + 0.9)
    ax.set_xlim(0.6, 1.0)
    ax.grid(axis="y", visible=False)
    return fig, (
        f"Six models with the planted column: each reports an AUC of {least} or more "
        f"on clients held back, and ranks new clients with {low:.2f} to {high:.2f}."
    )


def best_of(
    counts: np.ndarray, curves: Mapping[int, np.ndarray], simulated: Mapping[int, np.ndarray]
) -> tuple[Figure, str]:
    """Draw the expected accuracy of the best of m coin flips, and simulated averages on it.

    Args:
        counts: numbers m of candidates.
        curves: for each number of test clients, the exact values.
        simulated: the same, from simulations.
    """
    sizes = list(curves)
    worst = 100 * curves[sizes[0]][-1]
    title = f"The best of {counts[-1]:,} coin flips looks {worst:.0f}% right on {sizes[0]} clients"
    fig, ax = figure(title, x="candidates compared", y="accuracy of the best (%)")
    for size in sizes:
        colour = ACCENT if size == sizes[0] else GREY
        ax.plot(counts, 100 * curves[size], color=colour, marker="")
        ax.plot(counts, 100 * simulated[size], color=colour, marker="o", linestyle="", markersize=5)
        label_line(ax, counts[-1], 100 * curves[size][-1], f"{size:,} clients", colour)
    ax.axhline(50, color=DARK, linewidth=1, linestyle="--")
    below: dict[str, Any] = {"textcoords": "offset points", "ha": "right", "va": "top"}
    ax.annotate("what each is worth: 50%", (counts[-1], 50), (0, -5), color=DARK, **below)
    ax.set_xscale("log")
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    ax.set_yticks(range(50, 100, 5))
    ax.set_ylim(47, worst + 1)
    return fig, (
        "Expected accuracy of the best of m coin-flip models, rising with the logarithm of m: at "
        f"{counts[-1]:,} candidates "
        + ", ".join(f"{100 * curves[size][-1]:.0f}% on {size:,} clients" for size in sizes)
        + ". Simulated averages lie on the exact curves."
    )


def groups(found: GroupWinners) -> tuple[Figure, str]:
    """Draw what each group's winner reported and what it is worth, group by group in the order of the report.

    Args:
        found: from :func:`execml.automl.group_winners`.
    """
    order = np.argsort(found.reported)
    gap = 100 * (found.reported - found.worth)
    title = f"The number that chose a model is {gap.mean():.1f} points of AUC too good on average"
    fig, ax = figure(title, x=f"{len(order)} groups of clients, by what they reported", y="AUC of the winner")
    place = np.arange(1, len(order) + 1)
    ax.plot(place, found.reported[order], color=WARM, marker="")
    ax.plot(place, found.worth[order], color=ACCENT, marker=".", linestyle="", markersize=5)
    ax.axhline(found.worth.mean(), color=ACCENT, linewidth=1.5)
    label_line(ax, place[-1], found.reported[order][-1], "reported", WARM, va="top")
    label_line(ax, place[-1], found.worth.mean(), f"worth:\n{found.worth.mean():.2f} on average", ACCENT)
    return fig, (
        f"{len(order)} groups each chose a winner. Reported AUC runs from {found.reported.min():.2f} to "
        f"{found.reported.max():.2f}; on other clients the winners have {found.worth.mean():.2f} on average."
    )


def leaderboard(counts: Sequence[int], curve: Mapping[str, np.ndarray]) -> tuple[Figure, str]:
    """Draw the public and the private score of the vote of lucky guesses, and what the Ladder announces.

    Args:
        counts: numbers of random guesses submitted.
        curve: from :func:`execml.automl.attack_curve`.
    """
    public, private, ladder = curve["public"], curve["private"], curve["announced by the Ladder"]
    title = f"Without a model: {public[-1]:.0%} on the public board, {private[-1]:.0%} on the private one"
    fig, ax = figure(title, x="random guesses submitted", y="share right (%)")
    ax.plot(counts, 100 * curve["foreseen"], color=DARK, marker="", linewidth=1)
    for values, colour, marker, words in (
        (public, ACCENT, "o", "public board"),
        (ladder, WARM, "^", "public board\nwith the Ladder"),
        (private, GREY, "s", "private board"),
    ):
        ax.plot(counts, 100 * values, color=colour, marker=marker)
        label_line(ax, counts[-1], 100 * values[-1], words, colour)
    ax.axhline(50, color=DARK, linewidth=1, linestyle="--")
    return fig, (
        f"Share right against the number of random guesses. After {counts[-1]}: {public[-1]:.0%} on the "
        f"plain public board, near the thin line of theory; {ladder[-1]:.0%} announced by the Ladder; "
        f"{private[-1]:.0%} on the private board."
    )

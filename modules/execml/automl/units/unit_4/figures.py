"""The figures of unit 4: each takes computed data and returns a figure with its alternative text."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from execml.automl.trust.winners_curse import expected_best_of
from execml.course import ACCENT, GREY, figure, label_line, png_html
from execml.course.page.dial import turnable
from execml.course.page.figures import DARK, WARM

if TYPE_CHECKING:
    import ipywidgets
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
    least = math.floor(100 * order["reported"].min()) / 100
    title = f"Reported: {least:.2f} or more. In use: {low:.2f} to {high:.2f}"
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
        f"Six models with the planted column: each reports an AUC of {order['reported'].min():.2f} or more "
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


def optimism(
    counts: Sequence[int], real: np.ndarray, independent: np.ndarray, correlated: np.ndarray
) -> tuple[Figure, str]:
    """Draw by how much the best of m real candidates disappoints, beside two calculations.

    Args:
        counts: numbers m of candidates.
        real: measured optimism.
        independent: exact, for independent candidates of one accuracy.
        correlated: for equally correlated candidates of one accuracy.
    """
    title = f"The best of {counts[-1]} real models disappoints by {100 * real[-1]:.1f} points of accuracy"
    fig, ax = figure(title, x="candidates compared", y="reported less true (points of accuracy)")
    for values, colour, marker, words in (
        (independent, GREY, "s", "independent,\nequally good"),
        (correlated, DARK, "^", "correlated,\nequally good"),
        (real, ACCENT, "o", "the bank's\ncandidates"),
    ):
        ax.plot(counts, 100 * values, color=colour, marker=marker)
        label_line(ax, counts[-1], 100 * values[-1], words, colour)
    ax.set_xscale("log")
    ax.set_xticks(counts, [str(count) for count in counts])
    ax.minorticks_off()
    return fig, (
        f"Optimism of the best of m candidates, in points of accuracy. At {counts[-1]}: "
        f"{100 * independent[-1]:.1f} for independent ones, {100 * correlated[-1]:.1f} if they are as "
        f"correlated as the real ones, {100 * real[-1]:.1f} measured on the bank's candidates."
    )


def nested(reported: np.ndarray, estimated: np.ndarray, true: np.ndarray, others: int) -> tuple[Figure, str]:
    """Draw what searches reported, what nested validation estimated, and what the winners were worth.

    Args:
        reported: AUC of each search's winner in the folds that chose it.
        estimated: AUC by nested cross-validation.
        true: AUC of each winner on clients that took no part.
        others: how many those clients are.
    """
    gap = reported.mean() - true.mean()
    fig, ax = figure(
        f"The winner's own folds promise {100 * gap:.0f} points of AUC too many", y="AUC", size=(8.0, 4.0)
    )
    spread = np.linspace(-0.18, 0.18, len(true))
    for place, (values, colour, marker) in enumerate(
        ((reported, WARM, "D"), (estimated, ACCENT, "o"), (true, GREY, "s"))
    ):
        ax.plot(place + spread, values, color=colour, marker=marker, linestyle="", alpha=0.75)
        ax.hlines(values.mean(), place - 0.3, place + 0.3, color=colour, linewidth=3)
    names = ("reported by\nthe search", "nested\nvalidation", f"{others:,} clients\nnot drawn")
    means = [values.mean() for values in (reported, estimated, true)]
    ax.set_xticks(range(3), [f"{name}\nmean {mean:.2f}" for name, mean in zip(names, means, strict=True)])
    ax.set_xlim(-0.5, 2.5)
    ax.grid(axis="x", visible=False)
    return fig, (
        f"{len(true)} searches on different small samples. Mean AUC: {reported.mean():.2f} reported by the "
        f"search, {estimated.mean():.2f} by nested validation, {true.mean():.2f} on {others:,} other clients."
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


def candidates_dial(cases: int = 200, start: int = 100) -> ipywidgets.VBox:
    """Return a slider for the number of coin-flip candidates above the distribution of the best score.

    Args:
        cases: number of test clients.
        start: number of candidates when the page opens.
    """
    counts = sorted({1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 10_000, 100_000, 1_000_000, start})
    return turnable(
        "Coin-flip candidates", counts, start, lambda count: dial_page(count, cases), "{:,}".format
    )


def dial_page(candidates: int, cases: int) -> str:
    """Return the picture and the sentence that the slider shows.

    Args:
        candidates: number of coin-flip models.
        cases: number of test clients.
    """
    from scipy.stats import binom

    expected = expected_best_of(candidates, cases)
    scores = 100 * np.arange(cases + 1) / cases
    at_most = binom.cdf(np.arange(cases + 1), cases, 0.5)
    fig, ax = figure(
        f"Best of {candidates:,}: {expected:.1%} right on {cases} clients, and worth 50%",
        x="share right (%)",
        y="probability (%)",
        size=(8.0, 3.4),
    )
    for count, colour, words, away, side in (
        (1, GREY, "one coin flip", -10, "right"),
        (candidates, ACCENT, f"best of {candidates:,}", 10, "left"),
    ):
        mass = 100 * np.diff(at_most**count, prepend=0.0)  # F(k)^m − F(k−1)^m
        ax.plot(scores, mass, color=colour, marker="")
        peak = int(mass.argmax())
        label_line(ax, scores[peak], mass[peak], words, colour, xytext=(away, 4), ha=side)
    ax.set_xlim(35, 75)
    alt = (
        f"Two distributions of the share right on {cases} clients: one coin flip around 50%, and the best of "
        f"{candidates:,} around {expected:.1%}."
    )
    return png_html(fig, alt)

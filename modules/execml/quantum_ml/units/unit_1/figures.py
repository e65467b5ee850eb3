"""The figures of unit 1: each takes computed data and returns a figure with its alternative text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from execml.course import ACCENT, GREY, figure, label_line
from execml.course.page.figures import DARK, WARM

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def broken_keys(quantum: Any, placebo: Any) -> tuple[Figure, str]:
    """Draw for each modulus the share of runs that gave the factors, beside that of random numbers.

    Args:
        quantum: share of successful runs of Shor's algorithm, one a modulus.
        placebo: the same with random numbers in place of readings.
    """
    shares, chance = 100 * np.sort(np.asarray(quantum))[::-1], 100 * np.asarray(placebo)
    title = f"One run in {100 / shares.mean():.0f} breaks a small key; random numbers break almost none"
    fig, ax = figure(title, x="twenty keys of 13 or 14 bits", y="runs that give the factors (%)")
    places = np.arange(len(shares))
    ax.bar(places, shares, color=ACCENT, width=0.7)
    ax.plot(places, np.full(len(places), chance.mean()), color=WARM, marker="", linewidth=2.5)
    label_line(ax, places[-1], chance.mean(), f"random\nnumbers:\n{chance.mean():.1f}%", WARM, va="bottom")
    label_line(ax, 0, shares[0], "simulated quantum computer", ACCENT, xytext=(0, 12))
    ax.set_xticks([])
    ax.set_ylim(0, max(shares) * 1.2)
    ax.grid(visible=False)
    return fig, (
        f"One bar for each of {len(shares)} keys: {shares.min():.0f} to {shares.max():.0f}% of the runs of "
        f"Shor's algorithm give the factors, {shares.mean():.0f}% on average; random numbers "
        f"{chance.mean():.1f}%."
    )


def grover(steps: np.ndarray, hits: np.ndarray, peak: int) -> tuple[Figure, str]:
    """Draw the chance of a hit after each number of steps.

    Args:
        steps: numbers of steps, from 0 on.
        hits: chance of a hit after each.
        peak: number of steps after which to stop.
    """
    percent = 100 * np.asarray(hits)
    fig, ax = figure(
        f"Twice the steps, and the search has lost it again: stop after {peak}", "steps", "hit (%)"
    )
    ax.plot(steps, percent, color=GREY, marker="")
    for place, words in ((peak, "stop here"), (2 * peak, "twice as long")):
        colour = ACCENT if place == peak else WARM
        ax.plot([steps[place]], [percent[place]], color=colour, marker="o", markersize=10)
        label_line(
            ax, steps[place], percent[place], f"{words}: {percent[place]:.1f}%", colour, xytext=(8, 12)
        )
    ax.set_ylim(0, 118)
    ax.set_yticks([0, 50, 100])
    ax.axhline(0, color=DARK, linewidth=0.8)
    return fig, (
        f"The chance of a hit rises to {percent[peak]:.1f}% after {peak} steps, and falls to "
        f"{percent[2 * peak]:.1f}% after {2 * peak}."
    )

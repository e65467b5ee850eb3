"""The figures of unit 4: each takes computed data and returns a figure with its alternative text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from execml.course import ACCENT, GREY, figure
from execml.course.page.figures import DARK, WARM

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


def reasons(first: pd.Series) -> tuple[Figure, str]:
    """Draw how many refused clients have which first reason, as decrypted.

    Args:
        first: counts by family of features, the largest first.
    """
    share = first.iloc[0] / first.sum()
    fig, ax = figure(
        f"{str(first.index[0]).capitalize()}: first reason of {share:.0%} of the refused, computed unseen",
        x="refused clients",
        size=(8.0, 3.2),
    )
    places = np.arange(len(first))[::-1]
    ax.barh(places, first.to_numpy(), color=[ACCENT] + [GREY] * (len(first) - 1))
    for place, count in zip(places, first, strict=True):
        ax.annotate(
            f"{count:,}", (count, place), (6, 0), textcoords="offset points", va="center", fontsize=13
        )
    ax.set_yticks(places, [str(name) for name in first.index])
    ax.set_xlim(0, first.max() * 1.15)
    ax.grid(axis="y", visible=False)
    listed = ", ".join(f"{name}, {count:,}" for name, count in first.items())
    return fig, f"Bars of refused clients by the family of features that weighs most against them: {listed}."


def amdahl(seconds: Mapping[str, float], gain: float) -> tuple[Figure, str]:
    """Draw the parts of a batch's time, now and with a chip that evaluates 5,000 times faster.

    Args:
        seconds: of encrypting, evaluating and decrypting.
        gain: how many times faster the whole becomes.
    """
    fig, ax = figure(
        f"A chip 5,000 times faster makes the batch {gain:.1f} times faster",
        x="seconds of processor time for 10,000 clients",
        size=(8.0, 3.2),
    )
    colours = {"encrypt": GREY, "evaluate": WARM, "decrypt": DARK}
    for row, factor in ((1, 1), (0, 5_000)):
        start = 0.0
        for part, spent in seconds.items():
            width = spent / factor if part == "evaluate" else spent
            ax.barh(row, width, left=start, color=colours[part], height=0.55)
            start += width
        ax.annotate(
            f"{start:.2f}", (start, row), (6, 0), textcoords="offset points", va="center", fontsize=14
        )
    total = sum(seconds.values())
    for place, (part, colour) in enumerate(colours.items()):
        text = f"■ {part}: {seconds[part] / total:.0%}"
        ax.annotate(text, (0.02 + 0.33 * place, 0.95), xycoords="axes fraction", color=colour, fontsize=13)
    ax.set_yticks([1, 0], ["today", "with the chip"])
    ax.set_ylim(-0.5, 1.9)
    ax.set_xlim(0, total * 1.12)
    ax.grid(axis="y", visible=False)
    parts = ", ".join(f"{part} {spent:.2f}" for part, spent in seconds.items())
    return (
        fig,
        f"Seconds for 10,000 clients: {parts}. With evaluation 5,000 times faster, {gain:.1f} times less.",
    )

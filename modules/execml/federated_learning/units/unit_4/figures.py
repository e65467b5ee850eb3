"""The figure of unit 4: it takes computed data and returns a figure with its alternative text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from execml.course import ACCENT, figure
from execml.course.page.figures import DARK, WARM

if TYPE_CHECKING:
    from matplotlib.figure import Figure


BOOK = "each lender's book"


def four_places(places: Mapping[str, Sequence[float]], without: float) -> tuple[Figure, str]:
    """Draw the AUC of repeated runs for each place of the noise, best place first.

    Args:
        places: for each place the AUC of every run.
        without: AUC of the same training without noise.
    """
    means = {name: float(np.mean(runs)) for name, runs in places.items()}
    title = f"The same ε: {means['distributed']:.2f} AUC for a person in shares, " + (
        f"{means['each person alone']:.2f} and {means[BOOK]:.2f} elsewhere"
    )
    fig, ax = figure(title, x="AUC on the bank's test clients, ten runs each", size=(8.0, 3.8))
    places_down = np.arange(len(places))[::-1]
    for place, (name, runs) in zip(places_down, places.items(), strict=True):
        good = means[name] > without - 0.02
        colour = ACCENT if good else WARM
        ax.plot(runs, np.full(len(runs), place), color=colour, marker="o", linestyle="", alpha=0.45)
        ax.plot(means[name], place, color=colour, marker="D", markersize=11)
        ax.annotate(
            f"{means[name]:.3f}",
            (means[name], place),
            (0, 11),
            textcoords="offset points",
            color=colour,
            ha="center",
            weight="bold",
        )
    for value, text in ((0.5, "guessing"), (without, "no noise")):
        ax.axvline(value, color=DARK, linewidth=1, linestyle=":")
        ax.annotate(text, (value, len(places) - 0.42), color=DARK, ha="center", fontsize=11)
    ax.set_yticks(places_down, list(places))
    ax.set_ylim(-0.5, len(places) - 0.1)
    ax.grid(axis="y", visible=False)
    return fig, f"AUC at one ε by place of the noise; without noise {without:.3f}. " + "; ".join(
        f"{name} {means[name]:.3f} ({min(runs):.3f} to {max(runs):.3f})" for name, runs in places.items()
    )

"""The figures of the unit on explanations that mislead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from execml.course import ACCENT, GREY, figure
from execml.course.page.figures import DARK, WARM

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def letters(sets: np.ndarray, label: str) -> tuple[Figure, str]:
    """Draw how many different sets of reasons clients get under nine settings.

    Args:
        sets: for each client, from 1 to 9, shape (clients,).
        label: what the settings share, in a line.
    """
    counts = np.bincount(sets, minlength=10)[1:]
    several = int((sets > 1).sum())
    title = f"{several} of {len(sets)} refused clients get more than one set of reasons"
    fig, ax = figure(title, x="different sets of four reasons under nine settings", y="refused clients")
    ax.bar(range(1, 10), counts, color=[GREY] + [ACCENT] * 8, width=0.7)
    for place, count in enumerate(counts, 1):
        if count:
            ax.annotate(
                f"{count}", (place, count), (0, 4), textcoords="offset points", ha="center", fontsize=12
            )
    ax.set_xticks(range(1, 10))
    ax.set_ylim(0, counts.max() * 1.15)
    ax.grid(visible=False, axis="x")
    return fig, (
        f"Refused clients by the number of different sets of four reasons under nine settings: "
        f"{counts[0]} get one, "
        f"{several} more than one, at most {int(sets.max())}. {label}"
    )


def destroyed(agreement: Mapping[str, Sequence[float]]) -> tuple[Figure, str]:
    """Draw how alike saliencies stay as a network's layers are destroyed from the top.

    Args:
        agreement: for each method the rank agreement with the trained network's, for 1, 2, … layers.
    """
    kept = agreement["gradient times input"][-1]
    title = f"With all weights destroyed, gradient times input still agrees at {kept:.2f}"
    fig, ax = figure(title, x="layers destroyed, from the top", y="agreement with the explanation before")
    colours = {"gradient times input": WARM, "input alone": DARK, "gradient": ACCENT, "guided": GREY}
    for name, marker in zip(agreement, "osv^", strict=True):
        values = [1.0, *agreement[name]]
        ax.plot(range(len(values)), values, color=colours[name], marker=marker)
        ax.annotate(
            name,
            (len(values) - 1, values[-1]),
            (8, 0),
            textcoords="offset points",
            color=colours[name],
            fontsize=12,
            va="center",
            annotation_clip=False,
        )
    ax.set_xticks(range(len(values)))
    ax.set_ylim(-0.3, 1.1)
    ax.grid(visible=False, axis="x")
    told = "; ".join(f"{name} {values[-1]:.2f}" for name, values in agreement.items())
    return (
        fig,
        f"Rank agreement of saliencies with those of the trained network, once all layers are "
        f"destroyed: {told}.",
    )

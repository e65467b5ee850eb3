"""The figures of unit 2: each takes computed data and returns a figure with its alternative text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from execml.course import ACCENT, GREY, figure, label_line
from execml.course.page.figures import DARK, WARM

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def sites(
    alone: NDArray[np.floating], joined: NDArray[np.floating], without: NDArray[np.floating]
) -> tuple[Figure, str]:
    """Draw how one site's model, the federated one, and the first without a column do at each site.

    Args:
        alone: AUC at each site of the model that site 4 trained.
        joined: of the federated model.
        without: of site 4's model without the column.
    """
    title = f"Site 4's model falls to {alone[5]:.2f} at site 6; the federated one has {joined[5]:.2f} there"
    fig, ax = figure(title, x="site where the model is used", y="AUC on that site's people")
    places = np.arange(1, len(alone) + 1)
    lines = (
        (joined, ACCENT, "o", "federated"),
        (without, GREY, "^", "site 4's,\nwithout one column"),
        (alone, WARM, "s", "site 4's"),
    )
    for values, colour, marker, name in lines:
        ax.plot(places, values, color=colour, marker=marker)
        label_line(ax, places[-1], values[-1], name, colour)
    ax.axhline(0.5, color=DARK, linewidth=1, linestyle=":")
    ax.annotate("guessing", (1, 0.5), (0, 5), textcoords="offset points", color=DARK)
    ax.set_xticks(places)
    ax.set_ylim(0.48, 0.82)
    return fig, "AUC at sites 1 to 6: " + "; ".join(
        f"{name.replace(chr(10), ' ')} " + ", ".join(f"{value:.2f}" for value in values)
        for values, _, _, name in lines
    )


def methods(reached: Mapping[str, Sequence[float]], kinds: Sequence[str]) -> tuple[Figure, str]:
    """Draw the AUC of each method for each kind of clients, as rows of points.

    Args:
        reached: for each method its mean AUC, one a kind of clients.
        kinds: names of the kinds; the last is the hardest.
    """
    best = reached["SCAFFOLD, 20 steps"][-1]
    title = (
        f"With {kinds[-1]}, SCAFFOLD keeps {best:.3f}; FedAvg falls to {reached['FedAvg, 20 steps'][-1]:.3f}"
    )
    fig, ax = figure(title, x="AUC on the bank's test clients", size=(8.0, 4.8))
    places = np.arange(len(reached))[::-1]
    low = min(min(values) for values in reached.values()) - 0.01
    for place, (name, values) in zip(places, reached.items(), strict=True):
        ax.plot([low, max(values)], [place, place], color="#E0E0E0", linewidth=1, marker="", zorder=0)
        for value, colour, marker in zip(values, (GREY, DARK, WARM), "^so", strict=True):
            strong = name.startswith("SCAFFOLD") and colour == WARM
            ax.plot(value, place, color=colour, marker=marker, markersize=12 if strong else 9)
    for kind, sign, colour, right in zip(kinds, "▲■●", (GREY, DARK, WARM), (0.0, 0.3, 0.66), strict=True):
        ax.annotate(f"{sign} {kind}", (right, -0.24), xycoords="axes fraction", color=colour, fontsize=12)
    ax.set_yticks(places, list(reached))
    ax.grid(axis="y", visible=False)
    return fig, "AUC by method (" + ", ".join(kinds) + "): " + "; ".join(
        f"{name} " + ", ".join(f"{value:.3f}" for value in values) for name, values in reached.items()
    )

"""The figures of unit 4: each takes computed data and returns a figure with its alternative text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course.page.figures import ACCENT, DARK, GREY, WARM, figure, label_line

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Drawn = tuple["Figure", str]


def stalled_total(amounts: ArrayLike, totals: ArrayLike) -> Drawn:
    """Draw a running total in sixteen bits beside the exact one.

    Args:
        amounts: what is added, in NT$, one a client.
        totals: the running total in bfloat16.
    """
    exact, narrow = np.cumsum(np.asarray(amounts, dtype=float)) / 1e6, np.asarray(totals) / 1e6
    clients = np.arange(1, len(exact) + 1) / 1e3
    share = narrow[-1] / exact[-1]
    title = f"In bfloat16 the bank's total ends at {share:.0%} of what its clients owe"
    fig, ax = figure(title, x="clients added up (thousands)", y="running total (million NT$)")
    ax.plot(clients, exact, color=GREY, marker="s", markevery=5_000)
    ax.plot(clients, narrow, color=ACCENT, marker="o", markevery=5_000)
    label_line(ax, clients[-1], exact[-1], f"exact:\n{exact[-1]:,.0f}", colour=GREY)
    label_line(ax, clients[-1], narrow[-1], f"bfloat16:\n{narrow[-1]:,.0f}")
    ax.set_ylim(0, 1_700)
    return fig, (
        f"Running total of the bills of {len(exact):,} clients. The exact total rises to {exact[-1]:,.0f} "
        f"million NT$; in bfloat16 it stops early and ends at {narrow[-1]:,.0f} million."
    )


def signals(spreads: Mapping[str, NDArray[np.float64]], floor: float) -> Drawn:
    """Draw what tells clients apart against the layers it has passed.

    Args:
        spreads: for each start, the root mean square of the distance from the mean over clients after
            0, 1, … layers; one library's default last.
        floor: half the smallest positive number of float16: what lies below becomes zero.
    """
    name, path = list(spreads.items())[-1]
    title = f"{name}: {len(path) - 1} layers leave almost nothing that tells clients apart"
    fig, ax = figure(title, x="layers", y="what differs between clients\n(logarithmic)", size=(8.0, 3.9))
    for (start, values), colour, marker in zip(spreads.items(), (GREY, WARM, ACCENT), "s^o", strict=True):
        layers = np.arange(len(values))
        ax.plot(layers, values, color=colour, marker=marker, markevery=4)
        label_line(ax, layers[-1], values[-1], start.replace(" ", "\n"), colour)
    ax.axhline(floor, color=DARK, linewidth=1, linestyle=":")
    ax.annotate("float16 ends here", (0, floor), (0, 5), textcoords="offset points", color=DARK)
    ax.set_yscale("log")
    ax.set_ylim(1e-9, 10)
    ax.set_xticks(np.arange(0, len(path), 5))
    return fig, (
        "What differs between clients against layers, logarithmic: "
        + "; ".join(f"{start} ends at {values[-1]:.0e}" for start, values in spreads.items())
        + f". A line at {floor:.0e} marks where float16 ends."
    )


def memory(per_weight: Sequence[float], flows: float) -> Drawn:
    """Draw what training keeps in 32 bits and under autocast, each as a share of 32 bits.

    Args:
        per_weight: bytes that Adam keeps a weight, in float32 and under autocast.
        flows: bytes of activations under autocast, as a share of those in float32.
    """
    title = f"Sixteen bits cut what flows through to {flows:.0%}, and nothing of what Adam keeps"
    fig, ax = figure(title, x="share of the bytes in float32 (%)", size=(8.0, 3.0))
    rows = {
        f"for each weight:\n{per_weight[0]:.0f} bytes, then {per_weight[1]:.0f}": per_weight[1]
        / per_weight[0],
        "activations,\nfor each row of a batch": flows,
    }
    for place, share in enumerate(rows.values()):
        colour = ACCENT if share < 1 else GREY
        ax.barh(place, 100, color="none", edgecolor=DARK, linewidth=1, linestyle=":")
        ax.barh(place, 100 * share, color=colour, height=0.8)
        ax.annotate(
            f"{share:.0%}", (100 * share, place), (8, 0), textcoords="offset points", va="center", color=DARK
        )
    ax.set_yticks(range(len(rows)), list(rows))
    ax.set_xlim(0, 115)
    ax.grid(axis="y", visible=False)
    return fig, (
        "Bytes under autocast as a share of those in float32: for each weight "
        f"{per_weight[1] / per_weight[0]:.0%}, for activations {flows:.0%}."
    )

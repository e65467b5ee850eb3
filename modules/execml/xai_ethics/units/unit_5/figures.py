"""The figures of the unit on governing AI."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from execml.course import ACCENT, GREY, figure
from execml.course.page.figures import DARK, WARM

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from execml.course.measure.runs import Repeats


def deferral(curves: Mapping[str, pd.DataFrame], saved: Mapping[str, Repeats]) -> tuple[Figure, str]:
    """Draw what a round of decisions costs a client against the share that a person reviews.

    Args:
        curves: for each kind of reviewer what ``deferral_curve`` returns, the attentive one first.
        saved: for the same, what review saves where other clients chose how many to review.
    """
    best = {name: curve.loc[curve["per_client"].idxmin()] for name, curve in curves.items()}
    alone = float(next(iter(curves.values()))["per_client"].iloc[0])
    looks, *_, nods = (each.mean for each in saved.values())
    title = f"The same review saves NT$ {looks:,.0f} a client, or {nods:,.0f} if the reviewer nods"
    fig, ax = figure(title, x="clients whom a person reviews (%)", y="cost a client (NT$)")
    for (name, curve), colour, marker in zip(curves.items(), (ACCENT, GREY, WARM), "o^s", strict=True):
        ax.plot(100 * curve["share"], curve["per_client"], color=colour, marker=marker, markersize=4)
        ax.plot([100 * best[name]["share"]], [best[name]["per_client"]], marker, color=colour, markersize=11)
        ax.annotate(
            name,
            (100, curve["per_client"].iloc[-1]),
            (8, 0),
            textcoords="offset points",
            color=colour,
            va="center",
            fontsize=12,
            annotation_clip=False,
        )
    ax.axhline(alone, color=DARK, linewidth=1, linestyle=":")
    ax.annotate("the model alone", (62, alone), (0, -15), textcoords="offset points", color=DARK, fontsize=12)
    told = "; ".join(
        f"{name}: least at {each['share']:.0%} reviewed, {each['per_client']:,.0f}"
        for name, each in best.items()
    )
    return fig, f"Cost a client against the share reviewed; the model alone costs {alone:,.0f}. {told}."

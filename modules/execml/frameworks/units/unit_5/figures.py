"""The figures of unit 5: each takes computed data and returns a figure with its alternative text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from execml.course import ACCENT, GREY, figure
from execml.course.page.dial import bars, turnable
from execml.course.page.figures import DARK
from execml.frameworks.platforms.decision_table import reweighted, totals

if TYPE_CHECKING:
    import ipywidgets
    import pandas as pd
    from matplotlib.figure import Figure


def frozen(before: np.ndarray, after: np.ndarray, late: np.ndarray, cutoff: float) -> tuple[Figure, str]:
    """Draw each client's risk before and after the move; on the diagonal nothing has changed.

    Args:
        before: scores in the framework, shape (clients,).
        after: scores of the exported file, shape (clients,).
        late: whether a client was late last month, shape (clients,).
        cutoff: scores above it are refused.
    """
    changed = int(np.sum((before > cutoff) != (after > cutoff)))
    lost = int(np.sum(late & (before > cutoff) & (after <= cutoff)))
    title = f"The exported file decides differently about {changed:,} of {len(before):,} clients"
    fig, ax = figure(title, x="risk before the move (%)", y="risk after the move (%)", size=(7.2, 5.2))
    for mask, colour, size, marker in ((late, ACCENT, 7, "o"), (~late, GREY, 9, "s")):
        ax.scatter(
            100 * before[mask],
            100 * after[mask],
            s=size,
            color=colour,
            marker=marker,
            alpha=0.45,
            linewidths=0,
        )
    for line in (ax.axhline, ax.axvline):
        line(100 * cutoff, color=DARK, linewidth=1, linestyle=":")
    beside: dict[str, Any] = {"textcoords": "offset points", "va": "center", "annotation_clip": False}
    for height, text, colour in (
        (72, "■ paid on time:\nunchanged", DARK),
        (50, f"● late last month:\n{lost:,} refusals have\nbecome approvals", ACCENT),
        (100 * cutoff, "above: refused", DARK),
    ):
        ax.annotate(text, (100, height), (8, 0), color=colour, fontsize=12, **beside)
    ax.set_xlim(0, 100)
    ax.set_ylim(0, 100)
    return fig, (
        f"Risk of {len(before):,} clients after the move against the risk before. Clients who paid on "
        f"time lie on the diagonal. Most who were late lie below it, and {lost:,} of them cross the cutoff "
        f"of {cutoff:.0%}."
    )


def verdict(scores: pd.DataFrame, weights: pd.Series, wins: pd.Series) -> tuple[Figure, str]:
    """Draw the weighted sums, and beside each the share of all weightings under which it would be the best.

    Args:
        scores: one row an option, one column a criterion.
        weights: one share a criterion.
        wins: for each option the share of weightings that it wins.
    """
    sums = totals(scores, weights)
    names = list(sums.index)[::-1]
    lead = sums.iloc[0] - sums.iloc[1]
    title = f"{names[-1]} leads by {lead:.2f} points, and wins under {wins[names[-1]]:.0%} of all weightings"
    fig, ax = figure(title, x="weighted score (0 to 4)", size=(8.0, 3.4))
    colours = [ACCENT if name == names[-1] else GREY for name in names]
    ax.barh(names, [sums[name] for name in names], color=colours, height=0.6)
    for place, name in enumerate(names):
        text = f"{sums[name]:.2f}   best under {wins[name]:.0%} of weightings"
        ax.annotate(
            text,
            (sums[name], place),
            (6, 0),
            textcoords="offset points",
            va="center",
            color=DARK,
            fontsize=11,
        )
    ax.set_xlim(0, 5.6)
    ax.set_xticks(range(5))
    ax.grid(axis="y", visible=False)
    listed = "; ".join(f"{name} {sums[name]:.2f}, best under {wins[name]:.0%}" for name in sums.index)
    return (
        fig,
        f"Weighted scores, with the share of all weightings under which each option is best: {listed}.",
    )


def weighing(scores: pd.DataFrame, weights: pd.Series, criterion: str) -> ipywidgets.VBox:
    """Return a slider for the weight of one criterion, above the ranking that follows from it.

    Args:
        scores: one row an option, one column a criterion.
        weights: what the slider starts from.
        criterion: whose weight the slider sets; the others share the rest as before.
    """
    now = round(100 * weights[criterion])
    return turnable(
        f"Weight of {criterion} (%)",
        sorted({*range(0, 81, 5), now}),
        now,
        lambda weight: ranking(scores, reweighted(weights, criterion, weight / 100), criterion),
    )


def ranking(scores: pd.DataFrame, weights: pd.Series, criterion: str) -> str:
    """Return the options in their order as bars in HTML.

    Args:
        scores: one row an option, one column a criterion.
        weights: one share a criterion.
        criterion: the one whose weight the caption names.

    >>> import pandas as pd
    >>> scores = pd.DataFrame({"price": [4, 1], "skill": [1, 3]}, index=["A", "B"])
    >>> "2.50" in ranking(scores, pd.Series({"price": 0.5, "skill": 0.5}), "price")
    True
    """
    sums = totals(scores, weights)
    rows = [
        (str(name), value, 90 * value, GREY if place else ACCENT)
        for place, (name, value) in enumerate(sums.items())
    ]
    title = f"“{criterion}” counts {weights[criterion]:.0%}; the others share the rest as before"
    return bars(title, rows)

"""The figures of the unit on the price of fairness."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from execml.course import ACCENT, GREY, figure
from execml.course.measure.runs import Repeats
from execml.course.page.figures import DARK, WARM
from execml.xai_ethics.fairness.intervals import Rate

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from execml.xai_ethics.fairness.alternatives import Choice


def rates(metrics: Mapping[str, Mapping[str, Rate]]) -> tuple[Figure, str]:
    """Draw the rates of two groups with their intervals.

    Args:
        metrics: for each metric, in words, the rate of each group.
    """
    first = next(iter(metrics.values()))
    one, other = first
    gap = 100 * abs(first[one].estimate - first[other].estimate)
    title = f"The model refuses {one} {gap:.1f} points more often than {other}"
    fig, ax = figure(title, x="share (%), with its 95% interval", size=(8.0, 4.0))
    for row, groups in enumerate(metrics.values()):
        for shift, (name, rate), colour, marker in zip(
            (-0.16, 0.16), groups.items(), (WARM, ACCENT), "so", strict=True
        ):
            place = row + shift
            ax.plot([100 * rate.low, 100 * rate.high], [place, place], color=colour, linewidth=3, marker="")
            ax.plot([100 * rate.estimate], [place], marker, color=colour, markersize=8)
            if row == 0:
                ax.annotate(
                    f"{name}, n = {rate.count:,}",
                    (100 * rate.high, place),
                    (8, 0),
                    textcoords="offset points",
                    color=colour,
                    va="center",
                    fontsize=12,
                )
    ax.set_yticks(range(len(metrics)), list(metrics))
    ax.invert_yaxis()
    ax.grid(visible=False, axis="y")
    told = "; ".join(
        f"{metric}: " + ", ".join(f"{name} {rate}" for name, rate in groups.items())
        for metric, groups in metrics.items()
    )
    return fig, f"Rates by group with 95% intervals. {told}."


def parts(families: Sequence[str], values: np.ndarray, groups: str) -> tuple[Figure, str]:
    """Draw what each family adds to the gap of two groups' mean outputs.

    Args:
        families: names.
        values: in log-odds, shape (families,).
        groups: such as ``"men less women"``.
    """
    order = np.argsort(-values)
    own = values[list(families).index("sex")] / values.sum()
    title = f"Only {own:.0%} of the gap is the sex column itself"
    fig, ax = figure(title, x=f"part of the gap in mean log-odds, {groups}", size=(8.0, 4.0))
    colours = [WARM if families[place] == "sex" else ACCENT for place in order]
    ax.barh(range(len(order)), values[order], color=colours, height=0.6)
    for row, place in enumerate(order):
        ax.annotate(
            f"{values[place] / values.sum():.0%}",
            (max(values[place], 0), row),
            (6, 0),
            textcoords="offset points",
            va="center",
            fontsize=12,
        )
    ax.axvline(0, color=DARK, linewidth=1)
    ax.set_yticks(range(len(order)), [families[place] for place in order])
    ax.invert_yaxis()
    ax.grid(visible=False, axis="y")
    told = ", ".join(f"{families[place]} {values[place]:+.3f}" for place in order)
    return fig, f"Parts of the gap of {values.sum():.3f} in log-odds, {groups}: {told}."


def curse(choices: Sequence[Choice]) -> tuple[Figure, str]:
    """Draw what the chosen model gains on the clients that chose it, and on others, for each draw.

    Args:
        choices: one a draw.
    """
    gain, again = (
        100 * np.array([getattr(each, name) for each in choices]) for name in ("gain", "gain_again")
    )
    title = (
        f"The best of many gains {gain.mean():.1f} points where it is chosen, {again.mean():.1f} elsewhere"
    )
    fig, ax = figure(title, x="gap below that of equally good models (points)", size=(8.0, 3.2))
    for row, (values, colour) in enumerate(zip((gain, again), (WARM, ACCENT), strict=True)):
        heights = row + 0.3 * (np.arange(len(values)) / len(values) - 0.5)
        ax.plot(values, heights, "o", color=colour, markersize=6)
        ax.plot([values.mean()] * 2, [row - 0.25, row + 0.25], color=DARK, linewidth=3, marker="")
    ax.axvline(0, color=DARK, linewidth=1, linestyle=":")
    ax.set_yticks(range(2), ["clients that chose it", "other clients"])
    ax.set_ylim(1.6, -0.6)
    ax.grid(visible=False, axis="y")
    return fig, (
        f"By how much the least discriminatory model's gap is below that of equally good ones, "
        f"{len(choices)} draws: "
        f"mean {gain.mean():.1f} points where it was chosen, {again.mean():.1f} on other clients."
    )


def _named_at_the_right(ax: Axes, points: Mapping[str, tuple[float, float]]) -> None:
    """Name points that lie close together in a column beside the chart, from the highest down, with lines."""
    names = sorted(points, key=lambda name: -points[name][1])
    for name, height in zip(names, np.linspace(0.9, 0.1, len(names)), strict=True):
        ax.annotate(
            name,
            points[name],
            (1.03, height),
            textcoords="axes fraction",
            color=DARK,
            fontsize=12,
            va="center",
            arrowprops={"arrowstyle": "-", "color": GREY, "linewidth": 1, "shrinkB": 6},
        )


def frontier(gaps: Mapping[str, Repeats], costs: Mapping[str, Repeats], named: str) -> tuple[Figure, str]:
    """Draw the cost of wrong decisions against the gap: a small point a training, a large one their mean.

    Args:
        gaps: in points, of each way to decide; the first is the model as it is.
        costs: in NT$ a client, of the same ways.
        named: the way that the title speaks of.
    """
    base = next(iter(gaps))
    less = (gaps[base] - gaps[named]).mean
    title = f"{named.capitalize()}: the gap narrows by {less:.1f} points, and hardly any cost moves"
    fig, ax = figure(title, x="gap in refusals (points)", y="cost of wrong decisions a client (NT$)")
    for name, gap in gaps.items():
        cost = costs[name]
        colour = WARM if name == base else ACCENT if name == named else GREY
        ax.plot(gap.values, cost.values, ".", color=colour, markersize=5)
        ax.plot([gap.mean], [cost.mean], "s" if name == base else "o", color=colour, markersize=11)
    ax.axvline(0, color=DARK, linewidth=1, linestyle=":")
    ax.margins(x=0.08, y=0.15)
    _named_at_the_right(ax, {name: (gap.mean, costs[name].mean) for name, gap in gaps.items()})
    told = "; ".join(
        f"{name}: gap {gap.mean:.1f} points, {costs[name].mean:,.0f}" for name, gap in gaps.items()
    )
    return fig, (
        f"Cost of wrong decisions in NT$ a client against the gap, means of {len(gaps[base])} runs. {told}."
    )

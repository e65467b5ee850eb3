"""The figures of unit 1: each takes computed data and returns a figure with its alternative text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from execml.course import ACCENT, GREY, figure, label_line
from execml.course.bank.delong import Interval
from execml.course.page.figures import DARK, WARM

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def gain_by_size(gains: Mapping[int, Sequence[float]]) -> tuple[Figure, str]:
    """Draw what joining brings in points of AUC against the clients that a lender has itself.

    Args:
        gains: for each number of clients the gain of each lender, in AUC.
    """
    sizes = np.array(list(gains))
    points = 100 * np.array(list(gains.values()))
    means = points.mean(axis=1)
    few = means[list(gains).index(100)]
    title = (
        f"With 100 clients of one's own, joining brings {few:.0f} points of AUC; with 2,500, {means[-1]:.1f}"
    )
    fig, ax = figure(title, x="clients that the lender has itself", y="gain (points of AUC)")
    for lender in points.T:
        ax.plot(sizes, lender, color=GREY, marker=".", linewidth=1)
    ax.plot(sizes, means, color=ACCENT, marker="o", linewidth=3)
    ax.axhline(0, color=DARK, linewidth=1)
    ax.set_xscale("log")
    ax.set_xticks(sizes, [f"{size:,}" for size in sizes])
    ax.minorticks_off()
    label_line(ax, sizes[-1], means[-1], "mean of\nfive lenders", va="bottom")
    return fig, (
        "Gain from joining against a lender's own clients: "
        + ", ".join(f"{mean:.1f} points with {size:,}" for size, mean in zip(sizes, means, strict=True))
        + ". Thin lines are single lenders."
    )


def lender_gains(names: Sequence[str], gaps: Sequence[Interval]) -> tuple[Figure, str]:
    """Draw each lender's gain on its own clients, with its interval.

    Args:
        names: of the lenders.
        gaps: federated less alone.
    """
    told = sum(gap.low > 0 for gap in gaps)
    title = f"{told} of {len(gaps)} intervals lie above zero: thousands of own clients are nearly enough"
    fig, ax = figure(title, x="federated less own model, points of AUC on own clients", size=(8.0, 3.6))
    places = np.arange(len(names))[::-1]
    for place, gap in zip(places, gaps, strict=True):
        colour = ACCENT if gap.low > 0 else DARK
        ax.plot([100 * gap.low, 100 * gap.high], [place, place], color=colour, linewidth=3, marker="")
        ax.plot(100 * gap.estimate, place, color=colour, marker="o", markersize=9)
    ax.axvline(0, color=DARK, linewidth=1)
    ax.set_yticks(places, names)
    ax.grid(axis="y", visible=False)
    return fig, "Gain with 95% interval: " + "; ".join(
        f"{name} {100 * gap.estimate:.1f} ({100 * gap.low:.1f} to {100 * gap.high:.1f})"
        for name, gap in zip(names, gaps, strict=True)
    )


def rounds_against_loss(curves: Mapping[int, Sequence[float]]) -> tuple[Figure, str]:
    """Draw the loss above the least possible against rounds, a curve for each number of local steps."""
    title = "More local steps save rounds: the height reached by one step a round comes much sooner"
    fig, ax = figure(title, x="rounds", y="loss above the best pooled model")
    colours = dict(zip(curves, (GREY, DARK, ACCENT), strict=False))
    for steps, heights in curves.items():
        rounds = np.arange(1, len(heights) + 1)
        ax.plot(rounds, heights, color=colours[steps], marker="")
        label_line(ax, rounds[-1], heights[-1], f"{steps} local step{'s' * (steps > 1)}", colours[steps])
    ax.set_yscale("log")
    return fig, "Loss above the least after the last round: " + ", ".join(
        f"{heights[-1]:.4f} with {steps} local steps" for steps, heights in curves.items()
    )


def drift(
    sharpness: np.ndarray, optima: np.ndarray, share: np.ndarray, tried: Sequence[int], rests: Sequence[float]
) -> tuple[Figure, str]:
    """Draw two lenders' losses, their sum, and where FedAvg rests for several numbers of local steps.

    Args:
        sharpness: of each lender's parabola.
        optima: where each lender's loss is least.
        share: of each lender.
        tried: numbers of local steps.
        rests: where each rests.
    """
    title = (
        f"From {tried[0]} local step to {tried[-1]}, the answer moves from the best to the average of bests"
    )
    fig, ax = figure(title, x="the model's one number", y="loss")
    grid = np.linspace(optima.min() - 0.4, optima.max() + 0.4, 200)
    losses = 0.5 * sharpness[:, None] * (grid - optima[:, None]) ** 2
    for loss, optimum, name, side in zip(losses, optima, ("lender 1", "lender 2"), (1, -1), strict=True):
        ax.plot(grid, loss, color=GREY, marker="", linewidth=1.5)
        # High up on the curve's inner side for the first, on its outer side for the second: both stand free.
        branch = np.flatnonzero(side * (grid - optimum) > 0)
        place = branch[np.abs(loss[branch] - 2.6).argmin()]
        ax.annotate(
            name,
            (grid[place], loss[place]),
            (-8 if side > 0 else 8, 4),
            textcoords="offset points",
            color=DARK,
            ha="right" if side > 0 else "left",
        )
    total = share @ losses
    ax.plot(grid, total, color=DARK, marker="", linewidth=2.5)
    heights = np.interp(rests, grid, total)
    ax.plot(rests, heights, color=WARM, marker="o", linestyle="", markersize=9)
    steep = np.interp(rests, grid, np.gradient(total, grid)) > 1  # there the free place is beside the curve
    for steps, rest, height, beside in zip(tried, rests, heights, steep, strict=True):
        ax.annotate(
            f"{steps}",
            (rest, height),
            (10, -7) if beside else (0, 9),
            textcoords="offset points",
            color=WARM,
            ha="left" if beside else "center",
        )
    ax.annotate(
        "both together, and where\nFedAvg rests, by local steps",
        (2.15, 2.3),
        color=WARM,
        fontsize=12,
    )
    ax.set_ylim(-0.3, 4)
    return fig, "FedAvg's resting place by local steps: " + ", ".join(
        f"{steps} at {rest:.2f}" for steps, rest in zip(tried, rests, strict=True)
    )

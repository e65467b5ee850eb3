"""The figures of unit 1: each takes computed data and returns a figure with its alternative text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from execml.automl.search.baseline import expected_best
from execml.automl.search.curves import LearningCurves
from execml.automl.search.no_free_lunch import mean_best
from execml.course import ACCENT, GREY, figure, label_line, panels
from execml.course.digits import at_most
from execml.course.page.figures import DARK, WARM

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def pilot(scores: Sequence[float], grid_best: float, grid_models: int, error: float) -> tuple[Figure, str]:
    """Draw the expected best of so many random draws, and the best that the grid found.

    Args:
        scores: of the bank's random trials.
        grid_best: the best score on the vendor's grid.
        grid_models: how many models the grid holds.
        error: one standard error of a score, from the clients that it is measured on.
    """
    count = len(scores)
    draws = np.unique(np.geomspace(1, count, 40).astype(int))
    expected = [expected_best(scores, int(number)) for number in draws]
    title = f"The best of {grid_models} models on a grid and of {count} random draws: the same AUC"
    if abs(expected[-1] - grid_best) > error:
        title = f"The best of {grid_models} models on a grid and of {count} random draws differ"
    fig, ax = figure(title, x="models tried (logarithmic)", y="AUC of the best on held-back clients")
    ax.axhspan(grid_best - error, grid_best + error, color="#ECECEC", linewidth=0)
    ax.axhline(grid_best, color=GREY, marker="")
    ax.plot(draws, expected, color=ACCENT, marker="")
    ax.plot([count], [expected[-1]], color=ACCENT, marker="o", linestyle="")
    ax.plot([grid_models], [grid_best], color=DARK, marker="s", linestyle="")
    ax.set_xscale("log")
    ticks = [1, 3, 10, 30, count]
    ax.set_xticks(ticks, [str(tick) for tick in ticks])
    ax.minorticks_off()
    label_line(ax, draws[-1], grid_best + error / 4, "random draws (●),\nexpected best", va="bottom")
    label_line(
        ax, draws[-1], grid_best - error / 4, "the vendor's grid (■)\n± one standard error", DARK, va="top"
    )
    return fig, (
        f"Expected AUC of the best of so many random draws: {expected[0]:.2f} for 1, {expected[-1]:.2f} for "
        f"{count}. The best of the vendor's grid of {grid_models} models: {grid_best:.2f}, ± {error:.2f}."
    )


def lunch(seen: np.ndarray, worlds: Mapping[str, np.ndarray]) -> tuple[Figure, str]:
    """Draw the range over all algorithms of the mean best value, for each class of functions.

    Args:
        seen: the values that every algorithm sees on every function, shape (algorithms, functions, points).
        worlds: for a name, which functions belong to the class, shape (functions,).
    """
    steps = np.arange(1, seen.shape[2])
    ranges = {
        name: np.array(
            [[float(pick(mean_best(seen[:, members], int(m)))) for m in steps] for pick in (min, max)]
        )
        for name, members in worlds.items()
    }
    gap = max(float((high - low).max()) for low, high in ranges.values())
    title = f"Over all functions {len(seen)} searches tie; once functions have shape, they do not"
    fig, charts = panels(title, tuple(ranges), x="evaluations", y="mean of the best value found")
    for ax, (low, high) in zip(charts, ranges.values(), strict=True):
        ax.fill_between(steps, low, high, color="#CFE3F1", linewidth=0)
        ax.plot(steps, high, color=ACCENT, marker="^")
        ax.plot(steps, low, color=GREY, marker="v")
        ax.set_xticks(steps)
        ax.set_xlim(0.8, steps[-1] + 0.5)
        ax.set_ylim(0.3, 1)
        if (high - low).max() > 0:
            above_left = {"textcoords": "offset points", "ha": "right"}
            label_line(ax, steps[1], high[1], "best search", ACCENT, xytext=(-8, 14), **above_left)
            label_line(ax, steps[0], low[0], "worst search", DARK, va="top")
        else:
            label_line(ax, steps[0], low[0], f"all {len(seen)} searches", va="top")
    return fig, (
        f"Mean best value found against evaluations, for the best and the worst of {len(seen)} searches. "
        f"Over all functions the two coincide; over functions with one peak they differ "
        f"by up to {at_most(gap, '.2f')}."
    )


def crossing(curves: LearningCurves, kept: int) -> tuple[Figure, str]:
    """Draw every learning curve, and mark the configuration that halving kept and the best at the full size.

    Args:
        curves: scores at rising sizes.
        kept: the configuration with which the halving from the smallest size ended.
    """
    full = curves.scores[:, -1]
    best, place = int(np.nanargmax(full)), curves.rank(kept)
    at_start = 1 + int((curves.scores[:, 0] > curves.scores[best, 0]).sum())
    title = f"Early stopping kept the model that ranks {place} of {len(full)} once all are trained in full"
    fig, ax = figure(title, x="training clients (logarithmic)", y="AUC on held-back clients")
    for row in range(len(full)):
        ax.plot(curves.sizes, curves.scores[row], color="#C9C9C9", linewidth=1, marker="")
    ax.plot(curves.sizes, curves.scores[best], color=WARM, marker="s")
    ax.plot(curves.sizes, curves.scores[kept], color=ACCENT, marker="o")
    ax.set_ylim(0.6, 1.006 * float(np.nanmax(curves.scores)))  # below it nothing competes
    ax.set_xscale("log")
    ax.set_xticks(curves.sizes, [f"{size:,}" for size in curves.sizes])
    ax.minorticks_off()
    label_line(ax, curves.sizes[-1], full[best], f"best in full (■):\n{full[best]:.2f}", WARM, va="bottom")
    label_line(ax, curves.sizes[-1], full[kept], f"kept (●):\n{full[kept]:.2f}", va="top")
    return fig, (
        f"Learning curves of {len(full)} configurations at {', '.join(f'{size:,}' for size in curves.sizes)} "
        f"clients. The one that halving keeps ends at {full[kept]:.2f}, place {place}; the best in full, at "
        f"{full[best]:.2f}, was number {at_start} with {curves.sizes[0]} clients."
    )

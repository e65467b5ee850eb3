"""The figures of the unit on training with privacy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from execml.course.figures import ACCENT, GREY, PALETTE, figure, label_line, panels
from execml.differential_privacy.groups import AucChange

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ORANGE = PALETTE[1]
Scores = NDArray[np.floating]


def price_of_privacy(plain: Sequence[float], private: Mapping[float, Sequence[float]]) -> Figure:
    """Draw the AUC against epsilon, every training run a dot, with the line of no privacy above.

    Args:
        plain: AUC of each run without privacy.
        private: for each epsilon, the AUC of each run.
    """
    level = float(np.mean(plain))
    means = {epsilon: float(np.mean(runs)) for epsilon, runs in private.items()}
    cost = 100 * (level - means[3])
    fig, ax = figure(
        f"At ε = 3 privacy costs {cost:.1f} points of AUC",
        x="ε, the bound on what the model gives away about one client (logarithmic; left is stricter)",
        y="AUC on 10,000 other clients",
    )
    ax.set_xscale("log")
    ax.axhline(level, color=GREY, linewidth=1.6)
    label_line(ax, min(private), level, "no privacy", GREY, xytext=(0, 9))
    epsilons = list(private)
    for epsilon, runs in private.items():
        ax.plot([epsilon] * len(runs), runs, "o", color=GREY, markersize=4, alpha=0.8)
    deviations = [float(np.std(runs, ddof=1)) for runs in private.values()]
    ax.errorbar(
        epsilons, list(means.values()), yerr=deviations, color=ACCENT, marker="o", capsize=5, elinewidth=1.6
    )
    for epsilon, mean in means.items():
        label_line(ax, epsilon, mean, f"−{100 * (level - mean):.1f}", ACCENT, xytext=(10, -14))
    ax.set_xticks(epsilons, [f"{epsilon:g}" for epsilon in epsilons])
    ax.minorticks_off()
    return fig


def memory(models: Mapping[str, tuple[Scores, Scores, float]]) -> Figure:
    """Draw for each model how it scores defaulters it was trained on, and defaulters it never saw.

    Args:
        models: for each model's name, the risks of the clients inside, those of the clients outside, and how
            often an attacker who is shown one of each tells which is which.
    """
    rates = [rate for _, _, rate in models.values()]
    fig, axes = panels(
        f"Was this client trained on? Told right {rates[0]:.0%} of the time, and {rates[-1]:.0%} with privacy",
        tuple(models),
        x="predicted risk of default",
        y="share of defaulters",
    )
    for ax, (inside, outside, _) in zip(axes, models.values(), strict=True):
        _shares(ax, outside, GREY, "never seen")
        _shares(ax, inside, ACCENT, "trained on")
        ax.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    return fig


def pull(lengths: Scores, labels: NDArray[np.integer], bound: float) -> Figure:
    """Draw how long the clients' gradients are, and how many of them the bound cuts.

    Args:
        lengths: gradient norm of each client.
        labels: 1 for clients who defaulted.
        bound: the clipping norm.
    """
    cut = [float((lengths[labels == label] > bound).mean()) for label in (0, 1)]
    fig, ax = figure(
        f"The bound cuts {cut[1]:.0%} of the clients who defaulted and {cut[0]:.0%} of the others",
        x="length of one client's gradient",
        y="share of its group",
    )
    edges = np.linspace(0, 9, 37)
    for label, colour, name, place in ((0, GREY, "paid", 0.55), (1, ACCENT, "defaulted", 3.0)):
        counts, _ = np.histogram(np.minimum(lengths[labels == label], 9), bins=edges)
        heights = counts / counts.sum()
        ax.stairs(heights, edges, color=colour, fill=True, alpha=0.25)
        ax.stairs(heights, edges, color=colour, linewidth=2)
        label_line(ax, place, float(heights[int(place / 0.25)]), name, colour, xytext=(10, 12))
    ax.axvline(bound, color=ORANGE, linewidth=1.8)
    label_line(ax, bound, ax.get_ylim()[1] * 0.9, "everything beyond is cut to here", ORANGE)
    ax.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    ax.set_ylim(bottom=0)
    return fig


def who_pays(changes: Mapping[str, tuple[int, AucChange]], overall: AucChange, epsilon: float) -> Figure:
    """Draw each group's change of AUC with its interval, beside the change over all clients.

    Args:
        changes: for each group's name, the number of its test clients and its change.
        overall: the change over all test clients.
        epsilon: the privacy bound of the model after.
    """
    apart = [name for name, (_, change) in changes.items() if not _covers(change, overall.change)]
    finding = f"apart from the average: {', '.join(apart)}" if apart else "no group stands apart"
    fig, ax = figure(
        f"At ε = {epsilon:g}, {finding}",
        x="change of AUC (points), with 95% intervals",
        size=(8, 0.36 * len(changes) + 1.6),
    )
    places = np.arange(len(changes))[::-1]
    for place, (name, (_, change)) in zip(places, changes.items(), strict=True):
        colour = ORANGE if name in apart else ACCENT
        ax.errorbar(
            100 * change.change,
            place,
            xerr=196 * change.standard_error,
            color=colour,
            marker="o",
            capsize=4,
            elinewidth=1.6,
        )
    ax.axvline(100 * overall.change, color=GREY, linewidth=1.6)
    ax.axvline(0, color="#333333", linewidth=0.8)
    ax.set_yticks(places, [f"{name} ({clients:,})" for name, (clients, _) in changes.items()])
    label_line(ax, 100 * overall.change, len(changes) - 0.4, "all clients", GREY, xytext=(0, 8), ha="center")
    ax.grid(axis="y", visible=False)
    return fig


def _covers(change: AucChange, value: float) -> bool:
    low, high = change.interval()
    return low <= value <= high


def _shares(ax: Axes, risks: Scores, colour: str, name: str) -> Any:
    edges = np.linspace(0, 1, 21)
    counts, _ = np.histogram(risks, bins=edges)
    heights = counts / counts.sum()
    ax.stairs(heights, edges, color=colour, fill=True, alpha=0.25)
    ax.stairs(heights, edges, color=colour, linewidth=2)
    peak = int(heights.argmax())
    label_line(ax, float(edges[peak]), float(heights[peak]), name, colour, xytext=(14, 8))

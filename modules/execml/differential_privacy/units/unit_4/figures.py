"""The figures of the unit on training with privacy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from execml.course.digits import at_least
from execml.course.page.figures import ACCENT, GREY, WARM, figure, label_line, panels
from execml.differential_privacy.training.groups import AucChange

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Scores = NDArray[np.floating]


def price_of_privacy(
    baseline: float, plain: Sequence[float], private: Mapping[float, Sequence[float]]
) -> Figure:
    """Draw the AUC against epsilon, every training run a dot, with the bank's baseline above.

    Args:
        baseline: AUC of the bank's best plain model.
        plain: AUC of each run of the network without privacy.
        private: for each epsilon, the AUC of each run; 3 is among them.
    """
    means = {epsilon: float(np.mean(runs)) for epsilon, runs in private.items()}
    network = float(np.mean(plain))
    fig, ax = figure(
        f"At ε = 3 privacy costs {100 * (baseline - means[3]):.1f} points of AUC",
        x="ε, the bound on what the model gives away about one client (left is stricter)",
        y="AUC on 10,000 other clients",
    )
    ax.set_xscale("log")
    ax.axhline(baseline, color=GREY, linewidth=2.4)
    label_line(ax, min(private), baseline, "boosted trees, no privacy", GREY, xytext=(0, 10), fontsize=14)
    ax.axhline(network, color=GREY, linewidth=1.4, linestyle=":")
    label_line(ax, min(private), network, "our network, no privacy", GREY, xytext=(0, -14))
    for epsilon, runs in private.items():
        ax.vlines(epsilon, *_spread(runs), color=ACCENT, linewidth=1.6)
    places = np.repeat(list(private), [len(runs) for runs in private.values()])
    ax.plot(places, np.concatenate(list(private.values())), "o", color=GREY, markersize=4)
    ax.plot(list(means), list(means.values()), color=ACCENT, linewidth=3)
    for epsilon, mean in means.items():
        cost = f"−{100 * (baseline - mean):.1f}"
        label_line(ax, epsilon, mean, cost, ACCENT, xytext=(8, -20), fontsize=16)
    ax.set_xticks(list(private), [f"{epsilon:g}" for epsilon in private])
    ax.minorticks_off()
    ax.set_ylim(top=baseline + 0.15 * (baseline - ax.get_ylim()[0]))
    return fig


def memory(models: Mapping[str, tuple[Scores, Scores, float]]) -> Figure:
    """Draw for each model how it scores defaulters it was trained on, and defaulters it never saw.

    Args:
        models: for each model's name, the risks of the clients inside, those of the clients outside, and how
            often an attacker who is shown one of each tells which is which.
    """
    rates = [rate for _, _, rate in models.values()]
    fig, axes = panels(
        f"Was this client trained on? Told right {rates[0]:.0%} of the time, {rates[-1]:.0%} with privacy",
        tuple(models),
        x="predicted risk of default",
        y="share of defaulters",
    )
    edges = np.linspace(0, 1, 11)
    for ax, (inside, outside, _) in zip(axes, models.values(), strict=True):
        unseen = _shares(ax, outside, edges, GREY)
        seen = _shares(ax, inside, edges, ACCENT)
        ax.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
        if seen.argmax() == unseen.argmax():
            label_line(ax, edges[1], float(seen.max()), "trained on or never seen: alike", ACCENT)
        else:
            label_line(ax, edges[1], float(unseen[0]), "never seen", GREY)
            label_line(ax, edges[-2], float(seen[-1]), "trained on", ACCENT, ha="right", xytext=(-8, 0))
    return fig


def pull(lengths: Scores, labels: NDArray[np.integer], bound: float, tighter: float) -> Figure:
    """Draw how long the clients' gradients are, and how many of them a bound cuts.

    Args:
        lengths: gradient norm of each client, of one training or of several one after the other.
        labels: 1 for clients who defaulted, for each length.
        bound: the clipping norm.
        tighter: a smaller one to compare.
    """
    few, many = (float((lengths[labels == 1] > limit).mean()) for limit in (bound, tighter))
    most = at_least(many, ".1%")
    fig, ax = figure(
        f"A bound of {bound:g} cuts {few:.1%} of the defaulters; a bound of {tighter:g} would cut {most}",
        x="length of one client's gradient",
        y="share of its group",
    )
    longest = 9.0
    edges = np.linspace(0, longest, 37)
    for label, colour, name in ((0, GREY, "paid"), (1, ACCENT, "defaulted")):
        shares = _shares(ax, np.minimum(lengths[labels == label], longest), edges, colour)
        peak = int(shares.argmax())
        beside = max(edges[peak + 1], tighter)  # clear of the line
        label_line(ax, beside, float(shares[peak]), name, colour, xytext=(8, 8))
    ax.set_ylim(top=1.1 * ax.get_ylim()[1])
    ax.axvline(bound, color=WARM, linewidth=1.8)
    ax.axvline(tighter, color=WARM, linewidth=1.8, linestyle=":")
    label_line(ax, bound, 0.9 * ax.get_ylim()[1], "everything beyond is cut to here", WARM)
    ax.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    return fig


def who_pays(changes: Mapping[str, tuple[int, AucChange]], overall: AucChange, epsilon: float) -> Figure:
    """Draw each group's change of AUC with its interval, beside the change over all clients.

    Args:
        changes: for each group's name, the number of its test clients and its change.
        overall: the change over all test clients.
        epsilon: the privacy bound of the model after.
    """
    apart = stand_apart(changes, overall)
    exceptions = f"{len(apart) or 'none'} of {len(changes)} groups stand{'s' * (len(apart) == 1)} apart"
    fig, ax = figure(
        f"At ε = {epsilon:g} the model loses {-100 * overall.change:.1f} points; {exceptions}",
        x="change of AUC (points), with its 95% interval",
        size=(8, 0.36 * len(changes) + 1.6),
    )
    places = np.arange(len(changes))[::-1]
    middles = np.array([100 * change.change for _, change in changes.values()])
    intervals = np.array([change.interval() for _, change in changes.values()])
    marked = np.array([name in apart for name in changes])
    for chosen, colour, marker in ((~marked, ACCENT, "o"), (marked, WARM, "D")):
        ax.hlines(places[chosen], *(100 * intervals[chosen].T), color=colour, linewidth=1.8)
        ax.plot(middles[chosen], places[chosen], marker, color=colour)
    ax.axvline(100 * overall.change, color=GREY, linewidth=1.6)
    ax.axvline(0, color="#333333", linewidth=0.8)
    ax.set_yticks(places, [f"{name} ({clients:,})" for name, (clients, _) in changes.items()])
    label_line(ax, 100 * overall.change, len(changes) - 0.5, "all clients", GREY, xytext=(-6, 4), ha="right")
    ax.grid(axis="y", visible=False)
    return fig


def stand_apart(changes: Mapping[str, tuple[int, AucChange]], overall: AucChange) -> list[str]:
    """Return the groups whose 95% interval does not hold the change over all clients.

    Args:
        changes: for each group's name, the number of its test clients and its change.
        overall: the change over all test clients.

    >>> groups = {"old": (90, AucChange(-0.05, 0.01)), "young": (900, AucChange(-0.02, 0.01))}
    >>> stand_apart(groups, overall=AucChange(-0.015, 0.001))
    ['old']
    """
    intervals = {name: change.interval() for name, (_, change) in changes.items()}
    return [name for name, (low, high) in intervals.items() if not low <= overall.change <= high]


def signed(points: float) -> str:
    """Return whole points with their sign, a minus and no hyphen.

    >>> signed(-5.6), signed(1.6)
    ('−6', '+2')
    """
    return f"{points:+.0f}".replace("-", "−")


def _spread(runs: Sequence[float]) -> tuple[float, float]:
    """Return mean minus and plus one standard deviation."""
    mean, deviation = float(np.mean(runs)), float(np.std(runs, ddof=1))
    return mean - deviation, mean + deviation


def _shares(ax: Axes, values: Scores, edges: NDArray[np.floating], colour: str) -> NDArray[np.float64]:
    """Draw and return which share of the values falls between any two edges."""
    counts, _ = np.histogram(values, bins=edges)
    shares = counts / counts.sum()
    ax.stairs(shares, edges, color=colour, fill=True, alpha=0.25)
    ax.stairs(shares, edges, color=colour, linewidth=2)
    return shares

"""The figures of the unit on SHAP and LIME at work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from execml.course import ACCENT, GREY, figure, panels
from execml.course.digits import at_most
from execml.course.page.figures import DARK, WARM

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def seeds(counts: Mapping[str, np.ndarray], runs: int) -> tuple[Figure, str]:
    """Draw how many different sets of reasons each client gets from an explainer, over seeds.

    Args:
        counts: for each explainer the number of sets of each client, shape (clients,).
        runs: how many seeds.
    """
    worst = max(counts, key=lambda name: counts[name].mean())
    title = f"The same client, {runs} seeds: up to {counts[worst].max()} sets of reasons with {worst}"
    fig, ax = figure(
        title, x=f"different sets of four reasons in {runs} seeds", size=(8.0, 1.6 + 0.8 * len(counts))
    )
    for row, (name, each) in enumerate(counts.items()):
        spread = row + 0.28 * (np.arange(len(each)) / max(len(each) - 1, 1) - 0.5)
        ax.plot(each, spread, "o", color=WARM if name == worst else ACCENT, markersize=8)
        ax.annotate(
            f"mean {each.mean():.1f}", (runs + 1, row), va="center", fontsize=12, annotation_clip=False
        )
    ax.set_yticks(range(len(counts)), list(counts))
    ax.set_ylim(len(counts) - 0.5, -0.5)
    ax.set_xlim(0, runs + 0.5)
    ax.grid(visible=False, axis="y")
    told = "; ".join(f"{name}: mean {each.mean():.1f}, most {each.max()}" for name, each in counts.items())
    return fig, f"Different sets of four reasons for each client over {runs} seeds. {told}."


def waterfall(families: Sequence[str], values: np.ndarray, base: float, label: str) -> tuple[Figure, str]:
    """Draw how the base value becomes one client's output, family by family, the largest first.

    Args:
        families: names.
        values: of the client, shape (families,).
        base: where the values start.
        label: of the explanation.
    """
    order = np.argsort(-np.abs(values), kind="stable")
    ends = base + np.cumsum(values[order])
    starts = np.concatenate([[base], ends[:-1]])
    top = families[order[0]]
    title = f"From {base:.2f} to {ends[-1]:.2f}: {top} account for {values[order[0]]:+.2f}"
    fig, ax = figure(title, x="log-odds of default", size=(8.0, 4.2))
    for row, (start, end) in enumerate(zip(starts, ends, strict=True)):
        colour = WARM if end > start else ACCENT
        ax.barh(row, end - start, left=start, color=colour, height=0.6)
        ax.annotate(
            f"{end - start:+.2f}",
            (max(start, end), row),
            (6, 0),
            textcoords="offset points",
            va="center",
            fontsize=12,
        )
    ax.axvline(base, color=DARK, linewidth=1, linestyle=":")
    ax.set_yticks(range(len(order)), [families[place] for place in order])
    ax.invert_yaxis()
    ax.set_xlim(min(base, ends.min()) - 0.15, max(base, ends.max()) + 0.3)
    ax.grid(visible=False, axis="y")
    told = ", ".join(f"{families[place]} {values[place]:+.2f}" for place in order)
    return fig, f"Waterfall of one client's log-odds from {base:.2f} to {ends[-1]:.2f}: {told}. {label}"


def swarm(families: Sequence[str], values: np.ndarray, high: np.ndarray, label: str) -> tuple[Figure, str]:
    """Draw every client's value of every family, coloured by whether the family's main column is high.

    Args:
        families: names.
        values: shape (clients, families).
        high: whether the family's main column lies above its median, shape (clients, families).
        label: of the explanations.
    """
    order = np.argsort(-np.abs(values).mean(axis=0))
    share = np.abs(values).mean(axis=0)[order[0]] / np.abs(values).mean(axis=0).sum()
    title = f"{families[order[0]].capitalize()} carry {share:.0%} of all that the model says of these clients"
    fig, ax = figure(title, x="value, in log-odds", size=(8.0, 4.2))
    wobble = 0.30 * (np.arange(len(values)) * 0.618 % 1 - 0.5)
    for row, place in enumerate(order):
        for above, colour, marker in ((False, ACCENT, "o"), (True, WARM, "s")):
            chosen = high[:, place] == above
            ax.plot(
                values[chosen, place],
                row + wobble[chosen],
                marker,
                color=colour,
                markersize=3,
                alpha=0.6,
                linestyle="",
            )
    ax.annotate("■ above its median", (0.70, 0.14), xycoords="axes fraction", color=WARM, fontsize=12)
    ax.annotate("● at or below", (0.70, 0.05), xycoords="axes fraction", color=ACCENT, fontsize=12)
    ax.axvline(0, color=DARK, linewidth=1)
    ax.set_yticks(range(len(order)), [families[place] for place in order])
    ax.invert_yaxis()
    ax.grid(visible=False, axis="y")
    return fig, (
        f"Values of {len(values)} clients for {len(families)} families; {families[order[0]]} "
        f"spread furthest, "
        f"with {share:.0%} of the mean size. {label}"
    )


def dependence(amounts: np.ndarray, values: np.ndarray, late: np.ndarray, label: str) -> tuple[Figure, str]:
    """Draw the value of the credit limit against the limit, apart for clients who were late and others.

    Args:
        amounts: limits in thousands of New Taiwan dollars, shape (clients,).
        values: of the family, shape (clients,).
        late: whether the client was late in the latest month, shape (clients,).
        label: of the explanations.
    """
    turns = (
        float(np.median(amounts[np.abs(values) < 0.02])) if (np.abs(values) < 0.02).any() else float("nan")
    )
    title = f"A limit counts against a client up to about {turns:,.0f} thousand"
    fig, ax = figure(title, x="credit limit (thousand NT$)", y="value, in log-odds", size=(8.0, 4.0))
    for chosen, colour, marker in ((~late, ACCENT, "o"), (late, WARM, "s")):
        ax.plot(amounts[chosen], values[chosen], marker, color=colour, markersize=4, alpha=0.6, linestyle="")
    ax.annotate("■ late in September", (0.68, 0.90), xycoords="axes fraction", color=WARM, fontsize=12)
    ax.annotate("● not late", (0.68, 0.82), xycoords="axes fraction", color=ACCENT, fontsize=12)
    ax.axhline(0, color=DARK, linewidth=1)
    ax.set_xscale("log")
    ax.set_xticks([10, 30, 100, 300], ["10", "30", "100", "300"])
    return fig, (
        f"Value of the credit limit against the limit for {len(amounts)} refused clients: from "
        f"{values.max():+.2f} to "
        f"{values.min():+.2f}, changing sides near {turns:,.0f} thousand. {label}"
    )


def effects(
    grid: np.ndarray, dependence: np.ndarray, edges: np.ndarray, local: np.ndarray, truth: np.ndarray
) -> tuple[Figure, str]:
    """Draw partial dependence and accumulated local effects of a SYNTHETIC column beside the truth.

    Args:
        grid: values of the column.
        dependence: partial dependence on the grid, centred.
        edges: of the bins of the local effects.
        local: the effect at each edge.
        truth: on the grid, centred.
    """
    apart = {
        "partial dependence": float(np.abs(dependence - truth).max()),
        "ALE": float(
            np.abs(np.interp(grid, edges, local - np.interp(grid, edges, local).mean()) - truth).max()
        ),
    }
    better = min(apart, key=lambda name: apart[name])
    title = f"SYNTHETIC twins: {better} stays nearer to the truth"
    fig, charts = panels(
        title, ("partial dependence", "accumulated local effects"), x="SYNTHETIC column", y="effect"
    )
    for ax, x, y in zip(charts, (grid, edges), (dependence, local), strict=True):
        ax.plot(grid, truth, color=GREY, linewidth=5, marker="")
        ax.plot(x, y, color=ACCENT, marker="o", markersize=4)
    charts[0].annotate("truth, grey", (0.05, 0.88), xycoords="axes fraction", color=DARK, fontsize=12)
    told = "; ".join(f"{name} is off by up to {at_most(far, '.2f')}" for name, far in apart.items())
    return fig, f"Effect of one of two SYNTHETIC columns that go together, beside the truth: {told}."

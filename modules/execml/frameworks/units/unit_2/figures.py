"""The figures of unit 2: each takes computed data and returns a figure with its alternative text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from execml.course import ACCENT, GREY, figure, label_line
from execml.course.page.figures import DARK, WARM
from execml.frameworks.networks.rounding import in_powers

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

FLOOR = 1e-12  # gaps below it are rounding, and differ from one processor to the next


def two_scores(original: np.ndarray, port: np.ndarray, refuse_above: float) -> tuple[Figure, str]:
    """Draw each client's risk by the port against the risk by the original.

    Args:
        original: probability of default by the original, one a client.
        port: the same clients' probabilities by the port.
        refuse_above: clients with a higher risk are refused.
    """
    bar = refuse_above
    newly_refused, newly_approved = (original <= bar) & (port > bar), (original > bar) & (port <= bar)
    flipped = newly_refused | newly_approved
    title = f"Rebuilt under the same names, the model decides differently about {flipped.sum()} clients"
    fig, ax = figure(title, x="risk by the original (%)", y="risk by the port (%)", size=(8.0, 5.2))
    low, high = 0, 62
    inside = (original < high / 100) & (port < high / 100)
    same = inside & ~flipped
    ax.plot(100 * original[same], 100 * port[same], ".", color="#BDBDBD", markersize=3)
    for chosen, marker in ((newly_refused, "^"), (newly_approved, "v")):
        ax.plot(100 * original[chosen], 100 * port[chosen], marker, color=ACCENT, markersize=4.5)
    for line in (ax.axvline, ax.axhline):
        line(100 * bar, color=DARK, linewidth=1, linestyle=":")
    ax.set(xlim=(low, high), ylim=(low, high))
    style: dict[str, Any] = {"color": ACCENT, "fontsize": 12, "weight": "bold"}
    ax.annotate(f"▲ newly refused: {newly_refused.sum()}", (2, 100 * bar + 13), **style)
    ax.annotate(f"▼ newly approved: {newly_approved.sum()}", (100 * bar + 5, 7), **style)
    ax.annotate(f"refused above {bar:.0%}", (high, 100 * bar), (-4, 4), **_points(), ha="right", color=DARK)
    return fig, (
        f"Risk of each client by the port against the original. The cloud lies along the diagonal; "
        f"{newly_refused.sum()} clients are newly refused and {newly_approved.sum()} newly approved at a bar "
        f"of {bar:.0%}."
    )


def apart(gaps: Mapping[str, np.ndarray]) -> tuple[Figure, str]:
    """Draw how far apart two models are after each step of training, on a logarithmic scale.

    Args:
        gaps: for a name the largest gap between parameters after each step; the last is drawn in the accent.
            Gaps below 1e-12 are drawn there.
    """
    names = list(gaps)
    ends = {name: max(float(series[-1]), FLOOR) for name, series in gaps.items()}
    title = "Only formula and schedule together keep the two equal: name and arguments do not"
    fig, ax = figure(title, x="step of training", y="largest gap between two weights")
    for place, (name, series) in enumerate(gaps.items()):
        last = place == len(names) - 1
        colour = ACCENT if last else (DARK, GREY, WARM)[place % 3]
        steps = np.arange(1, len(series) + 1)
        ax.plot(steps, np.maximum(series, FLOOR), color=colour, marker="os^D"[place % 4], markersize=5)
        label_line(ax, steps[-1], ends[name], name, colour=colour)
    ax.set_yscale("log")
    ax.set_ylim(FLOOR / 4, 3)
    ax.set_yticks([1e-12, 1e-9, 1e-6, 1e-3, 1], ["10⁻¹² or less", "10⁻⁹", "10⁻⁶", "10⁻³", "1"])
    ax.minorticks_off()
    return fig, (
        "Largest gap between two weights against steps of training, logarithmic. "
        + "; ".join(f"{name.replace(chr(10), ' ')}: {_power(ends[name])} at the end" for name in names)
        + "."
    )


def drifts(audit: pd.DataFrame) -> tuple[Figure, str]:
    """Draw each name's drift at its defaults and after aligning, on a logarithmic scale.

    Args:
        audit: what :func:`execml.frameworks.acceptance.audit.defaults_audit` returns.
    """
    zero = 1e-8  # what counts as none: float32 would round it away
    rows = audit.iloc[::-1].reset_index(drop=True)
    before = np.maximum(rows["drift"].to_numpy(dtype=float), zero)
    after = np.maximum(rows["aligned drift"].to_numpy(dtype=float), zero)
    gone = int((after <= zero).sum())
    title = f"{len(rows)} shared names differ; aligned arguments remove the difference in {gone}"
    fig, ax = figure(title, x="drift (each in its own measure, logarithmic)", size=(8.0, 5.8))
    heights = np.arange(len(rows))
    ax.hlines(heights, after, before, color="#D0D0D0", linewidth=1.5)
    ax.plot(before, heights, "o", color=ACCENT, markersize=7)
    ax.plot(after, heights, "s", color=DARK, markersize=5.5, markerfacecolor="white")
    ax.set_xscale("log")
    ax.set_xlim(zero / 3, 300)
    ax.set_xticks([1e-8, 1e-6, 1e-4, 1e-2, 1, 100], ["none", "10⁻⁶", "10⁻⁴", "0.01", "1", "100"])
    ax.minorticks_off()
    ax.set_yticks(heights, rows["name"])
    ax.set_ylim(-0.7, len(rows) + 0.3)
    top = len(rows) - 0.35
    ax.annotate("□ aligned", (zero, top), (-4, 0), **_points(), color=DARK, fontsize=12)
    ax.annotate("● by name", (before[-1], top), color=ACCENT, fontsize=12, ha="center", weight="bold")
    ax.grid(axis="y", visible=False)
    largest = rows.loc[before.argmax(), "name"]
    left = rows["name"][after > zero].tolist()
    return fig, (
        f"Drift of {len(rows)} pairs of the same name, by name and aligned, on a logarithmic scale. By name "
        f"it is largest for {largest}. Aligned, it is gone in {gone}; something is left for "
        f"{', '.join(left)}."
    )


def _points() -> dict[str, Any]:
    return {"textcoords": "offset points"}


def _power(value: float) -> str:
    return f"{in_powers(FLOOR)} or less" if value <= FLOOR else in_powers(value)

"""The figures of the unit on signing off an epsilon, and its dial."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from execml.course.digits import at_least, at_most
from execml.course.page.dial import drawn, turnable
from execml.course.page.figures import ACCENT, GREY, PALETTE, WARM, figure, label_line
from execml.differential_privacy.accounting.releases import composed_epsilon
from execml.differential_privacy.assurance.audit import audit_ceiling
from execml.differential_privacy.assurance.year import harbour_year

if TYPE_CHECKING:
    import ipywidgets
    import pandas as pd
    from matplotlib.figure import Figure


WORDS = ("No", "One", "Two", "Three", "Four", "Five")


def claims(bounds: Mapping[str, float], claim: float) -> Figure:
    """Draw what an audit proved about each trainer beside what all of them promise.

    Args:
        bounds: lower bound on epsilon for the name of each trainer, at most five of them.
        claim: the epsilon that they promise.
    """
    refuted = sum(bound > claim for bound in bounds.values())
    fig, ax = figure(
        f"{WORDS[len(bounds)]} trainers promise ε = {claim:g}; the audit refutes {WORDS[refuted].lower()}",
        x="the audit proves that ε is at least",
        size=(8.0, 3.4),
    )
    for place, (name, bound) in enumerate(reversed(list(bounds.items()))):
        broken, proven = bound > claim, at_least(bound, ".1f")
        shown = float(proven)
        colour = WARM if broken else GREY
        ax.plot([0, shown], [place, place], color=colour, marker="", linewidth=5, solid_capstyle="butt")
        ax.plot([shown], [place], color=colour, marker=">" if broken else "o", markersize=11, linestyle="")
        text = f"at least {proven}: refuted" if broken else f"{proven}: not refuted"
        label_line(ax, shown if broken else claim, place, text, colour, xytext=(12, 0))
        ax.text(-0.12, place, name, ha="right", va="center", fontsize=12, color="#333333")
    ax.axvline(claim, color=ACCENT, linestyle="--", linewidth=2, marker="")
    label_line(ax, claim, len(bounds) - 0.35, f"the promise: ε = {claim:g}", xytext=(6, 0))
    ax.set(xlim=(0, 1.45 * max(bounds.values())), ylim=(-0.6, len(bounds) - 0.2), yticks=[])
    ax.spines["left"].set_visible(False)
    ax.grid(axis="y", visible=False)
    return fig


def ceiling(
    runs: Sequence[int], audits: Mapping[str, Sequence[float]], claim: float, confidence: float = 0.95
) -> Figure:
    """Draw what audits of growing size prove, under what any audit of that size could prove.

    Args:
        runs: runs of each kind that were counted.
        audits: for the name of each trainer, the lower bound at each of those sizes.
        claim: the epsilon that is promised.
        confidence: of the bounds.
    """
    limits = [audit_ceiling(size, confidence=confidence) for size in runs]
    fig, ax = figure(
        f"{runs[-1]:,} counted runs can prove ε = {at_most(limits[-1], '.2f')} at most",
        x="runs counted, with the invented client and as many without (logarithmic)",
        y="ε is proven to be at least",
        size=(8.0, 5.0),
    )
    ax.fill_between(runs, limits, 1.15 * limits[-1], color=GREY, alpha=0.12)
    ax.plot(runs, np.round(limits, 2), color=GREY, marker="", linewidth=3)
    label_line(ax, runs[-1], limits[-1], "perfect attack", GREY)
    label_line(ax, runs[0], 0.93 * 1.15 * limits[-1], "out of reach", GREY, xytext=(10, 0))
    styles = zip((WARM, PALETTE[2], ACCENT), ("^", "s", "o"), strict=True)
    for (name, bounds), (colour, marker) in zip(audits.items(), styles, strict=False):
        ax.plot(runs, np.round(bounds, 1), color=colour, marker=marker)
        label_line(ax, runs[-1], round(bounds[-1], 1), name, colour)
    ax.axhline(claim, color="#333333", linestyle=":", linewidth=1.6, marker="")
    label_line(ax, runs[-2], claim, f"promise: ε = {claim:g}", "#333333", xytext=(0, -12), ha="center")
    ax.set(xscale="log", xlim=(0.93 * runs[0], 1.07 * runs[-1]), ylim=(-0.15, 1.15 * limits[-1]))
    ax.set_xticks(runs, [f"{size:,}" for size in runs])
    ax.minorticks_off()
    return fig


def year(frame: pd.DataFrame, cap: float) -> Figure:
    """Draw a year of releases: epsilons added up, and epsilon composed, under the cap.

    Args:
        frame: as :meth:`BudgetLedger.frame` returns it.
        cap: the largest epsilon for the year.
    """
    spent, added = float(frame["composed"].iloc[-1]), float(frame["added up"].iloc[-1])
    model = int(frame["release"].str.endswith("model").to_numpy().argmax()) + 1
    before, after = (float(frame["composed"].iloc[place - 1]) for place in (model - 1, model))
    fig, ax = figure(
        f"A year of {len(frame)} releases spends ε = {at_most(spent, '.2f')}, under the cap of {cap:g}",
        x="release, in the order of the year (first letters of the months)",
        y="ε spent so far",
    )
    place = np.arange(1, len(frame) + 1)
    ax.plot(place, frame["added up"].round(2), color=GREY, linestyle="--", marker="")
    ax.plot(place, frame["composed"].round(3), color=ACCENT, marker="o", markersize=6, linewidth=3)
    ax.axhline(cap, color=WARM, linewidth=3, marker="")
    large: dict[str, Any] = {"fontsize": 15}
    label_line(ax, place[-1], cap, f"cap: {cap:g}", WARM, xytext=(10, 8), **large)
    label_line(ax, place[-1], spent, f"spent: {at_most(spent, '.2f')}", xytext=(10, -16), **large)
    label_line(ax, place[-1], added, f"added up: {at_most(added, '.1f')}", GREY, xytext=(10, 0), **large)
    rise = f"the model: from {at_most(before, '.1f')} to {at_most(after, '.1f')}"
    label_line(ax, model, (before + after) / 2, rise, xytext=(14, -14), **large)
    ax.set(xticks=place, xticklabels=[when[0] for when in frame["when"]], ylim=(0, 1.08 * added))
    return fig


def year_dial(cap: float, delta: float, start: int = 8) -> ipywidgets.VBox:
    """Return a slider for the noise of the monthly tables above what the year then spends.

    Args:
        cap: the largest epsilon for the year.
        delta: the year's delta.
        start: the noise when the page opens, in clients.
    """
    return turnable("Noise σ in clients", range(3, 21), start, lambda noise: dial_page(noise, cap, delta))


def dial_page(noise: float, cap: float, delta: float) -> str:
    """Return the dial's bar and sentence as HTML.

    Args:
        noise: standard deviation of the noise in each cell of a monthly table, in clients.
        cap: the largest epsilon for the year.
        delta: the year's delta.

    >>> "3.70" in dial_page(8, cap=4.0, delta=1e-6)
    True
    """
    spent = composed_epsilon(harbour_year(noise), delta)
    fits = spent <= cap
    colour, sign = (ACCENT, "✓ within") if fits else (WARM, "✗ above")
    end, mark = 480 * min(spent / (2 * cap), 1), 480 * 0.5
    drawing = (
        '<rect x="0" y="12" width="480" height="20" fill="#eeeeee"/>'
        f'<rect x="0" y="12" width="{end:.1f}" height="20" fill="{colour}"/>'
        f'<line x1="{mark:.1f}" x2="{mark:.1f}" y1="4" y2="40" stroke="#333333" stroke-width="3"/>'
    )
    return (
        drawn(drawing, "A bar for the epsilon spent, with a mark at the cap", 520, 46)
        + f"<p>With noise of <b>σ = {noise:g} clients</b> in each cell, the twelve tables, the model "
        f"and what goes with it spend <b>ε = {at_most(spent, '.2f')}</b>: "
        f"{sign} the cap of {cap:g}, the black mark. "
        f"About one cell in twenty is then off by more than {2 * noise:.0f} clients.</p>"
    )

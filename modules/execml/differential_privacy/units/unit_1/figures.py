"""The figures of unit 1: each takes computed data and returns a figure with its alternative text."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from execml.course import ACCENT, GREY, figure, label_line
from execml.course.page.figures import DARK, WARM

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PALE = "#A9CDE6"  # the accent, lightened
SPELT_OUT = {"bill_1": "September's\nbill", "marriage": "marital\nstatus"}


def lone_shares(shares: Sequence[float], facts: Sequence[str]) -> tuple[Figure, str]:
    """Draw the share of clients that stand alone once 1, 2, … facts are known, one bar a fact.

    Args:
        shares: share of clients whom nobody shares the first 1, 2, … facts with.
        facts: which column each further fact is.
    """
    percent = 100 * np.asarray(shares)
    title = f"Five ordinary facts leave {shares[4]:.0%} of clients alone, one bill more {shares[5]:.0%}"
    fig, ax = figure(title, y="clients alone (%)")
    places = np.arange(len(shares))
    colours = [GREY] * (len(shares) - 1) + [ACCENT]
    ax.bar(places, percent, color=colours, width=0.72)
    for place, height, colour in zip(places, percent, colours, strict=True):
        text = f"{height:.0f}%" if height >= 1 else "under 1%"
        label_line(ax, place, height, text, DARK if colour == GREY else colour, xytext=(0, 12), ha="center")
    names = [SPELT_OUT.get(fact, fact) for fact in facts]
    ax.set_xticks(places, names, fontsize=15)
    ax.set_xlabel("each further fact that the stranger knows")
    ax.set_ylim(0, 108)
    ax.set_yticks([0, 50, 100])
    ax.grid(visible=False)
    return fig, (
        "One bar for each fact that a stranger knows besides those before it: the share of clients who "
        f"stand alone is small up to four facts, {shares[4]:.0%} with the limit and {shares[5]:.0%} with one "
        "bill."
    )


def branches(bits: np.ndarray) -> tuple[Figure, str]:
    """Draw one square a client: proven to have defaulted, proven to have paid, or still open.

    Args:
        bits: what the tables force: 1.0, 0.0 or NaN for each client, shape (branches, clients).
    """
    states = np.sort(-np.asarray(bits), axis=1)  # defaults first, then payers, and NaN last
    kinds = (states == -1, states == 0, np.isnan(states))
    defaulted, paid, left_open = (int(kind.sum()) for kind in kinds)
    title = f"Branch tables force the answers of {defaulted + paid} of {states.size} clients"
    fig, ax = figure(title, y="branch", size=(8.0, 3.8))
    for kind, fill, edge in zip(kinds, (WARM, PALE, "white"), (WARM, PALE, "#C4C4C4"), strict=True):
        rows, columns = np.nonzero(kind)
        ax.scatter(columns + 1, rows + 1, s=62, marker="s", color=fill, edgecolors=edge)
    width = states.shape[1]
    for start, text, colour in (
        (0.5, f"defaulted, proven: {defaulted}", WARM),
        (width * 0.40, f"paid, proven: {paid}", ACCENT),
        (width * 0.84, f"open: {left_open}", DARK),
    ):
        ax.annotate(text, (start, 0), color=colour, fontsize=12, weight="bold", va="center")
    ax.set_ylim(len(states) + 0.6, -0.7)
    ax.set_yticks(np.arange(1, len(states) + 1))
    ax.set_xticks([])
    ax.grid(visible=False)
    ax.spines[["left", "bottom"]].set_visible(False)
    ax.tick_params(length=0)
    return fig, (
        f"{len(states)} branches of {width} clients, one square a client: {defaulted} are proven defaulters, "
        f"{paid} proven payers, {left_open} stay open."
    )


def reconstruction(
    levels: np.ndarray, recovered: Mapping[tuple[int, int], np.ndarray], guess: float
) -> tuple[Figure, str]:
    """Draw the share of secrets recovered against the noise in each answer.

    The thin line is the large-n prediction for four questions a client and errors uniform on [-E, E]: least
    squares leaves each client an error of standard deviation E sqrt(4 / (3 (m - n))), so a share Phi(3 / (4
    c)) is right at E = c sqrt(n).

    Args:
        levels: largest error of an answer in multiples of the square root of the number of clients.
        recovered: for (clients, questions a client) the share recovered at each level.
        guess: share that is right when everybody is given the more frequent answer.
    """
    small, large, patient = recovered.values()
    at_half, at_one = (float(large[np.flatnonzero(levels == level)[0]]) for level in (0.5, 1.0))
    title = f"Noise of half √n still gives {at_half:.0%} of the secrets away"
    fig, ax = figure(title, x="largest error of an answer, in multiples of √n", y="secrets recovered (%)")
    fine = np.linspace(levels[0], levels[-1], 200)
    predicted = [50 * (1 + math.erf(0.75 / level / math.sqrt(2))) for level in fine]
    ax.plot(fine, predicted, color=DARK, linewidth=1, marker="")
    middle = int(0.57 * len(fine))  # between two points
    ax.annotate(
        "theory",
        (fine[middle], predicted[middle]),
        (2, 3),
        textcoords="offset points",
        color=DARK,
        fontsize=11,
    )
    ax.plot(levels, 100 * patient, color=GREY, marker="^", linewidth=1.6)
    ax.plot(
        levels, 100 * small, color=ACCENT, linestyle="", marker="s", markerfacecolor="white", markersize=9
    )
    ax.plot(levels, 100 * large, color=ACCENT, linestyle="", marker="o", markersize=5)
    (first, few), (second, _), (_, many) = recovered
    label_line(ax, levels[-1], 100 * patient[-1], f"{many} questions\na client", DARK, va="bottom")
    label_line(
        ax,
        levels[-1],
        100 * large[-1],
        f"{few} questions a client:\nn = {first} (□), {second} (●)",
        va="top",
    )
    ax.plot(levels[[0, -1]], [100 * guess] * 2, color=DARK, linewidth=1, linestyle=":", marker="")
    ax.annotate("guessing", (levels[0], 100 * guess), (0, -14), textcoords="offset points", color=DARK)
    ax.set_ylim(45, 103)
    return fig, (
        "Share of secrets recovered against the noise in multiples of the square root of n: nearly all below "
        f"a quarter, {at_half:.0%} at one half, {at_one:.0%} at one, close to guessing at four; the same for "
        f"{first} and {second} clients, and higher with {many} questions a client. "
        "A thin line, the prediction of theory, runs through the points."
    )


def membership(alarms: np.ndarray, found: Mapping[str, np.ndarray]) -> tuple[Figure, str]:
    """Draw members found against others accused, both logarithmic: mean and range of several draws.

    Args:
        alarms: rates of false alarms, shape (rates,).
        found: for the plain attack, the calibrated one, and the calibrated one on the restrained model, the
            share of members found in each draw, shape (draws, rates).
    """
    place = int(np.abs(alarms - 0.01).argmin())
    at_one = [float(shares[:, place].mean()) for shares in found.values()]
    title = f"At one false alarm in a hundred, {at_one[1]:.0%} of the members are named"
    fig, ax = figure(title, x="false alarms among clients outside (%)", y="members found (%)")
    ax.plot(100 * alarms, 100 * alarms, color=DARK, linewidth=1, linestyle=":", marker="")
    ax.annotate("guessing", (20, 20), (4, -16), textcoords="offset points", color=DARK, fontsize=11)
    rows = (0.24, 0.32, 0.16)
    for (name, shares), colour, marker, row in zip(
        found.items(), (WARM, ACCENT, GREY), "s^o", rows, strict=True
    ):
        mean = shares.mean(axis=0)
        shown = mean > 0
        ax.plot(100 * alarms[shown], 100 * mean[shown], color=colour, marker=marker, markevery=5)
        if colour == ACCENT:
            low, high = 100 * shares.min(axis=0), 100 * shares.max(axis=0)
            ax.fill_between(100 * alarms, np.maximum(low, 0.1), high, color=colour, alpha=0.18, linewidth=0)
        sign = {"s": "■", "^": "▲", "o": "●"}[marker]
        ax.annotate(f"{sign} {name}", (0.55, row), xycoords="axes fraction", color=colour, fontsize=12)
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.set_xlim(0.1, 100)
    ax.set_ylim(0.1, 110)
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(lambda value, _: f"{value:g}")
    return fig, (
        "Members found against false alarms on logarithmic scales, means of several draws, and the range of "
        "the calibrated attack's. At 1% false alarms guessing finds 1%; "
        + "; ".join(f"{name}, {share:.1%}" for name, share in zip(found, at_one, strict=True))
        + "."
    )

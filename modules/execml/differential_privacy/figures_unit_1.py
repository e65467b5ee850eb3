"""The figures of unit 1: each takes computed data and returns a figure in the house style."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from execml.course import ACCENT, GREY, PALETTE, figure, label_line
from execml.differential_privacy.membership import MembershipResult

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WARM = PALETTE[1]
PALE = "#A9CDE6"  # the accent, lightened


def lone_share_figure(
    clients: Sequence[float], facts: Sequence[str], people: Sequence[float], title: str
) -> Figure:
    """Draw the share of rows that stand alone against the number of facts known.

    Args:
        clients: share of lone clients of ``credit`` for 1, 2, … facts.
        facts: what each further fact is, as many as ``clients``.
        people: the same shares for ``adult``, as many as ``clients``.
        title: the finding.
    """
    known = np.arange(1, len(clients) + 1)
    fig, ax = figure(title, x="facts that the stranger knows", y="rows that nobody else shares (%)")
    ax.plot(known, 100 * np.asarray(people), color=GREY, marker="s", linewidth=1.6)
    ax.plot(known, 100 * np.asarray(clients), color=ACCENT, marker="o")
    for place, (share, fact) in enumerate(zip(clients, facts, strict=True), 1):
        text = fact if place == 1 else f"+ {fact}"
        ax.annotate(text, (place, 100 * share), (0, 11), textcoords="offset points", ha="center", fontsize=11)
    label_line(ax, known[-1], 100 * clients[-1], f"credit\n{clients[-1]:.0%}")
    label_line(ax, known[-1], 100 * people[-1], f"adult\n{people[-1]:.0%}", colour=GREY)
    ax.set_ylim(-3, 112)
    ax.set_xticks(known)
    ax.set_yticks(np.arange(0, 101, 25))
    ax.grid(axis="x", visible=False)
    return fig


def noisy_link_figure(exact: Sequence[float], one_false: Sequence[float], title: str) -> Figure:
    """Draw the share of clients found against the number of approximate amounts known.

    Args:
        exact: share found when each amount is right to within a tenth, for 1, 2, … amounts.
        one_false: share found when one of the amounts is somebody else's.
        title: the finding.
    """
    known = np.arange(1, len(exact) + 1)
    fig, ax = figure(title, x="payments that the stranger knows roughly", y="clients found (%)")
    for shares, colour, marker, text in (
        (exact, ACCENT, "o", "each within\na tenth"),
        (one_false, GREY, "s", "and one of\nthem false"),
    ):
        ax.plot(known, 100 * np.asarray(shares), color=colour, marker=marker)
        label_line(ax, known[-1], 100 * shares[-1], f"{text}: {shares[-1]:.0%}", colour=colour)
    ax.set_ylim(-3, 100)
    ax.set_xticks(known)
    ax.grid(axis="x", visible=False)
    return fig


def branches_figure(bits: np.ndarray, title: str) -> Figure:
    """Draw one square a client: proven to have defaulted, proven to have paid, or still open.

    Args:
        bits: what the tables force: 1.0, 0.0 or NaN for each client, shape (branches, clients).
        title: the finding.
    """
    fig, ax = figure(title, y="branch", size=(8.0, 3.6))
    # Defaults first, then payers, then the open ones: np.sort puts NaN last.
    states = np.sort(-np.asarray(bits), axis=1)
    for chosen, fill, edge in (
        (states == -1, WARM, WARM),
        (states == 0, PALE, PALE),
        (np.isnan(states), "white", "#C4C4C4"),
    ):
        branch, place = np.nonzero(chosen)
        ax.scatter(place + 1, branch + 1, s=62, marker="s", color=fill, edgecolors=edge)
    width = states.shape[1]
    for place, text, colour in (
        (0.5, "defaulted, proven", WARM),
        (width * 0.45, "paid, proven", ACCENT),
        (width * 0.86, "open", GREY),
    ):
        ax.annotate(
            text, (place, 0.35), (0, 4), textcoords="offset points", color=colour, fontsize=12, weight="bold"
        )
    ax.set_ylim(len(bits) + 0.6, 0.2)
    ax.set_yticks(np.arange(1, len(bits) + 1))
    ax.set_xticks([])
    ax.grid(visible=False)
    ax.spines[["left", "bottom"]].set_visible(False)
    ax.tick_params(length=0)
    return fig


def reconstruction_figure(
    levels: np.ndarray, recovered: Mapping[tuple[int, int], np.ndarray], title: str
) -> Figure:
    """Draw the share of secrets recovered against the noise in each answer.

    The thin line is the large-n prediction for four questions a client: least squares leaves each client an
    error of standard deviation E sqrt(4 / (3 (m - n))), so a share Phi(3 / (4 c)) is right at E = c sqrt(n).

    Args:
        levels: largest error of an answer in multiples of the square root of the number of clients.
        recovered: for (clients, questions a client) the share recovered at each level.
        title: the finding.
    """
    fig, ax = figure(
        title,
        x="largest error of an answer, in multiples of √n",
        y="secrets recovered (%)",
    )
    fine = np.linspace(levels[0], levels[-1], 200)
    predicted = [0.5 * (1 + math.erf(0.75 / level / math.sqrt(2))) for level in fine]
    ax.plot(fine, 100 * np.array(predicted), color=GREY, linewidth=1, marker="")
    few = min(each for _, each in recovered)
    sizes = sorted(clients for clients, each in recovered if each == few)
    for (clients, each), shares in recovered.items():
        if each == few:
            filled = clients == sizes[-1]
            ax.plot(
                levels,
                100 * shares,
                color=ACCENT,
                linestyle="",
                marker="o" if filled else "s",
                markerfacecolor=ACCENT if filled else "white",
            )
        else:
            ax.plot(levels, 100 * shares, color=GREY, marker="^", linewidth=1.6)
            label_line(ax, levels[-1], 100 * shares[-1], f"{each} questions\na client", colour=GREY)
    last = 100 * float(recovered[(sizes[-1], few)][-1])
    label_line(ax, levels[-1], last, f"{few} questions\na client, n = {sizes[0]} (□)\nor {sizes[-1]} (●)")
    ax.axhline(50, color="#555555", linewidth=1, linestyle=":")
    ax.annotate("guessing", (levels[0], 50), (0, 5), textcoords="offset points", color="#555555", fontsize=11)
    ax.set_ylim(45, 103)
    return fig


def membership_figure(names: Sequence[str], attacks: Sequence[MembershipResult], title: str) -> Figure:
    """Draw members found against others accused, both on logarithmic scales.

    Args:
        names: what to call each attack.
        attacks: the measured attacks; the second one is the one that the title is about.
        title: the finding.
    """
    fig, ax = figure(title, x="false alarms among clients outside (%)", y="members found (%)")
    grid = np.geomspace(0.001, 1, 31)
    ax.plot(100 * grid, 100 * grid, color="#555555", linewidth=1, linestyle=":", marker="")
    ax.annotate("guessing", (0.35, 0.35), (6, -16), textcoords="offset points", color="#555555", fontsize=11)
    for name, attack, colour, marker in zip(names, attacks, (WARM, ACCENT, GREY), "s^o", strict=False):
        found = np.array([attack.true_positive_rate(rate) for rate in grid])
        shown = found > 0
        ax.plot(100 * grid[shown], 100 * found[shown], color=colour, marker=marker, markevery=5)
        anchor = np.flatnonzero(shown)[0]
        label_line(ax, 100 * grid[anchor], 100 * found[anchor], name, colour, xytext=(0, 14))
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.set_xlim(0.1, 100)
    ax.set_ylim(0.1, 110)
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(lambda value, _: f"{value:g}")
    return fig

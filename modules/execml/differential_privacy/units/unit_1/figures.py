"""The figures of unit 1: each takes computed data and returns a figure with its alternative text."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from execml.course import ACCENT, GREY, figure, label_line
from execml.course.page.figures import DARK, WARM
from execml.differential_privacy.attacks.membership import MembershipResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PALE = "#A9CDE6"  # the accent, lightened
SPELT_OUT = {"bill_1": "September's\nbill", "education_years": "education", "marriage": "marital\nstatus"}


def lone_shares(
    clients: Sequence[float], facts: Sequence[str], people: Sequence[float], census_facts: Sequence[str]
) -> tuple[Figure, str]:
    """Draw the share of rows that stand alone against the facts known.

    Args:
        clients: share of lone clients of ``credit`` once 1, 2, … facts are known.
        facts: which column each further fact is.
        people: the same shares for ``adult``.
        census_facts: which column of ``adult`` each further fact is.
    """
    known = np.arange(1, len(clients) + 1)
    title = f"Five ordinary facts leave {clients[4]:.0%} of clients alone, one bill more {clients[5]:.0%}"
    fig, ax = figure(title, y="rows that nobody else shares (%)")
    ax.plot(known, 100 * np.asarray(people), color=GREY, marker="s", linewidth=1.6)
    ax.plot(known, 100 * np.asarray(clients), color=ACCENT, marker="o")
    label_line(ax, known[-1], 100 * clients[-1], f"credit\n{clients[-1]:.0%}")
    label_line(ax, known[-1], 100 * people[-1], f"adult\n{people[-1]:.0%}", colour=GREY)
    ax.set_ylim(-4, 106)
    ax.set_xlim(0.6, known[-1] + 0.1)
    ax.set_yticks(np.arange(0, 101, 25))
    ax.set_xticks(known, [""] * len(known))
    for place, pair in enumerate(zip(facts, census_facts, strict=True), 1):
        ours, theirs = (SPELT_OUT.get(fact, fact.replace("_", " ")) for fact in pair)
        same = ours.split() == theirs.split()
        _name_fact(ax, place, ours, DARK if same else ACCENT, height=-8)
        if not same:
            _name_fact(ax, place, theirs.replace(" ", "\n", 1), DARK, height=-42)
    ax.set_xlabel("facts known to the stranger (where they differ: credit above, adult below)", labelpad=76)
    ax.grid(axis="x", visible=False)
    return fig, (
        "Share of rows that nobody else shares, by facts known. For credit it is near zero up to four facts, "
        f"{clients[4]:.0%} with the limit and {clients[5]:.0%} with one bill; "
        f"for adult it ends at {people[5]:.0%}."
    )


def _name_fact(ax: Axes, place: int, fact: str, colour: str, height: float) -> None:
    """Write a fact below its place on the axis, so many points down."""
    text = fact if place == 1 else f"+ {fact}"
    below: dict[str, Any] = {"textcoords": "offset points", "ha": "center", "va": "top", "fontsize": 13}
    ax.annotate(text, (place, -4), (0, height), color=colour, annotation_clip=False, **below)


def rough_links(exact: Sequence[float], one_false: Sequence[float]) -> tuple[Figure, str]:
    """Draw the share of clients found against the number of approximate amounts known.

    Args:
        exact: share found when each amount is right to within a tenth, for 1, 2, … amounts.
        one_false: share found when one of the amounts is somebody else's.
    """
    known = np.arange(1, len(exact) + 1)
    title = f"Six rough payments are enough to find {exact[-1]:.0%} of the clients"
    fig, ax = figure(title, x="payments that the stranger knows", y="clients found (%)")
    for shares, colour, marker, text in (
        (one_false, GREY, "s", "and one of\nthem false"),
        (exact, ACCENT, "o", "each within\na tenth"),
    ):
        ax.plot(known, 100 * np.asarray(shares), color=colour, marker=marker)
        label_line(ax, known[-1], 100 * shares[-1], f"{text}: {shares[-1]:.0%}", colour=colour)
    ax.set_ylim(-3, 100)
    ax.set_xticks(known)
    ax.grid(axis="x", visible=False)
    return fig, (
        f"Share of clients found against payments known to within a tenth: from none with one payment to "
        f"{exact[-1]:.0%} with six, and to {one_false[-1]:.0%} if one of the six is false."
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


def membership(names: Sequence[str], attacks: Sequence[MembershipResult]) -> tuple[Figure, str]:
    """Draw members found against others accused, both on logarithmic scales.

    Args:
        names: what to call the three attacks.
        attacks: the plain attack, the calibrated one, and the calibrated one on the restrained model.
    """
    found = [attack.true_positive_rate(0.01) for attack in attacks]
    title = f"At one false alarm in a hundred, {found[1]:.0%} of the members are named"
    fig, ax = figure(title, x="false alarms among clients outside (%)", y="members found (%)")
    grid = np.geomspace(0.001, 1, 31)
    ax.plot(100 * grid, 100 * grid, color=DARK, linewidth=1, linestyle=":", marker="")
    ax.annotate("guessing", (0.35, 0.35), (6, -16), textcoords="offset points", color=DARK, fontsize=11)
    rows = (0.24, 0.32, 0.16)
    for name, attack, colour, marker, row in zip(
        names, attacks, (WARM, ACCENT, GREY), "s^o", rows, strict=True
    ):
        shares = np.array([attack.true_positive_rate(rate) for rate in grid])
        shown = shares > 0
        ax.plot(100 * grid[shown], 100 * shares[shown], color=colour, marker=marker, markevery=5)
        sign = {"s": "■", "^": "▲", "o": "●"}[marker]
        ax.annotate(f"{sign} {name}", (0.55, row), xycoords="axes fraction", color=colour, fontsize=12)
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.set_xlim(0.1, 100)
    ax.set_ylim(0.1, 110)
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(lambda value, _: f"{value:g}")
    return fig, (
        "Members found against false alarms on logarithmic scales. At 1% false alarms guessing finds 1%; "
        + "; ".join(f"{name}, {share:.0%}" for name, share in zip(names, found, strict=True))
        + "."
    )

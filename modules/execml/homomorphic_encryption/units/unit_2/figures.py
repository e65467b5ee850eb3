"""The figures of unit 2: each takes computed data and returns a figure with its alternative text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from execml.course import ACCENT, GREY, figure, label_line
from execml.course.digits import at_most
from execml.course.page.figures import DARK, WARM

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def limits(allowed: Mapping[str, int], asked: int) -> tuple[Figure, str]:
    """Draw the bits that each table allows, beside those that a supplier asks for.

    Args:
        allowed: bits by edition and adversary.
        asked: bits of the supplier's primes.
    """
    passing = [name for name, bits in allowed.items() if asked <= bits]
    fig, ax = figure(
        f"The same {asked} bits pass {len(passing)} of {len(allowed)} tables",
        x="bits allowed at ring dimension 4,096",
        size=(8.0, 3.4),
    )
    places = np.arange(len(allowed))[::-1]
    for place, bits in zip(places, allowed.values(), strict=True):
        ax.barh(place, bits, color=ACCENT if asked <= bits else GREY, height=0.62)
        ax.annotate(
            str(bits), (bits, place), (-8, 0), textcoords="offset points", va="center", ha="right",
            fontsize=15, weight="bold", color="white",
        )  # fmt: skip
    ax.axvline(asked, color=WARM, linewidth=2)
    ax.annotate(
        f"asked: {asked}",
        (asked, len(allowed) - 0.45),
        (6, 0),
        textcoords="offset points",
        color=WARM,
        fontsize=13,
    )
    ax.set_yticks(places, list(allowed))
    ax.set_xlim(0, asked * 1.3)
    ax.set_ylim(-0.6, len(allowed) - 0.1)
    ax.grid(axis="y", visible=False)
    listed = ", ".join(f"{name}, {bits}" for name, bits in allowed.items())
    return fig, f"Bars of the bits allowed at ring dimension 4,096: {listed}. A line marks {asked}."


def budget(budgets: Sequence[int], right: Sequence[float]) -> tuple[Figure, str]:
    """Draw the noise budget after each product, and whether the result is right.

    Args:
        budgets: bits left after 0, 1, 2, … products.
        right: share of slots that decrypt rightly.
    """
    products = np.arange(len(budgets))
    sound = np.asarray(right) == 1
    fig, ax = figure(
        f"After {int(sound.sum())} products the numbers are garbage, and nothing says so",
        x="products, one after the other",
        y="noise budget (bits)",
    )
    ax.plot(products, budgets, color=GREY, marker="")
    ax.scatter(products[sound], np.asarray(budgets)[sound], s=90, color=ACCENT, zorder=3)
    ax.scatter(products[~sound], np.asarray(budgets)[~sound], s=110, color=WARM, marker="X", zorder=3)
    for place, bits in zip(products, budgets, strict=True):
        ax.annotate(
            f"{bits}", (place, bits), (10, 10), textcoords="offset points", fontsize=13,
            color=DARK if sound[place] else WARM,
        )  # fmt: skip
    ax.annotate("● every slot right", (0.55, 0.9), xycoords="axes fraction", color=ACCENT, fontsize=13)
    ax.annotate("✕ garbage, no error", (0.55, 0.8), xycoords="axes fraction", color=WARM, fontsize=13)
    ax.set_xticks(products)
    ax.set_ylim(-6, max(budgets) * 1.2)
    return fig, (
        "Noise budget by products: "
        + ", ".join(f"{place}: {bits} bits" for place, bits in enumerate(budgets))
        + f". The first {int(sound.sum()) - 1} products decrypt rightly, the later ones do not."
    )


def depth_costs(depths: Sequence[int], megabytes: Mapping[str, Sequence[float]]) -> tuple[Figure, str]:
    """Draw the size of a ciphertext by depth, for both adversaries.

    Args:
        depths: products one after the other.
        megabytes: of a fresh ciphertext, by adversary.
    """
    last = max(values[-1] for values in megabytes.values())
    fig, ax = figure(
        f"Six products deep, a ciphertext weighs up to {at_most(last, '.1f')} megabytes",
        x="products, one after the other",
        y="megabytes of one ciphertext",
    )
    for (who, values), colour, marker in zip(megabytes.items(), (GREY, ACCENT), "so", strict=True):
        ax.step(depths, values, where="mid", color=colour, marker=marker)
        label_line(ax, depths[-1], values[-1], f"{who}: {values[-1]:.1f}", colour)
    ax.set_xticks(list(depths))
    ax.set_ylim(0, last * 1.15)
    listed = "; ".join(
        f"{who}: " + ", ".join(f"{value:.1f}" for value in values) for who, values in megabytes.items()
    )
    return fig, f"Megabytes of a ciphertext for {depths[0]} to {depths[-1]} products: {listed}."

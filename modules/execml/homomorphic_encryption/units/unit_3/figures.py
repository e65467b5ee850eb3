"""The figures of unit 3: each takes computed data and returns a figure with its alternative text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from execml.course import ACCENT, GREY, figure, label_line
from execml.course.page.figures import DARK, WARM
from execml.homomorphic_encryption.approximation.polynomials import sigmoid

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from numpy.polynomial import Polynomial


def recovered(digits: Sequence[int], counts: Sequence[int], keys: int) -> tuple[Figure, str]:
    """Draw how many keys come out of returned scores, by the digits that were sent.

    Args:
        digits: after the point, from most to fewest.
        counts: keys that were found.
        keys: keys that were tried.
    """
    enough = [place for place, count in zip(digits, counts, strict=True) if count == keys]
    title = f"Scores with {min(enough)} digits or more give away the secret key"
    fig, ax = figure(title, x="digits after the point that the bank sends back", y="keys recovered")
    places = np.arange(len(digits))
    for place, count in zip(places, counts, strict=True):
        lost = count > 0
        ax.bar(place, keys, width=0.7, color="white", edgecolor="#C4C4C4")
        ax.bar(place, count, width=0.7, color=WARM)
        ax.annotate(
            f"{count} of {keys}", (place, max(count, 0)), (0, 6), textcoords="offset points", ha="center",
            fontsize=14, weight="bold", color=WARM if lost else DARK,
        )  # fmt: skip
    ax.set_xticks(places, [str(each) for each in digits])
    ax.set_yticks(range(keys + 1))
    ax.set_ylim(0, keys * 1.14)
    ax.grid(axis="x", visible=False)
    return fig, (
        f"Bars: of {keys} keys, those recovered from two batches of scores, by digits after the point: "
        + ", ".join(f"{each} digits, {count}" for each, count in zip(digits, counts, strict=True))
        + "."
    )


def curves(polynomials: Mapping[int, Polynomial], interval: tuple[float, float]) -> tuple[Figure, str]:
    """Draw polynomials beside the sigmoid, inside their interval and a little beyond.

    Args:
        polynomials: by degree.
        interval: that they were made for.
    """
    low, high = interval
    x = np.linspace(low - 4, high + 4, 481)
    worst = max(polynomials)
    beyond = float(polynomials[worst](high + 4))
    fig, ax = figure(
        f"Four steps outside its interval a risk of 100% becomes {_percent(beyond)}", x="logit", y="risk"
    )
    ax.axvspan(low, high, color="#EEF4F9", zorder=0)
    ax.plot(x, sigmoid(x), color=DARK, linewidth=2.4)
    label_line(ax, low + 1.2, float(sigmoid(low + 1.2)) + 0.16, "sigmoid", DARK, va="bottom")
    for (degree, curve), colour in zip(polynomials.items(), (GREY, ACCENT), strict=True):
        ax.plot(x, curve(x), color=colour, linestyle="--" if colour == GREY else "-")
        end = np.flatnonzero((curve(x) > -0.8) & (curve(x) < 1.8))[-1]  # clear of the axis below
        label_line(ax, x[end], float(curve(x)[end]), f"degree {degree}", colour, va="center", xytext=(12, 0))
    ax.set_ylim(-1.2, 2.2)
    ax.set_xlim(x[0], x[-1] + 1.5)
    ax.annotate("made for this interval", (low + 0.3, 1.9), color=DARK, fontsize=12)
    at_end = ", ".join(f"degree {degree}, {curve(high + 4):.1f}" for degree, curve in polynomials.items())
    return fig, (
        f"The sigmoid and polynomials made for {low:g} to {high:g}: close inside, running away outside; "
        f"at {high + 4:g}, where the sigmoid is 1: {at_end}."
    )


def _percent(value: float) -> str:
    return f"{value:,.0%}".replace("-", "−")

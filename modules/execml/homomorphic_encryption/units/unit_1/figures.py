"""The figures of unit 1: each takes computed data and returns a figure with its alternative text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from execml.course import ACCENT, GREY, figure
from execml.course.page.figures import DARK, WARM

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

MOST = 6  # bars of the commonest codes


def codes(received: pd.Series, read_back: pd.Series) -> tuple[Figure, str]:
    """Draw how often the commonest codes occur, each with the limit that a list gives for it.

    Args:
        received: the code of each client.
        read_back: the limit that was found for it.
    """
    counts = received.value_counts().head(MOST)
    limits = [int(read_back[received == code].iloc[0]) for code in counts.index]
    title = f"A code for {len(received):,} limits opens with a list: the commonest is NT$ {limits[0]:,}"
    fig, ax = figure(title, x="clients with this code")
    places = np.arange(len(counts))[::-1]
    ax.barh(places, counts.to_numpy(), color=[ACCENT] + [GREY] * (len(counts) - 1))
    for place, count, limit in zip(places, counts, limits, strict=True):
        ax.annotate(
            f"NT$ {limit:,}", (count, place), (6, 0), textcoords="offset points", va="center", fontsize=13
        )
    ax.set_yticks(places, [f"{code[:8]}…" for code in counts.index], family="monospace")
    ax.set_xlim(0, counts.max() * 1.25)
    ax.grid(axis="y", visible=False)
    return fig, (
        f"Bars of the {len(counts)} commonest codes; each stands for one limit, which a list gives back: "
        + ", ".join(
            f"NT$ {limit:,} for {count:,} clients" for limit, count in zip(limits, counts, strict=True)
        )
        + "."
    )


def doctored(before: Sequence[int], after: Sequence[int]) -> tuple[Figure, str]:
    """Draw the counts that were sent, and what is read after a change without a key.

    Args:
        before: clients by months of delay, as sent.
        after: the same as opened later.
    """
    moved = before[2] - after[2]
    fig, ax = figure(
        f"{moved:,} late clients are gone, and the ciphertext looks the same",
        x="months late in September",
        y="clients",
        size=(8.0, 3.8),
    )
    places = np.arange(len(before))
    ax.bar(places - 0.2, before, width=0.38, color=GREY)
    ax.bar(places + 0.2, after, width=0.38, color=WARM)
    for place, counts in enumerate(zip(before, after, strict=True)):
        for shift, count, colour in zip((-0.2, 0.2), counts, (DARK, WARM), strict=True):
            ax.annotate(
                f"{count:,}", (place + shift, count), (0, 4), textcoords="offset points", ha="center",
                fontsize=11, color=colour,
            )  # fmt: skip
    ax.annotate("■ sent", (0.62, 0.9), xycoords="axes fraction", color=DARK, fontsize=13)
    ax.annotate("■ read by the secretary", (0.62, 0.8), xycoords="axes fraction", color=WARM, fontsize=13)
    ax.set_xticks(places)
    ax.set_ylim(0, max(*before, *after) * 1.15)
    return fig, (
        "Clients by months of delay as sent and as read: "
        + "; ".join(
            f"{place} months, {one:,} and {other:,}"
            for place, (one, other) in enumerate(zip(before, after, strict=True))
        )
        + "."
    )


def bytes_sent(plain: int, packed: int, apart: int) -> tuple[Figure, str]:
    """Draw the bytes that a branch sends for sixteen numbers.

    Args:
        plain: in clear.
        packed: in one ciphertext.
        apart: in sixteen.
    """
    fig, ax = figure(
        f"Packed, sixteen secrets cost {packed / plain:.0f} times a plain message, "
        f"not {apart / plain:.0f} times",
        x="bytes that a branch sends for sixteen numbers",
        size=(8.0, 2.8),
    )
    names = ("in clear", "one packed ciphertext", "sixteen ciphertexts")
    values = (plain, packed, apart)
    ax.barh([2, 1, 0], values, color=(GREY, ACCENT, GREY))
    for place, value in zip((2, 1, 0), values, strict=True):
        ax.annotate(
            f"{value:,}", (value, place), (6, 0), textcoords="offset points", va="center", fontsize=13
        )
    ax.set_yticks([2, 1, 0], names)
    ax.set_xlim(0, apart * 1.15)
    ax.grid(axis="y", visible=False)
    return fig, (
        f"Bytes that a branch sends for sixteen numbers: {plain} in clear, {packed} in one ciphertext, "
        f"{apart:,} in sixteen."
    )

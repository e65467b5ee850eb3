"""The figure of unit 3: it takes computed data and returns a figure with its alternative text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from execml.course import ACCENT, figure, label_line
from execml.course.page.figures import DARK, WARM

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def records_read(
    sizes: Sequence[int], read: Mapping[str, Sequence[Sequence[float]]], units: int
) -> tuple[Figure, str]:
    """Draw the share of complete records that the operator reads, against a lender's number of clients.

    The thin line is (1 - 1/M)^(n - 1), the chance that a client is alone in one of M even gaps.

    Args:
        sizes: numbers of clients.
        read: for each way to set thresholds the shares of all draws, a list a size.
        units: M.
    """
    many = {source: np.array(shares) for source, shares in read.items()}
    first = next(iter(many.values()))
    title = f"Through perfect masks, {first[1].mean():.0%} of {sizes[1]} clients' records are read"
    fig, ax = figure(title, x="clients of the lender that is sent the trap", y="complete records read (%)")
    fine = np.linspace(sizes[0], sizes[-1], 200)
    ax.plot(fine, 100 * (1 - 1 / units) ** (fine - 1), color=DARK, linewidth=1, marker="")
    ax.annotate(
        "even gaps,\nby formula",
        (fine[110], 100 * (1 - 1 / units) ** fine[110]),
        (6, 8),
        textcoords="offset points",
        color=DARK,
    )
    for (source, shares), colour, marker, side in zip(
        many.items(), (WARM, ACCENT), "os", ("bottom", "top"), strict=True
    ):
        low, high = 100 * shares.min(axis=1), 100 * shares.max(axis=1)
        ax.vlines(sizes, low, high, color=colour, linewidth=2, alpha=0.5)
        ax.plot(sizes, 100 * shares.mean(axis=1), color=colour, marker=marker)
        label_line(ax, sizes[-1], 100 * shares[-1].mean(), f"thresholds from\n{source}", colour, va=side)
    ax.set_ylim(-6, 100)
    ax.set_xticks(sizes, [f"{size:,}" for size in sizes])
    said = "; ".join(
        f"thresholds from {source}: "
        + ", ".join(f"{share.mean():.0%} of {size:,}" for size, share in zip(sizes, shares, strict=True))
        for source, shares in many.items()
    )
    return (
        fig,
        f"Share of complete records read, mean of {first.shape[1]} draws. {said}. Bars span the draws.",
    )

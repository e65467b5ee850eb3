"""The figures of the unit on fair attribution."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from execml.course import ACCENT, GREY, figure
from execml.course.page.figures import DARK, WARM

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLOURS = ((ACCENT, "o"), (WARM, "s"), (DARK, "^"))


def changes_sides(values: Sequence[np.ndarray]) -> np.ndarray:
    """Return where some values push up and others down by more than 0.01, in the shape of one of them."""
    stacked = np.asarray(values)
    return np.asarray((stacked > 0.01).any(axis=0) & (stacked < -0.01).any(axis=0))


def one_client(families: Sequence[str], games: Mapping[str, np.ndarray], label: str) -> tuple[Figure, str]:
    """Draw what three games say of one refused client, family by family.

    Args:
        families: names of the families.
        games: for each game the values, shape (families,).
        label: the label of the explanation, in a line.
    """
    order = np.argsort(np.max(np.abs(list(games.values())), axis=0))
    first, *_ = games.values()
    swings = [
        name for name, swung in zip(families, changes_sides(list(games.values())), strict=True) if swung
    ]
    title = f"One refusal, three games: {len(swings)} of {len(families)} families change sides"
    fig, ax = figure(title, x="pushes the log-odds of default down (left) or up (right)", size=(8.0, 4.6))
    for row, place in enumerate(order):
        values = [each[place] for each in games.values()]
        ax.plot([min(values), max(values)], [row, row], color="#D5D5D5", linewidth=5, marker="", zorder=1)
        for (colour, marker), value in zip(COLOURS, values, strict=True):
            ax.plot([value], [row], color=colour, marker=marker, markersize=9, linestyle="")
    for (colour, marker), name, height in zip(COLOURS, games, (0.30, 0.20, 0.10), strict=True):
        sign = {"o": "●", "s": "■", "^": "▲"}[marker]
        ax.annotate(f"{sign} {name}", (0.62, height), xycoords="axes fraction", color=colour, fontsize=12)
    ax.axvline(0, color=DARK, linewidth=1)
    ax.set_yticks(range(len(order)), [families[place] for place in order])
    ax.grid(visible=False, axis="y")
    top = families[int(np.argmax(first))]
    return fig, (
        f"Values of eight families for a refused client under three games. {top} is largest in the first. "
        f"{', '.join(swings) or 'none'} change sides. {label}"
    )


def causes(names: Sequence[str], shares: np.ndarray, truth: Sequence[float]) -> tuple[Figure, str]:
    """Draw each SYNTHETIC column's share of the attribution beside the share it has in what causes defaults.

    Args:
        names: of the columns.
        shares: of the mean size of the values, one row a draw, shape (draws, columns).
        truth: the same shares for a change that is made in the world.
    """
    short = [name.removeprefix("SYNTHETIC ") for name in names]
    mean = shares.mean(axis=0)
    proxy = short.index("postcode")
    title = f"SYNTHETIC: {mean[proxy]:.0%} of the attribution goes to a column that causes nothing"
    fig, ax = figure(title, x="share (%)", size=(8.0, 3.8))
    rows = np.arange(len(short))
    for row in rows:
        ax.plot(100 * shares[:, row], np.full(len(shares), row - 0.17), ".", color=GREY, markersize=4)
    ax.plot(100 * mean, rows - 0.17, "o", color=ACCENT, markersize=9, linestyle="")
    ax.plot(100 * np.asarray(truth), rows + 0.17, "s", color=WARM, markersize=8, linestyle="")
    ax.annotate(
        "● attributed by the model's values",
        (0.48, 0.16),
        xycoords="axes fraction",
        color=ACCENT,
        fontsize=12,
    )
    ax.annotate("■ caused, by construction", (0.48, 0.05), xycoords="axes fraction", color=WARM, fontsize=12)
    ax.set_yticks(rows, [f"SYNTHETIC {name}" for name in short])
    ax.invert_yaxis()
    ax.grid(visible=False, axis="y")
    told = "; ".join(
        f"{name} {part:.0%} against {true:.0%}" for name, part, true in zip(short, mean, truth, strict=True)
    )
    return fig, f"SYNTHETIC applicants: share attributed against share caused. {told}."

"""The figures of unit 2: each takes computed data and returns a figure with its alternative text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from execml.course import ACCENT, GREY, figure, label_line
from execml.course.page.figures import DARK, WARM

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from execml.course.measure.runs import Repeats


def contest(found: Mapping[str, Repeats], quantum: Sequence[str]) -> tuple[Figure, str]:
    """Draw the AUC of each kernel on the bank's clients, with the interval over the draws.

    Args:
        found: AUCs by name, from the top of the picture down.
        quantum: names that are drawn as quantum circuits.
    """
    best = max((name for name in found if name not in quantum), key=lambda name: found[name].mean)
    ahead = [name for name in quantum if found[name].mean > found[best].mean]
    title = (
        "No circuit here ranks the bank's clients better than the best classical kernel"
        if not ahead
        else f"The {ahead[0]} is ahead on average"
    )
    fig, ax = figure(
        title, x="AUC on new clients (0.5 is a coin), mean and 95% interval", y="", size=(9, 4.4)
    )
    places = np.arange(len(found))[::-1]
    for place, (name, runs) in zip(places, found.items(), strict=True):
        colour = ACCENT if name in quantum else DARK
        low, high = runs.interval()
        marker = "o" if name in quantum else "s"
        ax.plot([low, high], [place, place], color=colour, marker="", linewidth=2.5)
        ax.plot([runs.mean], [place], color=colour, marker=marker, markersize=9)
        ax.annotate(
            f"{runs.mean:.2f}",
            (runs.mean, place),
            (0, 9),
            textcoords="offset points",
            ha="center",
            fontsize=12,
        )
    ax.set_yticks(places, [f"{name} {'○' if name in quantum else '□'}" for name in found])
    ax.set_xlim(0.45, 0.8)
    ax.set_ylim(-0.6, len(found) - 0.3)
    ax.axvline(0.5, color=GREY, linewidth=1)
    ax.grid(visible=False, axis="y")
    words = "; ".join(f"{name} {runs.mean:.2f}" for name, runs in found.items())
    return fig, f"Mean AUC on the bank's clients with an interval for each kernel: {words}."


def up_to(
    tries: Sequence[int], best: Mapping[str, np.ndarray], means: Mapping[str, float]
) -> tuple[Figure, str]:
    """Draw what "up to" reports after so many tries of a placebo.

    Args:
        tries: numbers of tries.
        best: for each model 100 times the gain of the best try, shape (tries, repetitions).
        means: for each model 100 times the mean gain.
    """
    last = {name: float(np.median(gains[-1])) for name, gains in best.items()}
    top = max(last, key=last.__getitem__)
    fig, ax = figure(
        f"A random shake is “up to {last[top]:.0f}% better”, if {tries[-1]} tries are allowed",
        x="tries of which the best is told",
        y="best change of the AUC (%)",
    )
    colours = dict(zip(best, (ACCENT, WARM), strict=False))
    for name, gains in best.items():
        low, middle, high = np.quantile(gains, [0.05, 0.5, 0.95], axis=1)
        ax.fill_between(tries, low, high, color=colours[name], alpha=0.15, linewidth=0)
        ax.plot(tries, middle, color=colours[name], marker="o")
        label_line(ax, tries[-1], middle[-1], f"{name}\n{middle[-1]:.0f}%", colours[name])
    ax.axhline(0, color=DARK, linewidth=1)
    ax.set_xscale("log")
    ax.set_xticks(tries, [str(count) for count in tries])
    ax.minorticks_off()
    words = "; ".join(
        f"{name}: {np.median(best[name][-1]):.0f}% after {tries[-1]} tries, {means[name]:.1f}% on average"
        for name in best
    )
    return fig, (
        f"The best change rises with the number of tries, though only noise was added. Medians: {words}. "
        "Bands hold nine tenths of the repetitions."
    )


def few_readings(
    angle: np.ndarray, curves: Mapping[int, np.ndarray], readings: Mapping[int, tuple[np.ndarray, np.ndarray]]
) -> tuple[Figure, str]:
    """Draw a circuit's answer over a full turn of one column, and the few readings that fix it.

    Args:
        angle: radians, shape (points,).
        curves: for each number of uploads the circuit's answer, shape (points,).
        readings: for each number of uploads the angles that were read and the answers.
    """
    counts = {uploads: len(read[0]) for uploads, read in readings.items()}
    words = " and ".join(str(count) for count in counts.values())
    fig, ax = figure(f"{words} readings fix the whole curve", x="the column, as an angle (turns)", y="answer")
    for (uploads, curve), colour, marker in zip(curves.items(), (GREY, ACCENT), "so", strict=False):
        ax.plot(angle / (2 * np.pi), curve, color=colour, marker="", linewidth=2.5)
        at, values = readings[uploads]
        ax.plot(at / (2 * np.pi), values, color=colour, marker=marker, linestyle="", markersize=10)
        times = "once" if uploads == 1 else "twice" if uploads == 2 else f"{uploads} times"
        label_line(ax, angle[-1] / (2 * np.pi), curve[-1], f"uploaded {times}", colour)
    return fig, (
        "A circuit's answer as one column goes round once. "
        + " ".join(f"With {uploads} upload(s) {count} readings fix it." for uploads, count in counts.items())
    )


def plateaus(
    lines: Mapping[str, tuple[Sequence[int], Sequence[float]]],
    points: Mapping[str, tuple[Sequence[int], Sequence[float]]],
) -> tuple[Figure, str]:
    """Draw the variance of a gradient by the number of qubits: formulas as lines, circuits as points.

    Args:
        lines: for each kind, qubits and variances by formula.
        points: for each kind, qubits and variances of simulated circuits.
    """
    fig, ax = figure(
        "The popular demonstration falls without entanglement, and deep circuits fall for another reason",
        x="qubits",
        y="variance of the gradient",
    )
    for (name, (qubits, values)), colour, marker in zip(
        lines.items(), (ACCENT, GREY, WARM), "oDs", strict=True
    ):
        ax.plot(qubits, values, color=colour, marker="", linewidth=2)
        ax.plot(*points[name], color=colour, marker=marker, linestyle="", markersize=8)
        label_line(ax, qubits[-1], values[-1], name, colour)
    ax.set_yscale("log")
    ax.set_xticks(list(next(iter(lines.values()))[0]))
    words = "; ".join(f"{name} {values[0]:.2g} to {values[-1]:.2g}" for name, (_, values) in lines.items())
    return (
        fig,
        f"Variance of a gradient by the number of qubits, formulas as lines and circuits as points: {words}.",
    )

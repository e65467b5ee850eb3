"""The figures of unit 3: each takes computed data and returns a figure with its alternative text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from execml.course import ACCENT, GREY, figure, label_line
from execml.course.page.figures import DARK, WARM
from execml.quantum_ml.forecast.durations import YEAR, in_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from execml.quantum_ml.forecast.estimates import Estimate

_TICKS = {1.0: "second", 3_600.0: "hour", 86_400.0: "day", YEAR: "year", 1_000 * YEAR: "1,000 years"}
_POWERS = {2: "square root", 3: "cube root", 4: "fourth root"}


def crossovers(
    clocks: np.ndarray, seconds: Mapping[int, np.ndarray], assumed: float, limit: float
) -> tuple[Figure, str]:
    """Draw from which length of job on a quantum computer pays, by its clock.

    Args:
        clocks: logical operations a second, shape (clocks,).
        seconds: for each exponent the crossover times, shape (clocks,) each.
        assumed: the clock that the published table assumes.
        limit: seconds that somebody is ready to wait.
    """
    at = {power: float(np.exp(np.interp(np.log(assumed), np.log(clocks), np.log(times))))
          for power, times in seconds.items()}  # fmt: skip
    fig, ax = figure(
        f"A square root of the calls pays after {in_words(at[2])}; only more than that pays in days",
        "logical operations a second, error correction included",
        "job from which it pays",
    )
    colours = {2: WARM, 3: ACCENT, 4: GREY}
    for power, times in seconds.items():
        ax.plot(clocks, times, color=colours[power], marker="")
        ax.plot([assumed], [at[power]], color=colours[power], marker="o", markersize=9)
        lowest = power == max(seconds)
        place: dict[str, Any] = {"xytext": (-30, -24), "ha": "center"} if lowest else {"xytext": (12, 8)}
        words = f"{_POWERS[power]}: {in_words(at[power])}"
        label_line(ax, assumed, at[power], words, colours[power], **place)
    _time_axis(ax)
    ax.set_xscale("log")
    ax.axhline(limit, color=DARK, linewidth=1.0, linestyle="--")
    label_line(ax, clocks[-1], limit, "two weeks", DARK, xytext=(0, 10), ha="right")
    return fig, (
        "Against one graphics processor, each line falls with the quantum computer's clock: at "
        f"{assumed:,.0f} operations a second the "
        + ", the ".join(f"{_POWERS[power]} pays from {in_words(time)} on" for power, time in at.items())
        + "."
    )


def rivals(
    clocks: np.ndarray, seconds: np.ndarray, named: float, best: float, assumed: float
) -> tuple[Figure, str]:
    """Draw the time of the bank's job by the quantum computer's clock, beside two ordinary methods.

    Args:
        clocks: logical operations a second, shape (clocks,).
        seconds: of the job on the quantum computer, shape (clocks,).
        named: seconds of the method that the vendor compares with.
        best: seconds of the best method.
        assumed: clock that the vendor states.
    """
    here = float(seconds[0] * clocks[0] / assumed)
    faster = float(f"{here / best:.2g}")
    fig, ax = figure(
        f"It beats the draws. To beat the integral its clock must be {faster:,.0f} times faster",
        "logical operations a second, error correction included",
        "time for the bank's job",
    )
    ax.plot(clocks, seconds, color=ACCENT, marker="")
    ax.plot([assumed], [here], color=ACCENT, marker="o", markersize=10)
    label_line(ax, assumed, here, f"offered: {in_words(here)}", ACCENT, xytext=(-30, -26), ha="center")
    sides: tuple[tuple[float, str, str, dict[str, Any]], ...] = (
        (named, "laptop, random draws", GREY, {"xytext": (-6, 10), "ha": "right"}),
        (best, "laptop, integral", WARM, {"xytext": (6, 10)}),
    )
    for level, words, colour, place in sides:
        ax.axhline(level, color=colour, linewidth=2.5)
        edge = clocks[-1] if level == named else clocks[0]
        label_line(ax, edge, level, f"{words}: {in_words(level)}", colour, **place)
    ax.set_ylim(seconds.min() / 2, 30 * max(seconds.max(), named))
    _time_axis(ax)
    ax.set_xscale("log")
    return fig, (
        f"The quantum computer's time falls with its clock. At the clock offered it takes {in_words(here)}, "
        f"less than {in_words(named)} for random draws on a laptop, and more than {in_words(best)} for the "
        "integral."
    )


def estimates(listed: Sequence[Estimate], built: float) -> tuple[Figure, str]:
    """Draw the published sizes of a machine that breaks a key, by year.

    Args:
        listed: the estimates.
        built: physical qubits around the one logical qubit of 2024.
    """
    rsa = [one for one in listed if one.key == "RSA-2048"]
    fold = rsa[0].qubits / rsa[-1].qubits
    fig, ax = figure(
        f"For one key on chips the estimate fell {fold:,.0f}-fold; atoms need fewer qubits, and days",
        "year of the estimate",
        "physical qubits",
    )
    ax.plot([one.year for one in rsa], [one.qubits for one in rsa], color=ACCENT, marker="o", markersize=9)
    for one in rsa:
        label_line(ax, one.year, one.qubits, f"{one.key}, {_short(one.qubits)}", ACCENT, xytext=(12, 6))
    for one in listed:
        if one in rsa:
            continue
        colour, shape = (WARM, "s") if one.hardware == "atoms" else (DARK, "^")
        ax.plot([one.year], [one.qubits], color=colour, marker=shape, markersize=10, linestyle="")
        words = f"{one.key}, {one.hardware}: {one.time}"
        label_line(ax, one.year, one.qubits, words, colour, xytext=(12, -2))
    ax.axhline(built, color=GREY, linewidth=2.0)
    label_line(ax, 2019.2, built, f"in one logical qubit, 2024: {built:,.0f}", GREY, xytext=(0, 10))
    ax.set_yscale("log")
    ax.set_ylim(30, 1e8)
    ax.set_xlim(2018.8, 2030.6)
    ax.set_xticks(range(2019, 2027))
    return fig, (
        "Physical qubits to break a key: "
        + "; ".join(f"{one.key} on {one.hardware} {one.qubits:,.0f} ({int(one.year)})" for one in listed)
        + f". In 2024 {built:,.0f} held one logical qubit."
    )


def _short(count: float) -> str:
    return f"{count / 1e6:,.0f} million" if count >= 1e6 else f"{count:,.0f}"


def _time_axis(ax: Axes) -> None:
    """Let the vertical axis speak of days and years."""
    ax.set_yscale("log")
    low, high = ax.get_ylim()
    ticks = {size: name for size, name in _TICKS.items() if low < size < high}
    ax.set_yticks(list(ticks), list(ticks.values()))
    ax.minorticks_off()

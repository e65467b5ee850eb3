"""The figures of the unit on the mathematics of noise; its dial stands beside them, and is passed on."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from execml.course.digits import at_most
from execml.course.page.figures import ACCENT, GREY, WARM, figure, label_line
from execml.differential_privacy.attacks.floating_point import neighbouring_doubles, possible
from execml.differential_privacy.mechanisms.gaussian import (
    classic_gaussian_sigma,
    gaussian_delta,
    gaussian_sigma,
)
from execml.differential_privacy.mechanisms.trade_off import (
    gaussian_power,
    laplace_power,
    largest_power,
)
from execml.differential_privacy.units.unit_2.dial import epsilon_dial as epsilon_dial
from execml.differential_privacy.units.unit_2.dial import percent as percent

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def two_worlds(with_client: float, without: float, scale: float) -> Figure:
    """Draw how likely each published figure is, with one client and without.

    Args:
        with_client: the true answer with the client.
        without: the true answer without.
        scale: scale of the Laplace noise, in the answer's unit.
    """
    factor = at_most(math.exp(abs(with_client - without) / scale), ".2f")
    fig, ax = figure(
        f"No published figure is more than {factor} times likelier in one world than in the other",
        x="average limit that the bank publishes (NT$)",
        y="likelihood (per NT$)",
    )
    middle = (with_client + without) / 2
    published = np.linspace(middle - 5 * scale, middle + 5 * scale, 801)
    worlds = (
        (without, GREY, "without the client", "right"),
        (with_client, ACCENT, "with the client", "left"),
    )
    for answer, colour, name, side in worlds:
        likelihood = np.exp(-np.abs(published - answer) / scale) / (2 * scale)
        ax.plot(published, likelihood, color=colour, marker="")
        ax.fill_between(published, likelihood, color=colour, alpha=0.15)
        offset = (10, 2) if side == "left" else (-10, 2)
        label_line(ax, answer, 0.5 / scale, name, colour, ha=side, xytext=offset)
    seen = max(with_client, without) + 0.6 * scale
    heights = [math.exp(-abs(seen - answer) / scale) / (2 * scale) for answer in (without, with_client)]
    ax.plot([seen, seen], heights, color=WARM, marker="o", markersize=6, linewidth=1.6)
    label_line(ax, seen, heights[1], f"{factor} times, the most", WARM, xytext=(12, 4))
    ax.set_ylim(bottom=0)
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    return fig


def trade_off_curves(epsilon: float, delta: float) -> Figure:
    """Draw the best that any test can do against three mechanisms of the same promise.

    Args:
        epsilon: privacy parameter of all three.
        delta: privacy parameter of the Gaussian mechanism; the others have none.
    """
    at = 0.05
    limit = float(largest_power(at, epsilon))
    fig, ax = figure(
        f"At ε = {epsilon:g}, a test with {at:.0%} false alarms has at most {at_most(limit, '.1%')} hits",
        x="false alarms: says “used” although the client was not there",
        y="hits: says “used” when it was",
    )
    alarms = np.linspace(0, 1, 401)
    ax.plot(alarms, alarms, color=GREY, linestyle=":", marker="")
    ax.plot(alarms, largest_power(alarms, epsilon), color=WARM, marker="")
    ax.plot(alarms, laplace_power(alarms, epsilon), color=ACCENT, linestyle="--", marker="")
    gauss = gaussian_power(alarms, gaussian_sigma(epsilon, delta))
    ax.plot(alarms, gauss, color=GREY, marker="")
    ax.plot([at], [limit], color=WARM, marker="o", linestyle="")
    middle, high = int(0.4 * 400), int(0.68 * 400)
    label_line(ax, 0.0, 0.9, "with δ = 0 no test gets above this line", WARM, xytext=(0, 0))
    label_line(ax, alarms[middle], laplace_power(alarms[middle], epsilon), "Laplace", xytext=(14, -14))
    label_line(ax, alarms[middle], gauss[middle], "Gaussian", GREY, ha="right", xytext=(-6, 8))
    label_line(ax, alarms[high], alarms[high], "tossing a coin", GREY, xytext=(8, -14))
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(lambda value, _: f"{value:.0%}")
    return fig


def classic_against_exact(delta: float) -> Figure:
    """Draw how much noise the textbook formula adds for each unit that is needed.

    Args:
        delta: the privacy parameter that both aim at.
    """
    from scipy.optimize import brentq

    epsilons = np.geomspace(0.05, 20, 81)
    ratios = np.array([_noise_ratio(epsilon, delta) for epsilon in epsilons])
    breaks = float(brentq(lambda epsilon: _noise_ratio(epsilon, delta) - 1, 1, 20))
    fig, ax = figure(
        f"The textbook Gaussian wastes noise, then breaks its promise beyond ε = {breaks:.1f}",
        x=f"ε promised, with δ = {delta:f}",
        y="textbook noise / noise needed",
    )
    safe = ratios >= 1
    ax.axhline(1, color=GREY, linewidth=1.2)
    ax.plot(epsilons[safe], ratios[safe], color=GREY, marker="")
    ax.plot(epsilons[~safe], ratios[~safe], color=WARM, marker="")
    for epsilon, text, colour, offset in (
        (0.1, f"{_noise_ratio(0.1, delta) - 1:.0%} too much", GREY, (10, 10)),
        (10.0, f"delivers δ = {_delivered(10.0, delta):.7f}", WARM, (-10, -14)),
    ):
        ax.plot([epsilon], [_noise_ratio(epsilon, delta)], color=colour, marker="o")
        side = "left" if offset[0] > 0 else "right"
        label_line(ax, epsilon, _noise_ratio(epsilon, delta), text, colour, xytext=offset, ha=side)
    ax.axvspan(epsilons[0], 1, color=ACCENT, alpha=0.07, linewidth=0)
    label_line(ax, 0.2, 0.9, "proven here: ε < 1", ACCENT, ha="center", xytext=(0, 0))
    ax.set_xscale("log")
    ax.set_xlim(epsilons[0], epsilons[-1])
    ax.set_xticks([0.1, 1, 10], ["0.1", "1", "10"])
    return fig


def porous_grid(answers: tuple[int, int], scale: float, start: float, count: int) -> Figure:
    """Draw which of some neighbouring doubles can be published in each of two worlds.

    Args:
        answers: the true count without and with one client.
        scale: scale of the Laplace noise.
        start: the first double.
        count: how many in a row.
    """
    doubles = neighbouring_doubles(start, count)
    reach = [possible(doubles, answer, scale) for answer in answers]
    one_sided = int((reach[0] ^ reach[1]).sum())
    either = int((reach[0] | reach[1]).sum())
    fig, ax = figure(
        f"Of {either} numbers that can be published, {one_sided} can come from one world only",
        x=f"{count} neighbouring floating-point numbers, from {start:g} upwards",
        size=(8.0, 2.8),
    )
    place = np.arange(count)
    for row, (mine, other) in enumerate((reach, reach[::-1])):
        ax.plot(place[mine & other], np.full((mine & other).sum(), row), color=GREY, marker="o", linestyle="")
        alone = place[mine & ~other]
        ax.plot(alone, np.full(alone.size, row), color=WARM, marker="D", linestyle="")
    ax.set_yticks([0, 1], [f"true count {answer}" for answer in answers])
    ax.set_ylim(-0.6, 1.6)
    ax.set_xticks([])
    label_line(ax, count - 1, 0.5, "◆ one world only", WARM, xytext=(10, 8), ha="left")
    label_line(ax, count - 1, 0.5, "● both worlds", GREY, xytext=(10, -10), ha="left")
    return fig


def _noise_ratio(epsilon: float, delta: float) -> float:
    return classic_gaussian_sigma(epsilon, delta) / gaussian_sigma(epsilon, delta)


def _delivered(epsilon: float, delta: float) -> float:
    return gaussian_delta(classic_gaussian_sigma(epsilon, delta), epsilon)

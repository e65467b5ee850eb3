"""The figures of the unit on the mathematics of noise; its dial stands beside them, and is passed on."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from execml.course.page.figures import ACCENT, GREY, WARM, figure, label_line
from execml.differential_privacy.attacks.floating_point import neighbouring_doubles, possible
from execml.differential_privacy.mechanisms.choices import randomised_response, randomised_response_share
from execml.differential_privacy.mechanisms.gaussian import (
    classic_gaussian_sigma,
    gaussian_delta,
    gaussian_sigma,
)
from execml.differential_privacy.mechanisms.noise import geometric
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
    """Draw how likely each published figure is, with one client's record and without it.

    Args:
        with_client: the true answer when the client's record is used.
        without: the true answer when it is not.
        scale: scale of the Laplace noise, in the answer's unit.
    """
    factor = math.exp(abs(with_client - without) / scale)
    fig, ax = figure(
        f"No published figure is more than {factor:.1f} times likelier in one world than in the other",
        x="average limit that the bank publishes (NT$)",
        y="likelihood (per NT$)",
    )
    middle = (with_client + without) / 2
    published = np.linspace(middle - 5 * scale, middle + 5 * scale, 801)
    worlds = ((without, GREY, "record replaced", "right"), (with_client, ACCENT, "record used", "left"))
    for answer, colour, name, side in worlds:
        likelihood = np.exp(-np.abs(published - answer) / scale) / (2 * scale)
        ax.plot(published, likelihood, color=colour, marker="")
        ax.fill_between(published, likelihood, color=colour, alpha=0.15)
        offset = (10, 2) if side == "left" else (-10, 2)
        label_line(ax, answer, 0.5 / scale, name, colour, ha=side, xytext=offset)
    seen = max(with_client, without) + 0.6 * scale
    heights = [math.exp(-abs(seen - answer) / scale) / (2 * scale) for answer in (without, with_client)]
    ax.plot([seen, seen], heights, color=WARM, marker="o", markersize=6, linewidth=1.6)
    label_line(ax, seen, heights[1], f"{factor:.1f} times, the most", WARM, xytext=(12, 4))
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
        f"At ε = {epsilon:g}, a test with {at:.0%} false alarms has at most {limit:.1%} hits",
        x="false alarms: says “used” although the record was replaced",
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


def clipping_error(bounds: np.ndarray, bias: np.ndarray, noise: np.ndarray, epsilon: float) -> Figure:
    """Draw what a clipping bound costs: too low cuts real money off, too high asks for more noise.

    Args:
        bounds: the bounds tried, in NT$.
        bias: what clipping takes off the average at each bound, in NT$, as a positive number.
        noise: root mean square of the noise at each bound, in NT$.
        epsilon: the privacy parameter, for the title.
    """
    total = np.hypot(bias, noise)
    best = int(total.argmin())
    fig, ax = figure(
        f"Clip too low and the average is wrong; clip too high and it is noisy (ε = {epsilon:g})",
        x="bound at which each bill is clipped (thousand NT$)",
        y="typical error of the average (NT$)",
    )
    thousands = bounds / 1000
    ax.plot(thousands, noise, color=GREY, linestyle="--", marker="")
    ax.plot(thousands, bias, color=GREY, linestyle=":", marker="")
    ax.plot(thousands, total, color=ACCENT, marker="")
    ax.plot([thousands[best]], [total[best]], color=ACCENT, marker="o")
    ax.set_ylim(0, 4 * total[best])
    shown = int(np.flatnonzero(bias <= 3.2 * total[best])[0])
    label_line(ax, thousands[shown], bias[shown], "cut off by the bound", GREY, ha="right", xytext=(-8, -6))
    label_line(ax, thousands[-1], noise[-1], "noise", GREY, ha="right", xytext=(0, -14))
    best_text = f"together: least, {total[best]:,.0f},\nat {thousands[best]:,.0f} thousand"
    label_line(ax, thousands[best], total[best], best_text, xytext=(0, 62), ha="left")
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
        x=f"ε promised, with δ = {delta:.5f}",
        y="textbook noise / noise needed",
    )
    safe = ratios >= 1
    ax.axhline(1, color=GREY, linewidth=1.2)
    ax.plot(epsilons[safe], ratios[safe], color=GREY, marker="")
    ax.plot(epsilons[~safe], ratios[~safe], color=WARM, marker="")
    for epsilon, text, colour, offset in (
        (0.1, f"{_noise_ratio(0.1, delta) - 1:.0%} too much", GREY, (10, 10)),
        (10.0, f"delivers δ = {_delivered(10.0, delta):.6f}", WARM, (-10, -14)),
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


def survey_errors(
    answers: np.ndarray, sizes: np.ndarray, epsilon: float, repeats: int, generator: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Return the mean error of a private share with a curator and without, for surveys of several sizes.

    Args:
        answers: true answers, 0 or 1; a survey of n clients asks the first n.
        sizes: numbers of clients.
        epsilon: privacy parameter of both.
        repeats: how often each local survey is run.
        generator: source of randomness.

    Returns:
        Mean absolute error of the curator's share, and of the share from randomised answers, at each size.
    """
    central, local = np.zeros(len(sizes)), np.zeros(len(sizes))
    for row, size in enumerate(sizes):
        asked = np.broadcast_to(answers[:size], (repeats, size))
        share = asked[0].mean()
        counts = np.full(20 * repeats, asked[0].sum())  # the curator's noise is cheap: average more of it
        noisy = geometric(counts, sensitivity=1, epsilon=epsilon, generator=generator)
        reported = randomised_response(asked, epsilon, generator).mean(axis=1)
        central[row] = np.abs(noisy / size - share).mean()
        local[row] = np.abs(randomised_response_share(reported, epsilon) - share).mean()
    return central, local


def local_against_central(sizes: np.ndarray, central: np.ndarray, local: np.ndarray) -> Figure:
    """Draw the error of a share with and without a trusted curator.

    Args:
        sizes: numbers of clients.
        central: mean absolute error of the curator's noisy share at each size.
        local: mean absolute error of the estimate from randomised answers at each size.
    """
    worse = local[-1] / central[-1]
    fig, ax = figure(
        f"Not trusting a curator makes the share {worse:,.0f} times less exact at {sizes[-1]:,} clients",
        x="clients asked",
        y="mean error (percentage points)",
    )
    middle = len(sizes) // 2
    for error, colour, name in (
        (local, WARM, "local: each client randomises"),
        (central, ACCENT, "central: the bank adds noise"),
    ):
        ax.plot(sizes, 100 * error, color=colour, marker="o")
        label_line(ax, sizes[middle], 100 * error[middle], name, colour, xytext=(4, 16), ha="left")
    ax.set(xscale="log", yscale="log")
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    ax.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
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

"""The figures of the unit on the privacy budget, and its dial."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr

from execml.course.digits import at_least, at_most
from execml.course.page.dial import bars, turnable
from execml.course.page.figures import ACCENT, GREY, WARM, figure, label_line
from execml.differential_privacy.accounting.accountants import epsilon
from execml.differential_privacy.accounting.textbook_rules import (
    advanced_composition,
    basic_composition,
    shuffled_epsilon_at_least,
    zcdp_epsilon,
)

if TYPE_CHECKING:
    import ipywidgets
    from matplotlib.figure import Figure


def yearly_epsilons(noise_multiplier: float, releases: int, delta: float) -> dict[str, float]:
    """Return what several releases of one Gaussian statistic cost together, by each rule.

    The total delta is the same for all. The first two rules start from the (epsilon, delta) of a single
    release, so they share it out among the releases.

    Args:
        noise_multiplier: standard deviation of the noise of one release, in units of the sensitivity.
        releases: number of releases.
        delta: for all releases together.

    >>> {rule: round(cost, 2) for rule, cost in yearly_epsilons(30, 12, 1e-5).items()}
    {'basic': 1.49, 'advanced': 2.43, 'zCDP': 0.44, 'exact': 0.4}
    """
    alone = epsilon(noise_multiplier, 1.0, 1, delta / releases)
    halved = epsilon(noise_multiplier, 1.0, 1, delta / releases / 2)
    return {
        "basic": basic_composition(alone, delta / releases, releases)[0],
        "advanced": advanced_composition(halved, delta / releases / 2, releases, delta / 2)[0],
        "zCDP": zcdp_epsilon(releases / (2 * noise_multiplier**2), delta),
        "exact": epsilon(noise_multiplier, 1.0, releases, delta),
    }


def budget_over_a_year(noise_multiplier: float, delta: float, days: int = 250) -> Figure:
    """Draw what a daily release costs in total as the year goes on, by each rule.

    Args:
        noise_multiplier: of each release.
        delta: for all releases together.
        days: number of releases in the year.
    """
    counts = np.unique(np.geomspace(1, days, 40).astype(int))
    costs = [yearly_epsilons(noise_multiplier, int(count), delta) for count in counts]
    last = costs[-1]
    fig, ax = figure(
        f"The same {days} releases: ε = {at_most(last['basic'], '.0f')} by adding up, "
        f"{at_most(last['exact'], '.1f')} in truth",
        x="releases so far",
        y=f"ε of all of them together (δ = {delta:f})",
    )
    for rule, colour, style in (
        ("basic", GREY, "-"),
        ("advanced", GREY, "--"),
        ("zCDP", GREY, ":"),
        ("exact", ACCENT, "-"),
    ):
        ax.plot(counts, [cost[rule] for cost in costs], color=colour, linestyle=style, marker="")
        label_line(ax, counts[-1], last[rule], f"{rule}: {at_most(last[rule], '.1f')}", colour)
    ax.plot(counts[-1:], [last["exact"]], color=ACCENT, marker="o")
    ax.set(xscale="log", yscale="log")
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(lambda value, _: f"{value:g}")
    return fig


def loss_of_one_step(noise_multiplier: float, sample_rate: float, threshold: float = 0.5) -> Figure:
    """Draw how often the privacy loss of one step exceeds each value, with sampling and without.

    Args:
        noise_multiplier: standard deviation of the noise, in units of the clipping norm.
        sample_rate: probability that the client takes part in the step.
        threshold: the loss at which both are compared.
    """
    losses = np.linspace(0.005, 1.2, 240)
    unsampled, sampled = (
        float(_exceeding(np.array([threshold]), noise_multiplier, rate)[0]) for rate in (1.0, sample_rate)
    )
    fig, ax = figure(
        f"Sampling {sample_rate:.1%} of the clients makes a loss above {threshold} "
        f"about {float(f'{unsampled / sampled:.1g}'):,.0f} times rarer",
        x="privacy loss of one step",
        y="how often it is exceeded",
    )
    everybody, sometimes = "everybody in every step", f"each client in {sample_rate:.1%} of the steps"
    for rate, often_at, colour, text, place, offset in (
        (1.0, unsampled, GREY, everybody, 150, (0, 16)),
        (sample_rate, sampled, ACCENT, sometimes, 60, (12, 6)),
    ):
        often = _exceeding(losses, noise_multiplier, rate)
        ax.plot(losses, often, color=colour, marker="")
        label_line(ax, losses[place], often[place], text, colour, xytext=offset, ha="left")
        ax.plot([threshold], [often_at], color=colour, marker="o")
    ax.set_yscale("log")
    ax.set_ylim(1e-9, 4)
    named = {1: "always", 1e-2: "1 in 100", 1e-4: "1 in 10,000", 1e-6: "1 in a million"}
    ax.set_yticks(list(named), list(named.values()))
    return fig


def central_limit_claims(settings: Sequence[tuple[float, float, int]], delta: float) -> Figure:
    """Draw the claim of the central-limit accountant over the exact epsilon, for several settings.

    Args:
        settings: noise multiplier, sample rate and steps of each.
        delta: of all.
    """
    exact = np.array([epsilon(*setting, delta) for setting in settings])
    claimed = np.array([epsilon(*setting, delta, accountant="clt") for setting in settings])
    ratio = claimed / exact
    below = ratio < 0.999
    worst = int(ratio.argmin())
    fig, ax = figure(
        f"The central-limit accountant claims too little on {below.sum()} of {len(settings)} settings",
        x="exact ε",
        y="claimed ε / exact ε",
    )
    ax.axhline(1, color=GREY, linewidth=1.6)
    ax.plot(exact[~below], ratio[~below], color=GREY, marker="s", linestyle="")
    ax.plot(exact[below], ratio[below], color=WARM, marker="o", linestyle="")
    worst_text = f"claims {claimed[worst]:.1f}, truth {exact[worst]:.1f}"
    label_line(ax, exact[worst], ratio[worst], worst_text, WARM, xytext=(10, 0), ha="left")
    label_line(ax, exact.max(), 1, "no error", GREY, xytext=(0, -10), ha="right")
    most = int(ratio.argmax())
    if not below[most]:
        label_line(ax, exact[most], ratio[most], "claims too much", GREY, xytext=(-10, 0), ha="right")
    ax.set(xscale="log", yscale="log")
    ax.set_yticks([0.3, 0.5, 1, 2, 3], ["0.3", "0.5", "1", "2", "3"])
    ax.yaxis.set_minor_formatter(lambda *_: "")
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    return fig


def shuffled_against_poisson(batches: int, delta: float) -> Figure:
    """Draw the epsilon claimed for Poisson batches, and two that are proven for shuffled ones.

    From above, an epoch is one Gaussian release, since each client is in one batch only.

    Args:
        batches: number of batches in the one epoch.
        delta: of all.
    """
    noises = np.linspace(0.5, 2.0, 61)
    claimed = np.array([epsilon(noise, 1 / batches, batches, delta) for noise in noises])
    proven = np.array([shuffled_epsilon_at_least(noise, batches, delta) for noise in noises])
    unsampled = np.array([epsilon(noise, 1.0, 1, delta) for noise in noises])
    marked = int(np.abs(noises - 0.8).argmin())
    fig, ax = figure(
        f"Claimed ε = {claimed[marked]:.1f}; shuffled batches "
        f"leak {at_least(proven[marked], '.1f')} at least (noise 0.8)",
        x="noise multiplier",
        y=f"ε of one epoch of {batches} batches",
    )
    ax.fill_between(noises, claimed, proven, color=WARM, alpha=0.1, linewidth=0)
    ax.plot(noises, unsampled, color=GREY, linestyle=":", marker="")
    ax.plot(noises, proven, color=WARM, marker="")
    ax.plot(noises, claimed, color=ACCENT, marker="")
    for values, colour in ((proven, WARM), (claimed, ACCENT)):
        ax.plot([noises[marked]], [values[marked]], color=colour, marker="o")
    label_line(ax, noises[36], unsampled[36], "shuffled: at most this", GREY, xytext=(2, 16), ha="left")
    label_line(ax, noises[6], proven[6], "shuffled: at least this", WARM, xytext=(12, 6), ha="left")
    label_line(ax, noises[17], claimed[17], "printed for Poisson", ACCENT, xytext=(6, 14), ha="left")
    ax.set_ylim(bottom=0)
    return fig


def noise_needed(noise: Mapping[str, float], promise: float) -> Figure:
    """Draw the noise that a promise takes, by the accountant that is asked.

    Args:
        noise: for each accountant's name, the noise multiplier; the exact one is called ``"exact"``.
        promise: the epsilon promised.
    """
    exact = noise["exact"]
    dearest = max(noise, key=lambda name: noise[name])
    fig, ax = figure(
        f"The oldest accountant buys {noise[dearest] / exact - 1:.0%} too much noise for ε = {promise:g}",
        x="noise multiplier",
        size=(8.0, 3.2),
    )
    for row, (name, value) in enumerate(noise.items()):
        colour = ACCENT if name == "exact" else WARM if value < exact else GREY
        change = (
            "" if name == "exact" else f" ({value / exact - 1:+.0%}{', unsafe' if value < exact else ''})"
        )
        ax.barh(row, value, color=colour, height=0.6)
        text = at_most(value, ".2f") + change.replace("-", "−")
        label_line(ax, value, row, text, colour, xytext=(6, 0), ha="left")
    ax.set_yticks(range(len(noise)), list(noise))
    ax.set_xlim(0, 1.35 * max(noise.values()))
    ax.invert_yaxis()
    ax.grid(visible=False, axis="y")
    return fig


def year_dial(noise_multiplier: float, delta: float, releases: int = 12) -> ipywidgets.VBox:
    """Return a slider for the number of releases a year above their cost by three rules.

    Args:
        noise_multiplier: of each release.
        delta: for all releases together.
        releases: number of releases when the page opens.
    """
    counts = sorted({1, 2, 4, 6, 12, 24, 36, 52, 104, 156, 208, 260, 312, 365, releases})
    return turnable(
        "Releases a year", counts, releases, lambda count: year_page(noise_multiplier, delta, count)
    )


def year_page(noise_multiplier: float, delta: float, releases: int) -> str:
    """Return the dial's bars as HTML.

    Args:
        noise_multiplier: of each release.
        delta: for all releases together.
        releases: number of releases in the year.

    >>> "0.40" in year_page(30, 1e-5, 12)
    True
    """
    costs = yearly_epsilons(noise_multiplier, releases, delta)
    colours = {"basic": GREY, "zCDP": GREY, "exact": ACCENT}
    rows = [
        (rule, float(at_most(costs[rule], ".2f")), min(400.0, 100 * costs[rule]), colour)
        for rule, colour in colours.items()
    ]
    odds = at_most(math.exp(costs["exact"]), ",.1f")
    return (
        bars(f"ε of {releases} releases a year (the bars end at 4)", rows)
        + f"<p>The odds factor of the whole year, e<sup>ε</sup>, is <b>{odds}</b>.</p>"
    )


def _exceeding(losses: np.ndarray, noise_multiplier: float, sample_rate: float) -> np.ndarray:
    """Return P(L > l) for each l, outputs drawn with the client's record among the possible ones."""
    s, q = noise_multiplier, sample_rate
    x = 0.5 + s**2 * (np.log(np.expm1(losses) + q) - math.log(q))
    return q * ndtr((1 - x) / s) + (1 - q) * ndtr(-x / s)

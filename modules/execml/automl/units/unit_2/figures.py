"""The figures of the unit on searches that learn, and its dial."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from execml.automl.guided.acquisition import expected_improvement
from execml.automl.guided.bayesian import Minimisation
from execml.automl.guided.evolution import Evolution, Individual
from execml.automl.guided.gaussian_process import Array
from execml.automl.guided.surrogate import Surrogate, fit_surrogate
from execml.course import ACCENT, GREY, figure, label_line, panels, png_html
from execml.course.page.dial import turnable
from execml.course.page.figures import DARK, WARM

if TYPE_CHECKING:
    import ipywidgets
    from matplotlib.figure import Figure

RATES = np.linspace(-3, 0, 301)[:, None]  # log10 of the learning rate


def belief_about_rates(search: Minimisation, trials: int, truth: tuple[Array, Array]) -> tuple[Figure, str]:
    """Draw what the model believes about the AUC at each learning rate, and where it wants to look next.

    Args:
        search: a search over log10 of the learning rate from −3 to 0, of 1 − AUC.
        trials: how many of its evaluations the model has seen.
        truth: learning rates (log10) and their AUC, as far as they were computed for the picture only.
    """
    points, losses = search.points[:trials], search.values[:trials]
    mean, deviation = surrogate_of(search, trials).predict(RATES)
    promise = np.asarray(expected_improvement(mean, deviation, float(losses.min())))
    rates, place = 10 ** RATES[:, 0], int(promise.argmax())
    fig, ax = figure(
        f"After {trials} trials the widest doubt left is ±{1.96 * deviation.max():.2f} of AUC",
        x="learning rate (logarithmic)",
        y="AUC on held-back clients",
    )
    ax.fill_between(
        rates, 1 - mean - 1.96 * deviation, 1 - mean + 1.96 * deviation, color=ACCENT, alpha=0.14, linewidth=0
    )
    ax.plot(10 ** truth[0], truth[1], color=GREY, linestyle=":", marker="", linewidth=1.6)
    ax.plot(rates, 1 - mean, color=ACCENT, marker="")
    ax.plot(10 ** points[:, 0], 1 - losses, color=ACCENT, marker="o", linestyle="", markersize=8)
    bottom = 0.66
    ax.fill_between(
        rates, bottom, bottom + 0.025 * promise / promise.max(), color=WARM, alpha=0.6, linewidth=0
    )
    ax.set_xscale("log")
    ax.set_ylim(bottom, 0.80)
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    side = {"ha": "right", "xytext": (-8, 8)} if place > 150 else {"ha": "left", "xytext": (8, 8)}
    label_line(ax, rates[place], bottom + 0.025, "expected improvement: look here", WARM, **side)
    label_line(ax, rates[-1], 1 - mean[-1], "believed,\nwith 95% band", ACCENT, xytext=(8, 14))
    label_line(ax, 10 ** truth[0][-1], truth[1][-1], "in truth", DARK, xytext=(8, -14))
    return fig, (
        f"AUC against learning rate after {trials} trials: a believed curve with a band that narrows at the "
        "trials, the true curve dotted, and below it the expected improvement with its peak."
    )


def surrogate_of(search: Minimisation, trials: int) -> Surrogate:
    """Return the stand-in fitted to the first evaluations of a search over learning rates."""
    low, high = np.array([-3.0]), np.array([0.0])
    return fit_surrogate(search.points[:trials], search.values[:trials], low, high)


def trials_dial(search: Minimisation, truth: tuple[Array, Array], trials: int) -> ipywidgets.VBox:
    """Return a slider for the number of trials that the model has seen, above its picture.

    Args:
        search: as in :func:`belief_about_rates`.
        truth: as there.
        trials: where the slider starts.
    """
    return turnable(
        "Trials seen",
        range(3, len(search.evaluations) + 1),
        trials,
        lambda seen: png_html(*belief_about_rates(search, seen, truth)),
    )


def paper_and_clients(
    names: Sequence[str], paper: Sequence[float], clients: Sequence[float]
) -> tuple[Figure, str]:
    """Draw what each way to combine models promised, beside what new clients showed.

    Args:
        names: of the ways, first the wrong one.
        paper: AUC that the search reported.
        clients: AUC on clients that no model has seen.
    """
    fig, ax = figure(
        f"Reported {paper[0]:.2f}, delivered {clients[0]:.2f}: the clients had been seen before",
        x="AUC",
        size=(8.0, 3.0),
    )
    for row, (promised, found) in enumerate(zip(paper, clients, strict=True)):
        colour = WARM if promised - found > 0.05 else ACCENT
        ax.plot([found, promised], [row, row], color=colour, marker="", linewidth=2.5)
        ax.plot([promised], [row], color=colour, marker="o", markerfacecolor="white", markersize=10)
        ax.plot([found], [row], color=colour, marker="o", markersize=10)
        if promised - found > 0.05:
            label_line(ax, promised, row, f"reported {promised:.2f}", colour, xytext=(8, 16), ha="right")
            label_line(ax, found, row, f"new clients {found:.2f}", colour, xytext=(-8, -16), ha="left")
        else:
            label_line(
                ax, max(found, promised), row, f"{promised:.2f} and {found:.2f}", colour, xytext=(12, 0)
            )
    ax.set_xlim(0.5, 1.02)
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.set_yticks(range(len(names)), list(names))
    ax.grid(visible=False, axis="y")
    told = "; ".join(f"{name}: {p:.2f} and {c:.2f}" for name, p, c in zip(names, paper, clients, strict=True))
    return fig, f"AUC reported by the search and AUC on 10,000 new clients, by way of combining: {told}."


def race(
    gaps: dict[str, dict[str, Array]], goals: dict[str, float], first: dict[str, int]
) -> tuple[Figure, str]:
    """Draw how far searches are above the lowest value, median over seeds, on two functions.

    A gap below the goal is drawn at the goal: the race is over there.

    Args:
        gaps: for each function, for each search (ours first, random search last, at most four), gaps of shape
            (seeds, evaluations).
        goals: for each function, the gap that counts as found.
        first: for each function, how many of our trials come before the model is asked.
    """
    left, right = gaps
    finals = [float(np.median(runs[:, -1])) for runs in gaps[left].values()]
    title = (
        f"After {len(gaps[left]['random'][0])} trials random search is still {finals[-1]:.1f} away on {left}"
        + (f", the learned one within {goals[left]:g}" if finals[0] <= goals[left] else "")
    )
    fig, charts = panels(
        title, (left, right), x="evaluations", y="median gap to the lowest value", size=(8.0, 3.9)
    )
    for ax, (name, runs) in zip(charts, gaps.items(), strict=True):
        looks = [(ACCENT, "-"), (DARK, "--"), (WARM, "-."), (GREY, ":")]
        looks = [*looks[: len(runs) - 1], looks[-1]]
        for (search, found), (colour, dashes) in zip(runs.items(), looks, strict=True):
            middle = np.maximum(np.median(found, axis=0), goals[name])
            ax.plot(np.arange(1, len(middle) + 1), middle, color=colour, linestyle=dashes, marker="")
            ax.plot([len(middle)], [middle[-1]], color=colour, marker="o")
            label_line(ax, len(middle), middle[-1], search, colour, fontsize=11)
        ax.axvline(first[name], color=GREY, linewidth=0.8)
        ax.set_yscale("log")
    return fig, (
        f"Median gap to the lowest value against evaluations for {left} and {right}, logarithmic: the "
        "learned search falls below Optuna's TPE and random search after its first, spread-out trials."
    )


def _steps(one: Individual) -> str:
    """Return the names of a pipeline's steps without their settings."""
    return " → ".join(step.family for step in (*one.pipeline.transformers, one.pipeline.model))


def score_and_size(evolution: Evolution) -> tuple[Figure, str]:
    """Draw every pipeline that was tried by size and score, and the front that no other beats.

    Args:
        evolution: a finished search.
    """
    scored = [one for one in evolution.individuals if not one.error]
    front = evolution.front
    simple = next(one for one in front if one.score >= front[-1].score - 0.01)
    fewer = front[-1].complexity / simple.complexity
    title = f"Within 0.01 of the best AUC there is a pipeline {fewer:.0f} times smaller"
    if fewer < 2:
        title = f"{len(front)} of {len(scored)} pipelines are worth a look"
    fig, ax = figure(title, x="numbers that the pipeline holds (logarithmic)", y="AUC on held-back clients")
    ax.scatter([one.complexity for one in scored], [one.score for one in scored], color=GREY, s=26)
    sizes, scores = [one.complexity for one in front], [one.score for one in front]
    ax.step(sizes, scores, where="post", color=ACCENT, linewidth=1.6)
    ax.scatter(sizes, scores, color=ACCENT, s=60, zorder=4)
    for one in (front[0], simple, front[-1]):
        below = one is simple and simple is not front[-1]
        place = {"xytext": (6, -16 if below else 14), "ha": "left" if one is not front[-1] else "center"}
        label_line(ax, one.complexity, one.score, _steps(one), ACCENT, **place)
    ax.set_xscale("log")
    ax.set_ylim(0.48, 0.82)
    return fig, (
        f"AUC against the numbers that a pipeline holds, for {len(scored)} pipelines; {len(front)} stand on "
        f"the front, from {sizes[0]:,.0f} numbers and {scores[0]:.2f} to {sizes[-1]:,.0f} "
        f"and {scores[-1]:.2f}."
    )

"""The figures of unit 1: each takes computed data and returns a figure with its alternative text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from execml.course import ACCENT, GREY, figure, label_line
from execml.course.digits import at_least
from execml.course.page.figures import DARK, WARM
from execml.frameworks.autodiff.cost_law import Costs, Depths
from execml.frameworks.autodiff.finite_differences import Blur

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def gradient_costs(costs: Sequence[Costs]) -> tuple[Figure, str]:
    """Draw the cost of a whole gradient against the number of weights, by two methods.

    Args:
        costs: of networks of growing size.
    """
    sizes = [cost.inputs for cost in costs]
    last = costs[-1]
    title = f"All {last.inputs:,} derivatives cost as much as {last.gradient:.1f} evaluations of the loss"
    fig, ax = figure(title, x="weights of the network", y="cost of the gradient\n(evaluations of the loss)")
    lines = (
        ([cost.gradient_by_differences for cost in costs], GREY, "s", "trying each\nweight"),
        ([cost.gradient for cost in costs], ACCENT, "o", f"reverse mode:\n{last.gradient:.1f}"),
    )
    for values, colour, marker, text in lines:
        ax.plot(sizes, values, color=colour, marker=marker)
        label_line(ax, sizes[-1], values[-1], text, colour)
    ax.set(xscale="log", yscale="log", ylim=(1, 2 * last.gradient_by_differences))
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    return fig, (
        f"Cost of the gradient in evaluations of the loss, for networks of {sizes[0]:,} to {sizes[-1]:,} "
        f"weights, on logarithmic scales: trying each weight rises in proportion, to "
        f"{last.gradient_by_differences:,.0f}; reverse mode stays at {last.gradient:.1f}."
    )


def silent_mistake(
    right: Sequence[float], wrong: Sequence[float], misses: tuple[float, float]
) -> tuple[Figure, str]:
    """Draw the AUC of models trained with a right and with a wrong gradient, one line a start.

    Args:
        right: AUC on new clients, one a start.
        wrong: the same starts' AUC with the wrong gradient.
        misses: by what share the gradient test misses, at least, the wrong one, and at most the right one.
    """
    order = np.argsort(wrong)
    good, bad = 100 * np.asarray(right)[order], 100 * np.asarray(wrong)[order]
    worse, count = int((bad < good).sum()), len(good)
    title = f"One factor forgotten: no error message, and {worse} of {count} models come out worse"
    fig, ax = figure(title, x="AUC on new clients (%)", size=(8.0, 4.6))
    heights = np.arange(count)
    ax.hlines(heights, bad, good, color="#C4C4C4", linewidth=2.5)
    ax.plot(bad, heights, "s", color=WARM, markersize=10)
    ax.plot(good, heights, "o", color=ACCENT, markersize=10)
    missed = at_least(misses[0], ".0%")
    shown = "less than a millionth" if misses[1] < 1e-6 else f"{misses[1]:.1%}"
    style: dict[str, Any] = {"va": "bottom", "weight": "bold", "fontsize": 13}
    top = count - 0.2
    ax.annotate(
        f"■ wrong gradient\ntest misses by {missed} or more",
        (bad.min(), top),
        color=WARM,
        **style,
    )
    ax.annotate(
        f"● right gradient\ntest misses by {shown}", (good.max(), top), color=ACCENT, ha="right", **style
    )
    middle = (float(bad.mean()) + float(good.mean())) / 2
    lost = float((good - bad).mean())
    ax.annotate(
        f"{lost:.1f} points lost",
        (middle, -0.6),
        ha="center",
        va="top",
        color=DARK,
        fontsize=15,
        weight="bold",
    )
    ax.set_ylim(-2.0, count + 1.9)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.grid(visible=False)
    return fig, (
        f"AUC on new clients of {count} pairs of models from the same start: {100 * np.mean(wrong):.1f}% on "
        f"average with the wrong gradient, {100 * np.mean(right):.1f}% with the right one; worse in {worse} "
        f"of {count}. The test misses by {missed} or more with the wrong one, by {shown} "
        "with the right one."
    )


def blur(found: Blur) -> tuple[Figure, str]:
    """Draw the relative error of central differences against the step.

    Args:
        found: what :func:`execml.frameworks.autodiff.finite_differences.difference_errors` measured.
    """
    digits = -np.log10(found.foreseen["float32"].min())
    title = f"In single precision the best step can promise {digits:.0f} digits"
    fig, ax = figure(title, x="step", y="relative error of the difference")
    for name, colour in (("float64", GREY), ("float32", ACCENT)):
        ax.plot(found.steps, found.foreseen[name], color=colour, linewidth=1.2, marker="", linestyle="--")
    ax.plot(found.steps, found.measured, color=ACCENT, marker="o", linestyle="")
    first = found.steps[0]
    for name, colour, text in (
        ("float32", ACCENT, "single precision: formula and measured ●"),
        ("float64", GREY, "double precision: formula"),
    ):
        place = (first, found.foreseen[name][0])
        label_line(ax, *place, text, colour, xytext=(34, 4), textcoords="offset points")
    ax.set(xscale="log", yscale="log")
    low, high = float(found.foreseen["float64"].min()), float(found.foreseen["float32"].max())
    ax.set_ylim(low / 30, high * 5)
    for side, text, align in ((0.02, "← rounding", "left"), (0.98, "the bend →", "right")):
        ax.annotate(text, (side, 0.04), xycoords="axes fraction", color=DARK, fontsize=11, ha=align)
    best = found.steps[int(np.argmin(found.foreseen["float32"]))]
    return fig, (
        "Relative error of a central difference against its step, on logarithmic scales, U-shaped: in single "
        f"precision the formula is least, {found.foreseen['float32'].min():.0e}, near a step of {best:.0e}; "
        f"the measured points lie about it or below; in double precision it reaches {low:.0e}."
    )


def memory(found: Depths) -> tuple[Figure, str]:
    """Draw the numbers held at once against the depth of the network.

    Args:
        found: what :func:`execml.frameworks.autodiff.cost_law.memory_by_depth` counted.
    """
    saving = found.kept[-1] / found.checkpointed[-1]
    title = f"At {found.layers[-1]} narrow layers, checkpoints need {saving:.0f} times less memory"
    fig, ax = figure(title, x="layers", y="numbers held at once (thousands)")
    lines = (
        (found.kept, GREY, "s", "everything kept"),
        (found.checkpointed, ACCENT, "o", "√depth checkpoints"),
        (found.forward, DARK, "^", "forward mode"),
    )
    for values, colour, marker, text in lines:
        thousands = np.asarray(values) / 1000
        ax.plot(found.layers, thousands, color=colour, marker=marker)
        label_line(ax, found.layers[-1], thousands[-1], text, colour)
    ax.set_ylim(0, found.kept[-1] / 1000 * 1.08)
    return fig, (
        f"Numbers held at once, up to {found.layers[-1]} layers deep: keeping everything rises in "
        f"proportion to {found.kept[-1] / 1000:,.0f} thousand, checkpoints reach "
        f"{found.checkpointed[-1] / 1000:,.0f} thousand, forward mode "
        f"{found.forward[-1] / 1000:,.0f} thousand."
    )

"""The figures of unit 1: each takes computed data and returns a figure with its alternative text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from execml.course import ACCENT, GREY, figure, label_line
from execml.course.page.figures import DARK
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


def blur(found: Blur) -> tuple[Figure, str]:
    """Draw the relative error of central differences against the step.

    Args:
        found: what :func:`execml.frameworks.autodiff.finite_differences.difference_errors` measured.
    """
    digits = np.ceil(-np.log10(found.measured.min()))
    title = f"In single precision none of {len(found.steps)} steps leaves more than {digits:.0f} digits right"
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
    best = found.steps[int(np.argmin(found.measured))]
    return fig, (
        "Relative error of a central difference against its step, on logarithmic scales, U-shaped: in single "
        f"precision it is least, {found.measured.min():.0e}, near a step of {best:.0e}; the formula for "
        f"double precision reaches {low:.0e}."
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

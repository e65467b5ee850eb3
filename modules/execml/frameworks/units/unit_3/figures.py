"""The figures of unit 3: each takes computed data and returns a figure with its alternative text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course.digits import at_most
from execml.course.page.dial import turnable
from execml.course.page.figures import ACCENT, DARK, GREY, WARM, figure, label_line, png_html
from execml.frameworks.training.descent import Settings, curvatures, least_squares_distances

if TYPE_CHECKING:
    import ipywidgets
    from matplotlib.figure import Figure

Drawn = tuple["Figure", str]


def rates(
    distances: Mapping[str, NDArray[np.float64]],
    promised: Mapping[str, NDArray[np.float64]],
    condition: float,
    steps: int = 1_200,
) -> Drawn:
    """Draw the distance to the optimum against the step, and above it what no bowl and no start exceed.

    Args:
        distances: for each method, the distance after 0, 1, … steps, as a share of the first.
        promised: for each method, the largest share that can be left.
        condition: κ, for the title.
        steps: how many to show.
    """
    title = f"With κ = {condition:,.0f}, momentum turns thousands of steps into hundreds"
    fig, ax = figure(title, x="steps", y="distance to the optimum\n(share of the first, logarithmic)")
    places = {"gradient descent": (600, "bottom"), "heavy ball": (215, "top"), "Nesterov": (330, "bottom")}
    for name, colour, marker in zip(distances, (GREY, ACCENT, WARM), "so^", strict=True):
        path = distances[name][: steps + 1]
        shown = int(np.argmax(path < 1e-9)) or len(path) - 1
        ax.plot(promised[name][: steps + 1], color=colour, linewidth=1.6, linestyle="--", marker="")
        ax.plot(np.arange(shown + 1), path[: shown + 1], color=colour, marker=marker, markevery=shown // 10)
        row, side = places[name]
        words: dict[str, Any] = {"textcoords": "offset points", "va": side}
        words |= (
            {"xytext": (8, 8), "ha": "left"} if side == "bottom" else {"xytext": (-14, -4), "ha": "right"}
        )
        label_line(ax, row, path[row] if side == "top" else promised[name][row], name, colour, **words)
    note = "dashed: at most this, from any start\nmarkers: measured"
    ax.annotate(note, (0.98, 0.06), xycoords="axes fraction", color=DARK, ha="right")
    ax.set_yscale("log")
    ax.set_ylim(1e-9, 40)
    return fig, (
        "Distance to the optimum on a logarithmic scale, with the largest share that theory allows above "
        "each method's measured points. Heavy ball first rises and then falls fastest, Nesterov's next, "
        "gradient descent hardly."
    )


def step_dial(features: NDArray[np.float64], target: NDArray[np.float64]) -> ipywidgets.VBox:
    """Return a slider for the step size, and what gradient descent does with it.

    Args:
        features: matrix of shape (rows, columns).
        target: shape (rows,).
    """
    largest = float(curvatures(features)[-1])
    return turnable(
        "Step size in units of 1 / L",
        [tenths / 10 for tenths in range(1, 23)],
        1.0,
        lambda multiple: png_html(*one_step_size(features, target, largest, multiple)),
    )


def one_step_size(
    features: NDArray[np.float64], target: NDArray[np.float64], largest: float, multiple: float
) -> Drawn:
    """Draw the distance to the optimum over 60 steps of gradient descent.

    Args:
        features: matrix of shape (rows, columns).
        target: shape (rows,).
        largest: L, the largest curvature.
        multiple: the step in units of 1 / L.
    """
    path = least_squares_distances(features, target, Settings(multiple / largest), 60)
    verdict = (
        "it diverges" if multiple > 2 else "it stands still" if multiple == 2 else f"{path[-1]:.0%} is left"
    )
    title = f"Step {multiple:.1f} / L: after 60 steps {verdict}"
    fig, ax = figure(title, x="steps", y="distance (share of the first)", size=(8.0, 3.4))
    ax.plot(path, color=WARM if multiple >= 2 else ACCENT, marker="o", markevery=6)
    ax.set_yscale("log")
    ax.set_ylim(1e-2, 1e2)
    return (
        fig,
        f"Distance to the optimum over 60 steps of gradient descent with step {multiple:.1f} / L: {verdict}.",
    )


def learning_rates(
    tried: Sequence[float], scores: Mapping[str, NDArray[np.float64]], chosen: Mapping[str, int], default: int
) -> Drawn:
    """Draw the test AUC against the learning rate for some optimisers.

    Args:
        tried: the learning rates.
        scores: for each optimiser, the AUC at each rate.
        chosen: for each optimiser, which rate the validation clients chose.
        default: which rate is the library's default.
    """
    best = [scores[name][place] for name, place in chosen.items()]
    apart = at_most(max(best) - min(best), ".2f")
    title = f"Tuned, all lie within {apart} of each other: the rate matters more than the name"
    fig, ax = figure(title, x="learning rate (logarithmic)", y="AUC on the test clients")
    ax.axvline(tried[default], color=DARK, linewidth=1, linestyle=":")
    ax.annotate("default", (tried[default], 0.445), (5, 0), textcoords="offset points", color=DARK)
    places = {"SGD": (4.5e-3, 0.61), "SGD with momentum": (1.05e-4, 0.63), "Adam": (1e-4, 0.745)}
    for (name, curve), colour, marker in zip(scores.items(), (GREY, WARM, ACCENT), "s^o", strict=True):
        ax.plot(tried, curve, color=colour, marker=marker)
        ax.plot(tried[chosen[name]], curve[chosen[name]], color=colour, marker="*", markersize=18)
        words = name.replace("SGD with ", "")
        label_line(ax, *places[name], words, colour, xytext=(0, 0), textcoords="offset points", ha="left")
    ax.annotate("★ chosen on validation", (0.42, 0.06), xycoords="axes fraction", color=DARK)
    ax.set_xscale("log")
    ax.set_ylim(0.43, 0.8)
    return fig, (
        "Test AUC by learning rate for SGD, SGD with momentum and Adam; each has a broad best range: "
        + "; ".join(f"{name} at its chosen rate {scores[name][place]:.2f}" for name, place in chosen.items())
        + "."
    )


def longer_and_larger(widths: ArrayLike, sweep: Mapping[str, NDArray[np.float64]], hours: int) -> Drawn:
    """Draw the error on new hours against the number of units: trained to the end, stopped, with a penalty.

    Args:
        widths: numbers of units.
        sweep: ``"end"``, ``"stopped"`` and ``"ridge"`` from ``size_sweep``.
        hours: how many hours there were to learn from.
    """
    units, end, stopped, ridge = np.asarray(widths), sweep["end"], sweep["stopped"], sweep["ridge"]
    title = f"Training to the end does harm where {hours} units meet {hours} hours, and little elsewhere"
    fig, ax = figure(title, x="units in the model (logarithmic)", y="error on new hours\n(rentals an hour)")
    ax.axvline(hours, color=DARK, linewidth=1, linestyle=":")
    ax.plot(units, end, color=WARM, marker="^")
    ax.plot(units, stopped, color=GREY, marker="s")
    ax.plot(units, ridge, color=ACCENT, marker="o")
    peak, first = int(end.argmax()), dict(textcoords="offset points", ha="left")
    label_line(
        ax, units[peak], end[peak], f"trained to the end: {end[peak]:.0f}", WARM, xytext=(10, 0), **first
    )
    label_line(ax, units[0], stopped[0], "stopped by validation", GREY, xytext=(0, 12), **first)
    label_line(ax, units[0], ridge[0], "with a penalty", ACCENT, xytext=(0, -24), **first)
    label_line(ax, units[-1], ridge[-1], f"{ridge[-1]:.0f}", va="top")
    ax.annotate(
        "interpolation\nthreshold", (hours, 0.04), (-8, 0), xycoords=("data", "axes fraction"), color=DARK,
        textcoords="offset points", ha="right",
    )  # fmt: skip
    ax.set_xscale("log")
    ax.set_ylim(0, None)
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    return fig, (
        f"Error on new hours against units. Trained to the end it peaks at {units[peak]} units with "
        f"{end[peak]:.0f} rentals and falls again to {end[-1]:.0f}; stopped by validation it falls to "
        f"{stopped[-1]:.0f}, with a penalty to {ridge[-1]:.0f}, without a peak."
    )

"""The figures of unit 3: each takes computed data and returns a figure with its alternative text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course.page.dial import turnable
from execml.course.page.figures import ACCENT, DARK, GREY, WARM, figure, label_line, png_html
from execml.frameworks.training.descent import Settings, curvatures, least_squares_distances

if TYPE_CHECKING:
    import ipywidgets
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Drawn = tuple["Figure", str]


def stalled_total(amounts: ArrayLike, totals: ArrayLike) -> Drawn:
    """Draw a running total in sixteen bits beside the exact one.

    Args:
        amounts: what is added, in NT$, one a client.
        totals: the running total in bfloat16.
    """
    exact, narrow = np.cumsum(np.asarray(amounts, dtype=float)) / 1e6, np.asarray(totals) / 1e6
    clients = np.arange(1, len(exact) + 1) / 1e3
    share = narrow[-1] / exact[-1]
    title = f"In bfloat16 the bank's total ends at {share:.0%} of what its clients owe"
    fig, ax = figure(title, x="clients added up (thousands)", y="running total (million NT$)")
    ax.plot(clients, exact, color=GREY, marker="s", markevery=5_000)
    ax.plot(clients, narrow, color=ACCENT, marker="o", markevery=5_000)
    label_line(ax, clients[-1], exact[-1], f"exact:\n{exact[-1]:,.0f}", colour=GREY)
    label_line(ax, clients[-1], narrow[-1], f"bfloat16:\n{narrow[-1]:,.0f}")
    ax.set_ylim(0, 1_700)
    return fig, (
        f"Running total of the bills of {len(exact):,} clients. The exact total rises to {exact[-1]:,.0f} "
        f"million NT$; in bfloat16 it stops early and ends at {narrow[-1]:,.0f} million."
    )


def rates(
    distances: Mapping[str, NDArray[np.float64]],
    promised: Mapping[str, NDArray[np.float64]],
    condition: float,
    steps: int = 1_200,
) -> Drawn:
    """Draw the distance to the optimum against the step, with the curve that theory promises beside it.

    Args:
        distances: for each method, the distance after 0, 1, … steps, as a share of the first.
        promised: for each method, the distance along the flattest direction.
        condition: κ, for the title.
        steps: how many to show.
    """
    title = f"With κ = {condition:,.0f}, momentum turns thousands of steps into hundreds"
    fig, ax = figure(title, x="steps", y="distance to the optimum\n(share of the first, logarithmic)")
    places = {"gradient descent": (600, "bottom"), "heavy ball": (210, "top"), "Nesterov": (400, "bottom")}
    for name, colour, marker in zip(distances, (GREY, ACCENT, WARM), "so^", strict=True):
        path = distances[name][: steps + 1]
        shown = int(np.argmax(path < 1e-9)) or len(path) - 1
        counts, middle = np.arange(shown + 1), shown // 2
        theory = promised[name][: shown + 1] * path[middle] / promised[name][middle]
        ax.plot(counts, theory, color=colour, linewidth=1.4, marker="")
        ax.plot(
            counts[:: shown // 12], path[: shown + 1 : shown // 12], color=colour, marker=marker, linestyle=""
        )
        row, side = places[name]
        words: dict[str, Any] = {"textcoords": "offset points", "va": side}
        words |= (
            {"xytext": (8, 6), "ha": "left"} if side == "bottom" else {"xytext": (-10, -4), "ha": "right"}
        )
        label_line(ax, row, path[row], name, colour, **words)
    note = "markers: measured\nlines: theory"
    ax.annotate(note, (0.98, 0.06), xycoords="axes fraction", color=DARK, ha="right")
    ax.set_yscale("log")
    ax.set_ylim(1e-9, 10)
    return fig, (
        "Distance to the optimum on a logarithmic scale. Heavy ball falls fastest, Nesterov's method next, "
        "gradient descent hardly; the curves that theory promises run through the measured points."
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
    apart = np.ceil(100 * (max(best) - min(best))) / 100
    title = f"Tuned, all lie within {apart:.2f} of each other; the rate matters more than the name"
    fig, ax = figure(title, x="learning rate (logarithmic)", y="AUC on the test clients")
    ax.axvline(tried[default], color=DARK, linewidth=1, linestyle=":")
    ax.annotate("default", (tried[default], 0.485), (5, 0), textcoords="offset points", color=DARK)
    places = {"SGD": (3.2e-3, 0.6), "SGD with momentum": (4.2e-4, 0.635), "Adam": (1e-4, 0.745)}
    for (name, curve), colour, marker in zip(scores.items(), (GREY, WARM, ACCENT), "s^o", strict=True):
        ax.plot(tried, curve, color=colour, marker=marker)
        ax.plot(tried[chosen[name]], curve[chosen[name]], color=colour, marker="*", markersize=18)
        words = name.replace("SGD with ", "")
        label_line(ax, *places[name], words, colour, xytext=(0, 0), textcoords="offset points", ha="left")
    ax.annotate("★ chosen on validation", (0.99, 0.04), xycoords="axes fraction", color=DARK, ha="right")
    ax.set_xscale("log")
    ax.set_ylim(0.47, 0.8)
    return fig, (
        "Test AUC by learning rate for SGD, SGD with momentum and Adam; each has a broad best range: "
        + "; ".join(f"{name} at its chosen rate {scores[name][place]:.2f}" for name, place in chosen.items())
        + "."
    )


def training_time(steps: ArrayLike, curves: Mapping[str, NDArray[np.float64]], chosen: int) -> Drawn:
    """Draw errors on training and test hours against the number of gradient steps.

    Args:
        steps: numbers of steps.
        curves: from ``training_curve``.
        chosen: which number of steps the validation hours chose.
    """
    counts, test, train = np.asarray(steps), curves["test"], curves["train"]
    title = f"Training on past the best step turns an error of {test[chosen]:.0f} rentals into {test[-1]:.0f}"
    fig, ax = figure(title, x="steps of gradient descent", y="error (rentals an hour)")
    ax.plot(counts, train, color=GREY, marker="s", markevery=4)
    ax.plot(counts, test, color=ACCENT, marker="o", markevery=4)
    ax.plot(counts[chosen], test[chosen], color=ACCENT, marker="*", markersize=18)
    label_line(ax, counts[-1], train[-1], "hours it\nlearned from", GREY, va="bottom")
    label_line(ax, counts[-1], test[-1], "new hours")
    label_line(
        ax,
        counts[chosen],
        test[chosen],
        "validation\nstops here",
        xytext=(0, 26),
        textcoords="offset points",
        ha="center",
    )
    ax.set_xscale("log")
    ax.set_ylim(0, None)
    return fig, (
        "Error against gradient steps on a logarithmic scale. On hours learned from it falls to "
        f"{train[-1]:.0f}; on new hours it falls to {test[chosen]:.0f} and then rises to {test[-1]:.0f}."
    )


def model_size(widths: ArrayLike, sweep: Mapping[str, NDArray[np.float64]], hours: int) -> Drawn:
    """Draw the error on new hours against the number of units, without and with a penalty.

    Args:
        widths: numbers of units.
        sweep: ``"train"``, ``"test"`` and ``"ridge"`` from ``size_sweep``.
        hours: how many hours there were to learn from.
    """
    units, plain, ridge = np.asarray(widths), sweep["test"], sweep["ridge"]
    title = f"Without a penalty the error peaks where {hours} units meet {hours} hours, then falls again"
    fig, ax = figure(title, x="units in the model (logarithmic)", y="error (rentals an hour, logarithmic)")
    ax.axvline(hours, color=DARK, linewidth=1, linestyle=":")
    shown = sweep["train"] > 1
    ax.plot(units[shown], sweep["train"][shown], color=GREY, marker="s")
    ax.plot(units, plain, color=WARM, marker="^")
    ax.plot(units, ridge, color=ACCENT, marker="o")
    below: dict[str, Any] = {"textcoords": "offset points", "ha": "right", "va": "top", "fontsize": 12}
    last = np.flatnonzero(shown)[-3]
    ax.annotate(
        "on the hours\nlearned from", (units[last], sweep["train"][last]), (-8, -2), color=DARK, **below
    )
    label_line(ax, units[-1], plain[-1], f"no penalty: {plain[-1]:.0f}", WARM, va="bottom")
    label_line(ax, units[-1], ridge[-1], f"penalty: {ridge[-1]:.0f}", va="top")
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.set_ylim(12, 2_500)
    _plain_numbers(ax)
    return fig, (
        "Error on new hours against the number of units, both logarithmic. Without a penalty it falls, peaks "
        f"at {hours} units and falls again to {plain[-1]:.0f}; with one it falls to {ridge[-1]:.0f}."
    )


def signals(sizes: Mapping[str, NDArray[np.float64]], floor: float) -> Drawn:
    """Draw the size of a signal against the layers it has passed.

    Args:
        sizes: for each scheme of first weights, the root mean square after 0, 1, … layers.
        floor: half the smallest positive number of float16: what lies below becomes zero.
    """
    lowest = min(sizes, key=lambda name: sizes[name][-1])
    left = 100 * sizes[lowest][-1]
    title = f"{len(sizes[lowest]) - 1} layers of one library's default leave {left:.7f}% of the signal"
    fig, ax = figure(title, x="layers", y="size of the signal (logarithmic)", size=(8.0, 3.9))
    for (name, path), colour, marker in zip(sizes.items(), (ACCENT, GREY, WARM), "os^", strict=True):
        layers = np.arange(len(path))
        ax.plot(layers, path, color=colour, marker=marker, markevery=4)
        label_line(ax, layers[-1], path[-1], name, colour)
    ax.axhline(floor, color=DARK, linewidth=1, linestyle=":")
    ax.annotate("float16 ends here", (0, floor), (0, 5), textcoords="offset points", color=DARK)
    ax.set_yscale("log")
    ax.set_xticks(np.arange(0, len(sizes[lowest]), 5))
    return fig, (
        "Size of the signal against layers, logarithmic: "
        + "; ".join(f"{name} ends at {path[-1]:.0e}" for name, path in sizes.items())
        + f". A line at {floor:.0e} marks where float16 ends."
    )


def _plain_numbers(ax: Axes) -> None:
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(lambda value, _: f"{value:,.0f}")
        axis.set_minor_formatter(lambda value, _: "")

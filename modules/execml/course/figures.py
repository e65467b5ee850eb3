"""Figures that answer a question in their title, with alt text and a text fingerprint of what they plot."""

from __future__ import annotations

import base64
import html
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from execml.course.prose import emit

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Okabe and Ito (2008), "Color Universal Design": distinguishable with every common colour-vision deficiency.
ACCENT = "#0072B2"
GREY = "#8A8A8A"
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")

STYLE = Path(__file__).with_name("house.mplstyle")


def figure(title: str, x: str = "", y: str = "", size: tuple[float, float] = (8.0, 4.5)) -> tuple[Figure, Axes]:
    """Open a figure with one set of axes in the house style.

    Args:
        title: the finding, as a sentence; computed numbers belong in it.
        x: label of the horizontal axis, with its unit.
        y: label of the vertical axis, with its unit.
        size: width and height in inches.
    """
    import matplotlib.pyplot as plt

    with plt.style.context(str(STYLE)):
        fig, ax = plt.subplots(figsize=size)
        ax.set_title(title, wrap=True)
        ax.set_xlabel(x)
        ax.set_ylabel(y)
    return fig, ax


def label_line(ax: Axes, x: float, y: float, text: str, colour: str = ACCENT, **options: Any) -> None:
    """Write a label beside a line, in the line's colour, in place of a legend.

    Args:
        ax: the axes to write on.
        x: horizontal data coordinate of the label's anchor.
        y: vertical data coordinate of the label's anchor.
        text: what to write.
        colour: colour of the text.
        options: passed to ``Axes.annotate``; the default offset is 8 points to the right.
    """
    settings: dict[str, Any] = {"xytext": (8, 0), "textcoords": "offset points", "va": "center", "fontsize": 12}
    ax.annotate(text, (x, y), color=colour, annotation_clip=False, **{**settings, **options})


def show(fig: Figure, alt: str, digits: int = 3) -> None:
    """Display a figure with alt text, and the fingerprint that the notebook test compares.

    Args:
        fig: the figure; it is closed afterwards.
        alt: what a person who cannot see the figure needs to know, in one or two sentences.
        digits: significant digits of the plotted data that the fingerprint keeps.

    Raises:
        ValueError: if ``alt`` is empty or shorter than a sentence.
    """
    import matplotlib.pyplot as plt

    if len(alt.split()) < 5:
        raise ValueError(f"alt={alt!r} must describe the figure in a sentence of at least 5 words")
    picture = io.BytesIO()
    fig.savefig(picture, format="png", dpi=144, bbox_inches="tight", metadata={"Software": None})
    width = int(fig.get_figwidth() * 96)
    plt.close(fig)
    source = base64.b64encode(picture.getvalue()).decode()
    image = f'<img alt="{html.escape(alt)}" style="width:{width}px;max-width:100%;height:auto;background:#fff" src="data:image/png;base64,{source}"/>'
    emit({"text/html": f"<figure style='margin:0'>{image}</figure>", "text/plain": f"Figure: {alt}\n{fingerprint(fig, digits)}"})


def fingerprint(fig: Figure, digits: int = 3) -> str:
    """Describe in text what a figure says: titles, labels, and the count and extremes of what it plots.

    Args:
        fig: any Matplotlib figure.
        digits: significant digits to keep.
    """
    return "\n".join(line for ax in fig.axes for line in _describe(ax, digits))


def _describe(ax: Axes, digits: int) -> list[str]:
    lines = [f"axes: {_title(ax)} | x: {ax.get_xlabel()} | y: {ax.get_ylabel()}"]
    for line in ax.lines:
        heights = np.asarray(line.get_ydata(), dtype=float)
        lines.append(f"line {_name(line)}: {_extremes(heights, digits)}")
    bars = [patch for patch in ax.patches if hasattr(patch, "get_height")]
    if bars:
        tallest = [max(bar.get_height(), bar.get_width(), key=abs) for bar in bars]
        lines.append(f"bars: {_extremes(np.array(tallest, dtype=float), digits)}")
    for collection in ax.collections:
        offsets = np.ma.filled(np.ma.asarray(collection.get_offsets(), dtype=float), np.nan)
        if len(offsets):
            lines.append(f"points {_name(collection)}: {_extremes(offsets[:, 1], digits)}")
    for picture in ax.images:
        lines.append(f"image: {_extremes(np.asarray(picture.get_array(), dtype=float).ravel(), digits)}")
    lines += [f"text: {text.get_text()}" for text in ax.texts if text.get_text()]
    return lines


def _title(ax: Axes) -> str:
    return ax.get_title(loc="left") or ax.get_title() or ax.get_title(loc="right")


def _name(artist: Any) -> str:
    label = str(artist.get_label())
    return "" if label.startswith("_") else repr(label)


def _extremes(values: np.ndarray, digits: int) -> str:
    finite = values[np.isfinite(values)]
    if finite.size == 0:
        return f"n={values.size}"
    low, high, mean = (f"{float(value):.{digits}g}" for value in (finite.min(), finite.max(), finite.mean()))
    return f"n={values.size} min={low} max={high} mean={mean}"

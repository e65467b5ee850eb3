"""A figure in words: what it says, rounded so that the notebook test can compare it on another machine."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

MOST_LISTED = 12  # bars up to this number are listed one by one


def fingerprint(fig: Figure, digits: int = 3) -> str:
    """Describe in text what a figure says: titles, labels, and the count and extremes of what it plots.

    Args:
        fig: any Matplotlib figure.
        digits: significant digits to keep.

    Raises:
        ValueError: if ``digits`` is not a whole number of at least 1.

    >>> from execml.course.page.figures import figure
    >>> fig, ax = figure("Losses fall", x="year", y="losses (%)")
    >>> bars = ax.bar(["2024", "2025"], [3.14159, 2.0])
    >>> print(fingerprint(fig))
    axes: Losses fall | x: year (2024, 2025) | y: losses (%)
    bars: 3.14, 2
    """
    from execml.course.validation import whole

    whole("digits", digits)
    whole_figure = [_words(text.get_text()) for text in (getattr(fig, "_suptitle", None), *fig.texts) if text]
    lines = [f"figure: {words}" for words in dict.fromkeys(whole_figure) if words]
    charts = [ax for ax in fig.axes if ax.get_visible() and ax.get_label() != "<colorbar>"]
    return "\n".join(lines + [line for ax in charts for line in _describe(ax, digits)])


def _describe(ax: Axes, digits: int) -> list[str]:
    across, up = (_words(f"{axis.label.get_text()} {_categories(axis)}") for axis in (ax.xaxis, ax.yaxis))
    lines = [f"axes: {_title(ax)} | x: {across} | y: {up}"]
    for line in ax.lines:
        x, y = (np.asarray(data, dtype=float) for data in (line.get_xdata(False), line.get_ydata(False)))
        lines.append(f"line{_name(line)}: x {_span(x, digits)} | y {_extremes(y, digits)}")
    for container in ax.containers:
        values = getattr(container, "datavalues", None)
        if values is not None:
            lines.append(f"bars{_name(container)}: {_bars(np.asarray(values, dtype=float), digits)}")
    lines += [
        f"steps{_name(patch)}: {_extremes(np.asarray(patch.get_data().values, dtype=float), digits)}"
        for patch in ax.patches
        if hasattr(patch, "get_data")
    ]
    lines += [_collection(collection, digits) for collection in ax.collections]
    for image in ax.images:
        lines.append(f"image: {_extremes(_floats(image.get_array()), digits)}")
    lines += [f"text: {_words(text.get_text())}" for text in ax.texts if text.get_text().strip()]
    legend = ax.get_legend()
    if legend:
        lines.append("legend: " + ", ".join(_words(text.get_text()) for text in legend.get_texts()))
    return lines


def _collection(collection: Any, digits: int) -> str:
    """Describe points by where they stand, fields by their values, areas and error bars by their outline."""
    from matplotlib.collections import PathCollection, QuadMesh

    if isinstance(collection, QuadMesh):
        return f"field{_name(collection)}: {_extremes(_floats(collection.get_array()), digits)}"
    points = isinstance(collection, PathCollection)
    places = [collection.get_offsets()] if points else [path.vertices for path in collection.get_paths()]
    corners = np.concatenate(
        [np.ma.filled(np.ma.asarray(part, dtype=float), np.nan) for part in places or [[]]]
    )
    x, y = corners.reshape(-1, 2).T
    what = "points" if points else "area"
    return f"{what}{_name(collection)}: x {_span(x, digits)} | y {_extremes(y, digits)}"


def _categories(axis: Axis) -> str:
    """Return the axis's labels where they are words of the author's, not numbers that Matplotlib chose."""
    from matplotlib.category import StrCategoryFormatter
    from matplotlib.ticker import FixedFormatter

    if not isinstance(axis.get_major_formatter(), FixedFormatter | StrCategoryFormatter):
        return ""
    labels = [_words(label.get_text()) for label in axis.get_ticklabels()]
    return f"({', '.join(label for label in labels if label)})"


def _title(ax: Axes) -> str:
    return _words(ax.get_title(loc="left") or ax.get_title() or ax.get_title(loc="right"))


def _words(text: str) -> str:
    """Return a text on one line, so that where it was wrapped makes no difference."""
    return " ".join(text.split())


def _name(artist: Artist | Any) -> str:
    label = str(artist.get_label() or "")
    return "" if label.startswith("_") or not label else f" {label!r}"


def _floats(values: Any) -> np.ndarray:
    return np.ma.filled(np.ma.asarray(values, dtype=float), np.nan).ravel()


def _bars(values: np.ndarray, digits: int) -> str:
    if len(values) > MOST_LISTED:
        return _extremes(values, digits)
    return ", ".join(rounded(value, digits, scale=_size(values)) for value in values)


def _span(values: np.ndarray, digits: int) -> str:
    finite = values[np.isfinite(values)]
    if finite.size == 0:
        return "none"
    return " to ".join(rounded(value, digits, _size(finite)) for value in (finite.min(), finite.max()))


def _extremes(values: np.ndarray, digits: int) -> str:
    finite = values[np.isfinite(values)]
    if finite.size == 0:
        return f"n={values.size}"
    figures = {"min": finite.min(), "max": finite.max(), "mean": finite.mean()}
    listed = " ".join(f"{name}={rounded(value, digits, _size(finite))}" for name, value in figures.items())
    return f"n={values.size} {listed}"


def _size(values: np.ndarray) -> float:
    finite = values[np.isfinite(values)]
    return float(np.abs(finite).max()) if finite.size else 0.0


def rounded(value: float, digits: int, scale: float = 0.0) -> str:
    """Round a number to significant digits so that the last bits of arithmetic make no difference.

    Args:
        value: the number.
        digits: significant digits to keep.
        scale: the largest number beside it; 1e-14 of that or less is rounding noise around zero.

    A number exactly between two roundings, but for noise in its last bits, goes up on every machine:

    >>> rounded(0.1235, 3), rounded(0.12349999999999998, 3), rounded(-1e-17, 3, scale=1.0), rounded(25000, 3)
    ('0.124', '0.124', '0', '2.5e+04')
    """
    if not np.isfinite(value):
        return str(float(value))
    if abs(value) <= 1e-14 * scale or value == 0:
        return "0"
    steady = Decimal(
        f"{float(value):.11e}"
    )  # twelve digits: fewer than a double's noise, more than are shown
    place = Decimal(1).scaleb(steady.adjusted() - digits + 1)
    return f"{float(steady.quantize(place, rounding=ROUND_HALF_UP)):.{digits}g}"

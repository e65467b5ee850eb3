"""The last touches to a figure before it is drawn: titles that fit, labels apart, markers not too many."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import numpy as np

from execml.course.digits import typeset

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Annotation, Text

LINE_LABEL = "line label"  # the group id of what label_line writes
SAFETY = 0.97  # a picture is drawn at a finer resolution than it is measured at; letters then differ a little
MOST_MARKERS = 12


@dataclass(frozen=True)
class Caption:
    """A title or an axis label, the axes that it belongs to (none for the figure's title), and its words."""

    text: Text
    ax: Axes | None
    words: str


def arrange(fig: Figure) -> None:
    """Wrap titles and axis labels to the room they have, part labels that overlap, thin out markers.

    Matplotlib's own ``wrap=True`` measures up to the edge of the figure and knows nothing of a neighbouring
    chart, and the automatic layout then reserves room for one line only.

    Args:
        fig: any Matplotlib figure; it is changed in place.
    """
    charts = [ax for ax in fig.axes if ax.get_visible()]
    for written in _texts(fig):
        written.set_text(typeset(written.get_text()))
    for ax in charts:
        _thin_markers(ax)
        _separate_thousands(ax)
        if ax.images:
            ax.grid(False)  # a grid is drawn over an image, not below it
    captions = _captions(fig, charts)
    for caption in captions:
        caption.text.set_wrap(False)
        caption.text.set_text("")  # a long line must not press the charts together before it is wrapped
    for _ in range(2):  # wrapping changes the layout, and with it the room a little
        _lay_out(fig)
        if len(charts) == 1:
            _align_with_figure(charts[0])
        for caption in captions:
            _wrap(caption, SAFETY * _room(fig, caption, charts))
    _lay_out(fig)
    for ax in charts:
        _part_labels(ax)
        _lift_titles(ax)


def _texts(fig: Figure) -> list[Text]:
    """Return what is written in a figure by its author: not the numbers on an axis."""
    legends = [legend for ax in fig.axes if (legend := ax.get_legend())]
    found = [*fig.texts, *(text for ax in fig.axes for text in ax.texts)]
    found += [text for legend in legends for text in legend.get_texts()]
    for ax in fig.axes:
        found += [ax._left_title, ax.title, ax._right_title]  # type: ignore[attr-defined]
        found += [ax.xaxis.label, ax.yaxis.label]
    return found


def _lay_out(fig: Figure) -> None:
    """Place what the figure holds, without drawing it, which would take half as long again."""
    engine = fig.get_layout_engine()
    if engine is None or not fig.axes:
        fig.draw_without_rendering()
    else:
        engine.execute(fig)


def _captions(fig: Figure, charts: list[Axes]) -> list[Caption]:
    # get_title() returns strings; the Text objects themselves have no public name but for the centred title.
    found: list[tuple[Any, Axes | None]] = [(getattr(fig, "_suptitle", None), None)]
    for ax in charts:
        found += [(getattr(ax, name), ax) for name in ("_left_title", "title", "_right_title")]
        found += [(axis.label, ax) for axis in (ax.xaxis, ax.yaxis)]
    return [Caption(text, ax, text.get_text()) for text, ax in found if text and text.get_text().strip()]


def _align_with_figure(ax: Axes) -> None:
    """Begin a lone chart's title at the left edge of its labels, where a reader's eye begins."""
    left = min([_left_edge(ax), *(text.get_window_extent().x0 for text in ax.texts)])
    ax._left_title.set_x((left - ax.bbox.x0) / ax.bbox.width)  # type: ignore[attr-defined]


def _room(fig: Figure, caption: Caption, charts: list[Axes]) -> float:
    """Return the length in pixels that a caption may take."""
    ax = caption.ax
    if ax is None:
        return fig.bbox.width
    if caption.text is ax.yaxis.label:
        return max(ax.bbox.height, fig.bbox.height / 2)
    neighbours = [_left_edge(other) - 8 for other in charts if _stands_right_of(other, ax)]
    if caption.text is ax.xaxis.label:  # centred below the chart; a lone chart's label may go beyond it
        return ax.bbox.width if len(charts) > 1 else max(ax.bbox.width, 2 * fig.bbox.width - 2 * _centre(ax))
    if caption.text is ax._left_title:  # type: ignore[attr-defined]
        return min([fig.bbox.width, *neighbours]) - caption.text.get_window_extent().x0
    return ax.bbox.width


def _centre(ax: Axes) -> float:
    return (ax.bbox.x0 + ax.bbox.x1) / 2


def _left_edge(ax: Axes) -> float:
    box = ax.yaxis.get_tightbbox()
    return min(ax.bbox.x0, box.x0) if box is not None else ax.bbox.x0


def _stands_right_of(other: Axes, ax: Axes) -> bool:
    overlaps = other.bbox.y0 < ax.bbox.y1 and other.bbox.y1 > ax.bbox.y0
    return overlaps and other.bbox.x0 >= ax.bbox.x1 and other.get_label() != "<colorbar>"


def _wrap(caption: Caption, room: float) -> None:
    """Break a caption into lines that fit and are of about one length, so that no word stands alone."""
    length = cache(partial(_length, caption.text))
    lines = _lines(caption.words, room, length)
    narrower = lines
    while len(lines) > 1 and len(narrower) == len(lines):
        lines, room = narrower, 0.97 * room
        narrower = _lines(caption.words, room, length)
    caption.text.set_text("\n".join(lines))


def _lines(words: str, room: float, length: Callable[[str], float]) -> list[str]:
    lines: list[str] = []
    for paragraph in words.split("\n"):
        line = ""
        for word in _words(paragraph):
            longer = f"{line} {word}" if line else word
            if line and length(longer) > room:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return lines


def _words(text: str) -> list[str]:
    """Split at spaces, but not inside a formula.

    >>> _words(r"cost at $n = 10$ rows")
    ['cost', 'at', '$n = 10$', 'rows']
    """
    if text.count("$") % 2:  # a dollar sign that is a currency
        return text.split()
    return re.findall(r"(?:\$[^$]*\$|[^\s$])+", text)


def _length(text: Text, content: str) -> float:
    text.set_text(content)
    box = text.get_window_extent()
    return box.height if text.get_rotation() % 180 == 90 else box.width


def _part_labels(ax: Axes) -> None:
    """Move labels of lines that lie on each other apart, upwards and downwards by the same amount."""
    labels: list[Any] = [text for text in ax.texts if text.get_gid() == LINE_LABEL]
    labels.sort(key=lambda label: label.get_window_extent().y0)
    for _ in range(20):  # each round parts neighbours; a pile of labels needs some rounds
        moved = False
        for place, lower in enumerate(labels):
            for upper in labels[place + 1 :]:
                moved |= _part(lower, upper)
        if not moved:
            return


def _lift_titles(ax: Axes) -> None:
    """Move titles up as far as something that is written at the top of the chart reaches into them."""
    titles = [ax._left_title, ax.title, ax._right_title]  # type: ignore[attr-defined]
    boxes = [title.get_window_extent() for title in titles if title.get_text()]
    written = [text.get_window_extent() for text in ax.texts]
    reach = [text.y1 - box.y0 for text in written for box in boxes if text.overlaps(box)]
    if reach:
        points = 72 / ax.get_figure(root=True).dpi  # type: ignore[union-attr]
        present = ax.titleOffsetTrans.get_matrix()[1, 2]  # type: ignore[attr-defined]
        ax._set_title_offset_trans((present + max(reach) + 4) * points)  # type: ignore[attr-defined]


def _part(lower: Annotation, upper: Annotation) -> bool:
    below, above = lower.get_window_extent(), upper.get_window_extent()
    overlap = below.y1 - above.y0
    if overlap <= 0.5 or below.x0 >= above.x1 or above.x0 >= below.x1:
        return False
    half = (overlap / 2 + 0.5) * 72 / lower.get_figure(root=True).dpi  # type: ignore[union-attr]
    lower.xyann = (lower.xyann[0], lower.xyann[1] - half)
    upper.xyann = (upper.xyann[0], upper.xyann[1] + half)
    return True


def _separate_thousands(ax: Axes) -> None:
    """Write 15,000 in place of 15000 on an axis of whole numbers; years and the like stay as they are."""
    from matplotlib.ticker import FuncFormatter, ScalarFormatter

    for axis in (ax.xaxis, ax.yaxis):
        ticks = np.asarray(axis.get_majorticklocs(), dtype=float)
        whole = ticks.size > 0 and bool((ticks == ticks.round()).all())
        large = whole and 1e3 <= np.abs(ticks).max() < 1e9
        years = whole and bool(((ticks >= 1900) & (ticks <= 2100)).all())
        if large and not years and type(axis.get_major_formatter()) is ScalarFormatter:
            axis.set_major_formatter(FuncFormatter(lambda tick, _: f"{tick:,.0f}".replace("-", "\u2212")))


def _thin_markers(ax: Axes) -> None:
    """Leave about a dozen markers on a curve of many points: enough to tell curves apart without colour."""
    for line in ax.lines:
        drawn = str(line.get_marker()) not in ("None", "none", "", " ") and line.get_linestyle() != "None"
        points = np.asarray(line.get_xdata(orig=False)).size
        if drawn and line.get_markevery() is None and points > 2 * MOST_MARKERS:
            line.set_markevery(points // MOST_MARKERS)

"""Figures whose title is a finding, with alt text and a text fingerprint of what they plot."""

from __future__ import annotations

import base64
import html
import io
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from execml.course.digits import typeset
from execml.course.page.prose import emit
from execml.course.validation import finite, positive, several, shown, text, whole

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# The first four are from Okabe and Ito (2008), "Color Universal Design". Their yellow, orange and sky blue
# are too faint for lines on white (below 3:1, WCAG 2.2 criterion 1.4.11): two dark colours follow instead.
# The tests compute the contrasts, and the distances under simulated colour-vision deficiency.
ACCENT = "#0072B2"
GREY = "#8A8A8A"
DARK = "#555555"  # for what stands beside the accent and still has to be read
PALETTE = (ACCENT, "#D55E00", "#009E73", "#CC79A7", "#601800", "#000048")
WARM = PALETTE[1]  # the one colour against the accent, for what goes wrong

STYLE = Path(__file__).with_name("house.mplstyle")
LARGEST = 100.0  # inches
PIXELS_PER_INCH = 144  # one and a half times what a browser shows, so that text stays sharp on dense screens


def house_style() -> AbstractContextManager[None]:
    """Return a context in which figures look the same whatever else is set, in a file or on the page."""
    from matplotlib import style

    return style.context(str(STYLE), after_reset=True)


def figure(
    title: str, x: str = "", y: str = "", size: tuple[float, float] = (8.0, 4.5)
) -> tuple[Figure, Axes]:
    """Open a figure with one set of axes in the house style.

    Args:
        title: the finding, as a sentence; computed numbers belong in it. Long ones are wrapped when shown.
        x: label of the horizontal axis, with its unit.
        y: label of the vertical axis, with its unit.
        size: width and height in inches.

    Raises:
        ValueError: if a label is no text, or a size not above 0.

    >>> fig, ax = figure("One lender in five loses money", x="year", y="lenders (%)")
    >>> ax.get_xlabel()
    'year'
    """
    _check_labels(title=title, x=x, y=y)
    with house_style():
        fig = _sheet(size)
        ax = fig.subplots()
        ax.set(title=title, xlabel=x, ylabel=y)
    return fig, ax


def panels(
    title: str, titles: tuple[str, ...], x: str = "", y: str = "", size: tuple[float, float] = (8.0, 3.6)
) -> tuple[Figure, list[Axes]]:
    """Open a figure with small charts side by side on one scale, for comparing like with like.

    Args:
        title: the finding of the whole figure.
        titles: a few words over each chart; as many charts are drawn.
        x: label of each horizontal axis, with its unit.
        y: label of the vertical axis that they share, with its unit.
        size: width and height in inches.

    Raises:
        ValueError: if a label is no text, there is no chart, or a size is not above 0.

    >>> fig, charts = panels("Both banks improved", ("North", "South"), y="losses (%)")
    >>> [ax.get_title(loc="left") for ax in charts]
    ['North', 'South']
    """
    _check_labels(title=title, x=x, y=y)
    for name in several("titles", titles):
        text("titles", name, empty=True)
    with house_style():
        fig = _sheet(size)
        axes = fig.subplots(1, len(titles), sharex=True, sharey=True, squeeze=False)
        fig.suptitle(title, x=0.005, ha="left")
        for ax, name in zip(axes[0], titles, strict=True):
            ax.set_title(name, fontsize=13, fontweight="normal", pad=8)
            ax.set_xlabel(x)
        axes[0, 0].set_ylabel(y)
    return fig, list(axes[0])


def label_line(ax: Axes, x: Any, y: Any, text: str, colour: str = ACCENT, **options: Any) -> None:
    """Write a label beside a line, in the line's colour, in place of a legend.

    A colour that is too light for small text is darkened until its contrast with white is 4.5 to 1, and a
    white edge around the letters keeps them readable across a line. Labels that overlap are moved apart.

    Args:
        ax: the axes to write on.
        x: horizontal data coordinate of the label's anchor.
        y: vertical data coordinate of the label's anchor.
        text: what to write.
        colour: colour of the line.
        options: passed to ``Axes.annotate``; the default offset is 8 points to the right.

    Raises:
        ValueError: if the text is none, the colour is unknown, or there are no axes.
    """
    from matplotlib.patheffects import withStroke

    from execml.course.page.layout import LINE_LABEL

    if not hasattr(ax, "annotate"):
        raise ValueError(f"ax={shown(ax)} must be the axes of a figure")
    if not isinstance(text, str):
        raise ValueError(f"text={shown(text)} must be a text")
    _check_coordinate("x", x)
    _check_coordinate("y", y)
    settings: dict[str, Any] = {
        "xytext": (8, 0),
        "textcoords": "offset points",
        "va": "center",
        "fontsize": 12,
        "color": readable(colour),
        "path_effects": [withStroke(linewidth=3, foreground="white")],
        "zorder": 5,
        "gid": LINE_LABEL
        if "textcoords" not in options
        else None,  # such labels are moved apart if they overlap
    }
    ax.annotate(text, (x, y), annotation_clip=False, **{**settings, **options})


def _check_coordinate(name: str, value: Any) -> None:
    """Refuse NaN, infinity and what is no place on an axis; dates and names of categories are places."""
    dated = hasattr(value, "year") or type(value).__name__ == "datetime64"
    if not dated and not (isinstance(value, str) and value):
        finite(name, value.item() if hasattr(value, "item") and getattr(value, "size", 1) == 1 else value)


def contrast(colour: str) -> float:
    """Return the contrast of a colour with white, from 1 to 21 (WCAG 2.2, "contrast ratio").

    >>> round(contrast("#767676"), 2)
    4.54
    """
    from matplotlib.colors import to_rgb

    linear = [(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4) for c in to_rgb(colour)]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


def readable(colour: str, least: float = 4.5) -> str:
    """Return the colour, darkened as far as needed for text on white.

    >>> readable("#0072B2"), readable("#8A8A8A")
    ('#0072b2', '#767676')
    """
    from matplotlib.colors import is_color_like, to_hex, to_rgb

    if not is_color_like(colour):
        raise ValueError(f"colour={shown(colour)} must be a colour that Matplotlib knows")
    shade = to_rgb(colour)
    while contrast(to_hex(shade)) < least:
        shade = (shade[0] * 0.99, shade[1] * 0.99, shade[2] * 0.99)
    return to_hex(shade)


def _check_labels(**labels: str) -> None:
    for name, label in labels.items():
        text(name, label, empty=True)


def _figure(name: str, fig: Any) -> Figure:
    from matplotlib.figure import Figure

    if not isinstance(fig, Figure):
        raise ValueError(f"{name}={shown(fig)} must be a figure of Matplotlib's")
    return fig


def _sheet(size: tuple[float, float]) -> Figure:
    """Return an empty figure, without pyplot, which takes longer to load than a chart to draw."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    if len(several("size", size, least=0)) != 2:
        raise ValueError(f"size={shown(size)} must be width and height in inches")
    for length in size:
        if positive("size", length) > LARGEST:
            raise ValueError(f"size={shown(size)} must be at most {LARGEST} inches")
    return FigureCanvasAgg(Figure(figsize=size)).figure


def show(fig: Figure, alt: str, digits: int = 3) -> None:
    """Display a figure with alt text, and the fingerprint that the notebook test compares.

    Args:
        fig: the figure, from :func:`figure`, :func:`panels` or Matplotlib; it is closed afterwards.
        alt: what a person who cannot see the figure needs to know, in one or two sentences.
        digits: significant digits of the plotted data that the fingerprint keeps.

    Raises:
        ValueError: if there is no figure, ``alt`` is empty or shorter than a sentence, or ``digits`` is not
            from 1 to 15.
    """
    from execml.course.page.fingerprint import fingerprint

    whole("digits", digits, high=15)
    image = png_html(fig, alt)
    emit({"text/html": image, "text/plain": f"Figure: {typeset(alt)}\n{fingerprint(fig, digits)}"})


def png_html(fig: Figure, alt: str) -> str:
    """Return a figure as HTML with the picture inside it, to show it in a widget that a slider updates.

    Args:
        fig: the figure; it is closed afterwards.
        alt: what a person who cannot see the figure needs to know, in one or two sentences.

    Raises:
        ValueError: if there is no figure, or ``alt`` is empty or shorter than a sentence.
    """
    _figure("fig", fig)
    if not isinstance(alt, str) or len(alt.split()) < 5:
        raise ValueError(f"alt={alt!r} must describe the figure in a sentence of at least 5 words")
    from execml.course.page.layout import arrange

    picture = io.BytesIO()
    with house_style():  # some settings count when a figure is drawn, not when it is made
        arrange(fig)
        fig.savefig(
            picture,
            format="png",
            dpi=PIXELS_PER_INCH,
            bbox_inches="tight",
            pad_inches=0.08,
            metadata={"Software": None},
        )
    if "matplotlib.pyplot" in sys.modules:  # a learner may have opened it there
        sys.modules["matplotlib.pyplot"].close(fig)
    content = picture.getvalue()
    pixels = int.from_bytes(content[16:20], "big") * 96 / PIXELS_PER_INCH  # from the PNG's header
    width = 20 * round(
        pixels / 20
    )  # text is a pixel wider or narrower on another machine; the test compares this
    image = (
        f'<img alt="{html.escape(typeset(alt))}" width="{width}" '
        f'style="width:{width}px;max-width:100%;height:auto;background:#fff" '
        f'src="data:image/png;base64,{base64.b64encode(content).decode()}"/>'
    )
    return f'<figure style="margin:0">{image}</figure>'

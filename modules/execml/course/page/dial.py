"""A dial above the page that it changes: a slider for the mouse, and a list with a name for everybody."""

from __future__ import annotations

import base64
import html
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import ipywidgets

Value = TypeVar("Value")

STILL = "Not live? Run everything, then move it."


def turnable(
    name: str,
    values: Sequence[Value],
    start: Value,
    draw: Callable[[Value], str],
    label: Callable[[Value], str] = str,
) -> ipywidgets.VBox:
    """Return a dial above the page that it changes; where no kernel runs, its first page stands there.

    The handle of a widget's slider can't be given a name, and announces a position where a value is meant.
    So a list of the values stands beside it, which has a name and says what is chosen; each moves the other.

    Args:
        name: what the dial sets, in words, with its unit.
        values: what it can be set to, in order.
        start: one of them, at which it stands first.
        draw: gives the page's HTML for a value; the page says the value in words.
        label: gives what the list shows for a value.

    Raises:
        ValueError: if ``start`` is not among the values.
    """
    import ipywidgets
    from traitlets import link

    if start not in values:
        raise ValueError(f"start={start!r} must be one of: {', '.join(map(str, values))}")

    class Dial(ipywidgets.VBox):
        def __repr__(self) -> str:
            return f"{name}: {label(start)}. {STILL}"

        def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
            """Return what is shown: live the dial, and without a kernel the page that it starts from."""
            still = f"<p>{html.escape(name)}: <b>{html.escape(label(start))}</b></p>{draw(start)}"
            shown = super()._repr_mimebundle_(**options)
            return {**shown, "text/html": f"{still}<p><small>{STILL}</small></p>"}

    options = [(label(value), value) for value in values]
    wide = {"description_width": "initial"}
    choice = ipywidgets.Dropdown(options=options, value=start, description=f"{name}:", style=wide)
    slider = ipywidgets.SelectionSlider(options=options, value=start, readout=False)
    slider.add_class("dial-slider")  # by which lab.css leaves its handle to the mouse
    choice.layout.width, slider.layout.width = "auto", "300px"
    link((choice, "index"), (slider, "index"))
    page = ipywidgets.HTML(draw(start))

    def turn(change: dict[str, Any]) -> None:
        page.value = draw(change["new"])

    choice.observe(turn, names="value")
    row = ipywidgets.HBox([choice, slider])
    row.layout.flex_flow = "row wrap"  # a narrow window puts the slider below its list
    return Dial([row, page, ipywidgets.HTML(f"<small>{STILL}</small>")])


def bars(caption: str, rows: Sequence[tuple[str, float, float, str]]) -> str:
    """Return a small table with a bar in each row, as a dial's page.

    Args:
        caption: what the bars show, with the value that the dial stands at.
        rows: name, number, width of the bar in pixels, and its colour.

    >>> bars("ε of one release", [("exact", 0.5, 50, "#0072B2")]).count("<tr>")
    1
    """
    drawn = "".join(
        f'<tr><th scope="row" style="text-align:left;font-weight:normal">{html.escape(name)}</th>'
        f'<td><b>{number:.2f}</b></td><td><div style="background:{colour};height:14px;width:{width:.0f}px">'
        "</div></td></tr>"
        for name, number, width, colour in rows
    )
    title = f'<caption style="text-align:left;white-space:nowrap">{html.escape(caption)}</caption>'
    return f"<table>{title}{drawn}</table>"


def drawn(shapes: str, alt: str, width: int, height: int) -> str:
    """Return SVG shapes as a picture that a page also shows where it is not trusted, as HTML.

    JupyterLab takes the tags of SVG out of pages that it did not see running, and leaves pictures in.

    Args:
        shapes: the elements of the drawing, on a white ground.
        alt: what it shows, for a reader who does not see it.
        width: in pixels.
        height: in pixels.

    >>> drawn('<rect width="9" height="9"/>', "A square", 20, 20).startswith('<img alt="A square"')
    True
    """
    opened = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
    text = f'{opened} viewBox="0 0 {width} {height}" style="background:#fff">{shapes}</svg>'
    coded = base64.b64encode(text.encode()).decode()
    source = f"data:image/svg+xml;base64,{coded}"
    return f'<img alt="{html.escape(alt)}" src="{source}" style="max-width:100%">'


def parts(dial: ipywidgets.VBox) -> tuple[ipywidgets.Dropdown, ipywidgets.SelectionSlider, ipywidgets.HTML]:
    """Return a dial's list, its slider and its page."""
    row, page, _ = dial.children
    choice, slider = row.children
    return choice, slider, page

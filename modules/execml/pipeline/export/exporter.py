"""A notebook as one HTML file: code folded, formulas drawn, figures inside, ready for the printer.

JupyterLab offers it too, under File → Save and Export Notebook As.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from traitlets import default
from traitlets.config import Config

from execml.pipeline.export.mathematics import drawn, formula

TEMPLATES = Path(__file__).parent
LINK = re.compile(r"\]\(([^)\s:]*?)\.(?:ipynb|md)(#[^)\s]*)?\)")
OPEN = {"exercise"}  # the tag of code that a reader is to write, and so to see
# A slider needs a kernel. What it starts from is drawn below it, and is what the file keeps.
SHOWN = ("text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg", "text/plain")
NEEDS_A_KERNEL = "application/vnd.jupyter.widget-view+json"


class Renderer(IPythonRenderer):
    """nbconvert's own Markdown, with MathML in place of LaTeX between dollar signs."""

    def block_math(self, body: str) -> str:
        """Return a formula that stands on a line of its own."""
        return formula(body, display=True)

    def inline_math(self, body: str) -> str:
        """Return a formula within a sentence."""
        return formula(body)

    def block_html(self, html: str) -> str:
        """Return a block of HTML, such as a callout, with its formulas."""
        return super().block_html(drawn(html))


class PageExporter(HTMLExporter):
    """Export a notebook as one HTML file that needs neither a network nor a script."""

    export_from_notebook = "Page to read offline and print (HTML)"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "page"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self) -> list[str]:
        return [str(TEMPLATES)]

    @property
    def default_config(self) -> Config:
        """Return nbconvert's settings with the order in which we show the media types of one output."""
        ours = Config({"NbConvertBase": {"display_data_priority": list(SHOWN)}})
        if super().default_config is not None:
            theirs = super().default_config.copy()
            theirs.merge(ours)
            ours = theirs
        return ours

    def from_notebook_node(self, nb: Any, resources: dict[str, Any] | None = None, **kw: Any) -> Any:
        """Return the page, and what nbconvert knows of it.

        Args:
            nb: the notebook; it stays as it is.
            resources: what nbconvert hands on, such as the file's name.
            kw: passed on.
        """
        page = nbformat.from_dict(nb)
        for cell in page.cells:
            if cell.cell_type == "code":
                cell.outputs = [output for output in map(_still, cell.outputs) if output is not None]
        return super().from_notebook_node(page, resources, **kw)

    def default_filters(self) -> Any:
        """Yield nbconvert's filters, and those that the template asks of us."""
        yield from super().default_filters()
        yield "page_markdown", markdown
        yield "page_title", title
        yield "is_open", is_open


def _still(output: Any) -> Any | None:
    """Return an output without its live part; nothing if that was all it had."""
    kept = nbformat.from_dict(output)
    if NEEDS_A_KERNEL not in kept.get("data", {}):
        return kept
    kept.data = {kind: value for kind, value in kept.data.items() if kind in SHOWN and kind != "text/plain"}
    return kept if kept.data else None


def is_open(cell: Any) -> bool:
    """Say whether a cell's code stands open on the page: what a reader is to write does, all else is folded.

    >>> is_open({"metadata": {"tags": ["exercise"]}}), is_open({"metadata": {}})
    (True, False)
    """
    return bool(OPEN & set(cell["metadata"].get("tags", [])))


def title(notebook: Any) -> str:
    """Return a notebook's first heading, which names the browser's tab and the printed file."""
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    found = re.search(r"^#+ (.+)$", text, re.MULTILINE)
    return found[1] if found else "Page"


def markdown(text: str) -> str:
    """Return a text in Markdown as HTML; links to other pages of the programme lead to their exports.

    >>> print(markdown("See [noise](2_noise.ipynb#Dial)."))
    <p>See <a href="2_noise.html#Dial">noise</a>.</p>
    <BLANKLINE>
    """
    linked = LINK.sub(lambda found: f"]({found[1]}.html{found[2] or ''})", text)
    return MarkdownWithMath(renderer=Renderer(escape=False, anchor_link_text="")).render(linked)


def page(text: str) -> str:
    """Return a text in Markdown as a whole page, in the same dress as the units."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text, id="text")])
    return PageExporter().from_notebook_node(notebook)[0]

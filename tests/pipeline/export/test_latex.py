"""A figure reaches LaTeX as the picture that it is, once, and the notebook stays as it was."""

from __future__ import annotations

import base64

import nbformat
import pytest
from execml.course.page.figures import figure, png_html
from execml.start import lab
from nbconvert.exporters import LatexExporter
from traitlets.config import Config


@pytest.fixture
def exported() -> tuple[str, dict[str, bytes], nbformat.NotebookNode]:
    """Export a page with a figure, a table and a text as the settings of start.py have it."""
    fig, ax = figure("Losses fall")
    ax.plot([1, 2], [2, 1])
    outputs = [
        {"text/html": png_html(fig, "A line falls from left to right."), "text/plain": "FINGERPRINT"},
        {"text/html": "<table><tr><td>1</td></tr></table>", "text/plain": "PLAIN TABLE"},
    ]
    shown = [nbformat.v4.new_output("display_data", data=data) for data in outputs]
    cell = nbformat.v4.new_code_cell("", outputs=shown, id="figure")
    notebook = nbformat.v4.new_notebook(cells=[cell])
    settings = Config()
    exec(lab.NBCONVERT, {"get_config": lambda: settings})
    text, resources = LatexExporter(config=settings).from_notebook_node(notebook)
    return text, resources["outputs"], notebook


def test_a_figure_is_a_picture_and_a_table_its_text(exported) -> None:
    text, files, _ = exported
    assert "FINGERPRINT" not in text and "PLAIN TABLE" in text
    (name,) = [name for name in files if name.endswith(".png")]
    assert text.count(name) == 1
    assert files[name].startswith(b"\x89PNG")


def test_the_notebook_itself_holds_the_picture_once(exported) -> None:
    _, files, notebook = exported
    assert set(notebook.cells[0].outputs[0].data) == {"text/html", "text/plain"}
    (content,) = files.values()
    assert base64.b64encode(content).decode() in notebook.cells[0].outputs[0].data["text/html"]

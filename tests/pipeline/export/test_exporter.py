"""An exported page: nothing of the notebook is lost, and nothing is fetched."""

from __future__ import annotations

import re
from html import unescape
from importlib.metadata import entry_points

import nbformat
import pytest
from execml.course.programme import NOTEBOOKS, notebook_path, root, unit_names
from execml.pipeline.export.exporter import NEEDS_A_KERNEL, PageExporter, is_open, markdown, page
from execml.start import lab
from nbconvert.exporters import get_exporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from traitlets.config import Config

LESSONS = [name for name in unit_names(root()) if "/" in name]


def exported(*cells) -> str:
    return PageExporter().from_notebook_node(new_notebook(cells=list(cells)))[0]


def shown(data) -> str:
    return exported(new_code_cell("x", outputs=[new_output("display_data", data=data)]))


@pytest.mark.parametrize("name", LESSONS)
def test_a_unit_keeps_its_figures_tables_and_headings_and_asks_for_nothing(name):
    notebook = nbformat.read(notebook_path(root(), name, NOTEBOOKS), as_version=4)
    made = PageExporter().from_notebook_node(notebook)[0]
    markup = "".join(
        output.get("data", {}).get("text/html", "")
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
    )
    for tag in ("<img ", "<caption", "<th "):
        assert made.count(tag) >= markup.count(tag)
    assert re.findall(r'alt="([^"]*)"', unescape(made)) == re.findall(r'alt="([^"]*)"', unescape(markup))
    assert "<script" not in made
    assert not re.search(r"""(src|href)=["'](?!data:|#)[^"']*\.(js|css|png|woff2?)""", made)
    prose = re.sub(r"<(pre|code|table|style)\b.*?</\1>|<img[^>]*>", "", made, flags=re.DOTALL)
    assert not re.search(r"\$\$|\\(frac|varepsilon|sum)", prose)
    headings = [
        line
        for cell in notebook.cells
        if cell.cell_type == "markdown"
        for line in cell.source.splitlines()
        if line.startswith("## ")
    ]
    assert made.count("<h2") == len(headings)


def test_code_is_folded_but_for_what_a_reader_writes():
    hidden = new_code_cell("told = 1", metadata={"jupyter": {"source_hidden": True}, "tags": ["hide-input"]})
    made = exported(
        new_markdown_cell("# A"), hidden, new_code_cell("x = ...", metadata={"tags": ["exercise"]})
    )
    assert made.count('<details class="source">') == 1
    folded, after = made.split("</details>")
    assert "told" in folded
    assert '<div class="answer">' in after


def test_a_slider_gives_way_to_the_picture_beside_it():
    view = {NEEDS_A_KERNEL: {"model_id": "1"}, "text/plain": "Run this cell to move a slider here."}
    assert "Run this cell" not in shown(view)
    assert "widget" not in shown(view)
    assert "<b>3</b>" in shown({**view, "text/html": "<b>3</b>"})


def test_a_cell_is_open_by_its_tag_only():
    assert is_open({"metadata": {"tags": ["exercise"]}})
    assert not is_open({"metadata": {"tags": ["solution"]}})


def test_the_notebook_itself_is_left_alone():
    notebook = new_notebook(cells=[new_code_cell("x", outputs=[new_output("stream", text="hello")])])
    before = nbformat.writes(notebook)
    assert "hello" in PageExporter().from_notebook_node(notebook)[0]
    assert nbformat.writes(notebook) == before


def test_a_text_becomes_a_page_with_its_title_and_style():
    made = page("# The plan\n\nText.")
    assert "<title>The plan</title>" in made
    assert "@media print" in made


def test_the_menu_of_the_lab_offers_it():
    declared = (root() / "pyproject.toml").read_text(encoding="utf-8")
    assert '[project.entry-points."nbconvert.exporters"]' in declared
    for found in entry_points(group="nbconvert.exporters", name="execml"):
        assert found.load() is PageExporter
    assert PageExporter.export_from_notebook


def test_a_callout_and_a_sentence_get_their_formulas():
    made = markdown('<div class="alert">With $n$ clients.</div>\n\nAnd $$\\frac{1}{n}$$')
    assert made.count("<math") == 2
    assert "$" not in made


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("[x](../glossary.md#Term)", "../glossary.html#Term"),
        ("[x](2_noise.ipynb)", "2_noise.html"),
        ("[x](https://doi.org/10.1/a.md)", "https://doi.org/10.1/a.md"),
    ],
)
def test_links_between_pages_lead_to_their_exports(written, link):
    assert f'<a href="{link}">x</a>' in markdown(written)


def test_the_menu_s_own_html_folds_code_and_draws_formulas_and_slides_stay_slides():
    settings = Config()
    exec(lab.NBCONVERT, {"get_config": lambda: settings})
    code = new_code_cell("told = 1", metadata={"jupyter": {"source_hidden": True}})
    notebook = new_notebook(cells=[new_markdown_cell("# A page\n\n$$x^2 < 1$$"), code])
    html, slides = (get_exporter(kind)(config=settings) for kind in ("html", "slides"))
    made = html.from_notebook_node(notebook)[0]
    assert ("<math" in made, "$$" in made, "<script" in made) == (True, False, False)
    assert '<details class="source">' in made
    assert "reveal" in slides.from_notebook_node(notebook)[0]

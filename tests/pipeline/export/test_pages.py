"""Files that belong together: units beside the glossary that they link to, and paper on request."""

from __future__ import annotations

import re

import nbformat
import pytest
from execml.course.programme import root
from execml.pipeline.export import paper
from execml.pipeline.export.pages import write_pages
from nbformat.v4 import new_markdown_cell, new_notebook

UNIT = "3_differential_privacy/1_small"


@pytest.fixture
def checkout(tmp_path):
    unit = tmp_path / "notebooks" / f"{UNIT}.ipynb"
    unit.parent.mkdir(parents=True)
    nbformat.write(new_notebook(cells=[new_markdown_cell("# Small\n\n[Noise](../glossary.md#Noise)")]), unit)
    (tmp_path / "notebooks" / "glossary.md").write_text(
        "# Glossary\n\n### Noise\n\nIt is.\n", encoding="utf-8"
    )
    return tmp_path


def test_the_glossary_comes_along_and_links_land_in_it(checkout):
    files = list(write_pages(checkout, [UNIT], checkout / "out"))
    assert [file.relative_to(checkout / "out").as_posix() for file in files] == [
        f"{UNIT}.html",
        "glossary.html",
    ]
    link = re.search(r'href="([^"#]+)#([^"]+)">Noise', files[0].read_text(encoding="utf-8"))
    assert (files[0].parent / link[1]).resolve() == files[1].resolve()
    assert f'id="{link[2]}"' in files[1].read_text(encoding="utf-8")


def test_a_unit_without_a_notebook_says_what_makes_it(checkout):
    with pytest.raises(
        ValueError, match=r"notebooks/4_x/1_y.ipynb is missing: 'execml build 4_x/1_y' makes it"
    ):
        list(write_pages(checkout, ["4_x/1_y"], checkout / "out"))


def test_without_a_browser_the_page_is_written_and_the_reader_told_to_print_it(checkout, monkeypatch):
    monkeypatch.setattr(paper, "browser", lambda: None)
    files = write_pages(checkout, [UNIT], checkout / "out", pdf=True)
    assert next(files).is_file()
    with pytest.raises(paper.NoBrowser, match=r"open .*1_small.html in your browser and print it"):
        next(files)


def test_a_browser_that_prints_nothing_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(paper, "browser", lambda: "/bin/false")
    with pytest.raises((RuntimeError, OSError)):
        paper.print_page(tmp_path / "page.html", tmp_path / "page.pdf")


@pytest.mark.slow
@pytest.mark.skipif(paper.browser() is None, reason="no browser that prints")
def test_the_paper_keeps_every_figure(tmp_path):
    name = "3_differential_privacy/3_the_privacy_budget"
    page, pdf = list(write_pages(root(), [name], tmp_path, pdf=True))[:2]
    figures = page.read_text(encoding="utf-8").count("<img ")
    assert figures > 1
    assert pdf.read_bytes().count(b"/Subtype /Image") >= figures

"""No page is cut: every stored table, formula and figure fits the window of a small laptop and a tablet."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from execml.course.programme import COPIES, notebook_path, root, unit_names

from . import look

pytestmark = pytest.mark.slow

WIDTHS = (1366, 1024)

# What sticks out of the column that it stands in, or has to be scrolled sideways, with its cell's place.
CUT = """() => {
  const found = [];
  const parts = "table, img, svg, mjx-container[display='true'], pre";
  document.querySelectorAll(".jp-Notebook .jp-Cell").forEach((cell, place) => {
    for (const column of cell.querySelectorAll(".jp-RenderedHTMLCommon, .jp-OutputArea-output")) {
      const edge = column.getBoundingClientRect().right + 1;
      for (const part of column.querySelectorAll(parts)) {
        if (part.closest("svg, mjx-container") !== part && part.closest("svg, mjx-container")) continue;
        if (part.closest("details:not([open])")) continue;
        const box = part.getBoundingClientRect();
        const over = Math.max(box.right, box.left + part.scrollWidth) - edge;
        if (over > 0)
          found.push([place, part.tagName.toLowerCase(), Math.round(over), part.innerText?.slice(0, 60)]);
      }
    }
  });
  return found;
}"""


TYPESET = "() => !document.querySelector('.jp-Notebook').innerText.includes('$$')"


def in_a_row(folder: Path) -> list[str]:
    """Write all learner's pages into one notebook, and return for each of its cells where it comes from."""
    cells, places = [], []
    for name in unit_names(root()):
        page = nbformat.read(notebook_path(root(), name, COPIES[0]), as_version=4)
        for place, cell in enumerate(page.cells, 1):
            for output in cell.get("outputs", []):  # without its kernel a slider is a sentence
                output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)
            if cell.cell_type == "code":  # its text wraps, and loading hundreds of editors takes a minute
                cell.source, cell.metadata = "", {"jupyter": {"source_hidden": True}}
            cells.append(cell)
            places.append(f"{name}, cell {place}")
    whole = nbformat.v4.new_notebook(
        cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    )
    nbformat.write(whole, folder / "all.ipynb")
    return places


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, list[str]]]:
    """Open the pages, one after another in one notebook, as a learner's JupyterLab shows them."""
    if look.chromium() is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no Chromium or Chrome on this machine")
    folder = tmp_path_factory.mktemp("pages")
    places = in_a_row(folder)
    with look.lab_server(folder) as (address, token), look.browser_page(max(WIDTHS), 768) as page:
        page.set_default_timeout(90_000)
        page.goto(f"{address}/lab/tree/all.ipynb?token={token}&reset")
        page.wait_for_function(
            f"() => document.querySelectorAll('.jp-Notebook .jp-Cell').length === {len(places)}"
        )
        page.wait_for_function(TYPESET)
        yield page, places


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_cut_off(laid_out: tuple[Any, list[str]], width: int) -> None:
    page, places = laid_out
    page.set_viewport_size({"width": width, "height": 768})
    page.wait_for_timeout(1000)
    cut = [
        f"{places[place]}: {what} by {pixels} pixels, {text!r}"
        for place, what, pixels, text in page.evaluate(CUT)
    ]
    assert cut == [], "\n".join(cut)


def test_a_cut_is_found(laid_out: tuple[Any, list[str]]) -> None:
    page, places = laid_out
    page.set_viewport_size({"width": 500, "height": 768})
    page.wait_for_timeout(1000)
    assert len(page.evaluate(CUT)) > len(places) / 20

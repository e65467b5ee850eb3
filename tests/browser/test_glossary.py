"""A link to the glossary lands at its term: on the first click, when it is open, and after a reload."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from execml.course.programme import NOTEBOOKS, root
from execml.pipeline.building.markdown import finished, terms

from . import look

pytestmark = pytest.mark.slow

UNIT = "3_differential_privacy/1_links"
# The first and the last of the alphabet, and what could be written otherwise: an apostrophe, an accent.
TERMS = (
    "Winner's-curse",
    "AUC",
    "Renyi-differential-privacy",
    "Hoeffding's-inequality",
    "Clopper-Pearson-interval",
)
FROM_TOP = """(anchor) => {
  const view = document.querySelector(".jp-MarkdownViewer");
  const named = [...(view?.querySelectorAll("[data-jupyter-id]") ?? [])];
  const heading = named.find((one) => one.dataset.jupyterId === anchor);
  if (!heading) return false;
  const top = heading.getBoundingClientRect().top - view.getBoundingClientRect().top;
  return top >= -5 && top < view.clientHeight - 20;
}"""


def test_each_link_lands_at_its_term_and_explains_it(tmp_path: Path) -> None:
    if look.chromium() is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no Chromium or Chrome on this machine")
    folder = tmp_path / NOTEBOOKS
    (folder / UNIT).parent.mkdir(parents=True)
    shutil.copyfile(root() / NOTEBOOKS / "glossary.md", folder / "glossary.md")
    known = terms(root())
    text = "\n\n".join(f"[term {place}](../glossary.md#{anchor})" for place, anchor in enumerate(TERMS))
    cell = nbformat.v4.new_markdown_cell(finished(text, UNIT, NOTEBOOKS, known))
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=[cell], metadata=kernel), folder / f"{UNIT}.ipynb")
    with look.lab_server(tmp_path) as (address, token), look.browser_page(1366, 768) as page:
        page.set_default_timeout(60_000)
        page.goto(f"{address}/lab/tree/{NOTEBOOKS}/{UNIT}.ipynb?token={token}&reset")
        for place, anchor in enumerate(TERMS):
            _click(page, place, known[anchor])
            page.wait_for_function(FROM_TOP, arg=anchor, timeout=20_000)
        page.goto(f"{address}/lab/tree/{NOTEBOOKS}/{UNIT}.ipynb?token={token}")
        _click(page, 0, known[TERMS[0]])
        page.wait_for_function(FROM_TOP, arg=TERMS[0], timeout=20_000)


def _click(page: Any, place: int, definition: str) -> None:
    """Go back to the notebook, and click a link that shows its definition on hover."""
    page.locator(".lm-TabBar-tab", has_text="1_links").first.click()
    link = page.get_by_role("link", name=f"term {place}", exact=True)
    assert link.get_attribute("title") == definition
    link.click()

"""What a learner sees: real JupyterLab, real browser, no network, every cell from the top."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from execml.course.page.cold import LANGUAGE
from execml.course.programme import root
from execml.pipeline.building.execution import canonical

from . import look

# Two pages speak for all: every notebook is compared by nbval, and what JupyterLab adds is the same on each.
PAGES = ("notebooks/0_welcome.ipynb", "notebooks/3_differential_privacy/2_the_mathematics_of_noise.ipynb")

# The smallest picture there is.
DOT = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"

# Selects the last cell that checks an answer.
LAST_CHECK = f"""() => {{
  const page = {look.PANEL}.content;
  const checks = (cell) => cell.model.sharedModel.getSource().includes("check(");
  page.activeCellIndex = page.widgets.findLastIndex(checks);
}}"""
# Says whether every cell has run after one that ran alone.
ALL_RAN = f"""() => {{
  const code = {look.PANEL}.content.widgets.filter((cell) => cell.model.type === "code");
  return code.every((cell, place) => cell.model.executionCount === place + 2);
}}"""

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _a_browser() -> None:
    if look.chromium() is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no Chromium or Chrome on this machine")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_runs_from_the_top_without_a_flaw(page: str) -> None:
    path = root() / page
    if not path.exists():
        pytest.skip(f"{page} is not written yet")
    seen = look.look(path, then=_dials_answer)
    assert seen.problems() == []
    assert seen.last_output_visible
    assert any(cell["type"] == "code" and cell["outputs"] for cell in seen.cells)


def _dials_answer(page: Any) -> None:
    """Turn each dial of a page by keyboard, found by its name; the words below it must change."""
    for output in page.locator(".jp-OutputArea-output").filter(has=page.locator(".dial-slider")).all():
        choice = output.get_by_label(re.compile(":$"))
        before = output.inner_text()
        choice.focus()
        choice.press("ArrowDown")
        page.wait_for_timeout(1500)
        assert output.inner_text() != before


def test_a_flawed_page_is_found_out(tmp_path) -> None:
    """The same check on a page with an error, a warning, and a figure without alt text says all three."""
    from nbformat import v4, write

    cells = [
        f"from IPython.display import HTML, display\ndisplay(HTML('<img src=\"{DOT}\">'))",
        "import sys\nprint('a warning', file=sys.stderr)",
        "1 / 0",
        "2 + 2",
    ]
    notebook = v4.new_notebook(cells=[v4.new_code_cell(source) for source in cells])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    write(notebook, tmp_path / "flawed.ipynb")
    found = "\n".join(look.look(tmp_path / "flawed.ipynb").problems())
    assert "figure 1 has no alt text" in found
    assert "cell 2 wrote to stderr: a warning" in found
    assert "cell 3 raised ZeroDivisionError" in found
    assert "cell 4 did not run" in found


def test_opening_and_saving_a_page_changes_no_byte_and_a_cold_cell_says_what_to_run(tmp_path) -> None:
    notebook = json.loads((root() / PAGES[0]).read_text(encoding="utf-8"))
    notebook["metadata"]["language_info"] = LANGUAGE
    stored = canonical(json.dumps(notebook)).encode()
    path = tmp_path / "page.ipynb"
    path.write_bytes(stored)
    with look.lab_server(tmp_path) as (address, token), look.browser_page(1024, 800) as page:
        look.open_notebook(page, address, token, Path(path.name))
        page.wait_for_timeout(2000)  # what a kernel says of itself is written when it has answered
        assert page.evaluate(f"() => {look.PANEL}.context.model.dirty") is False
        page.evaluate(f"() => {look.PANEL}.context.save()")
        page.wait_for_timeout(1000)
        assert path.read_bytes() == stored
        page.evaluate(LAST_CHECK)
        page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-cell')")
        page.get_by_text("This page has not run yet in this session").wait_for()
        page.get_by_role("button", name="Run everything").click()
        page.wait_for_function(ALL_RAN)
        outputs = [output for cell in page.evaluate(look.CELLS) for output in cell["outputs"]]
        assert [output for output in outputs if output["output_type"] == "error"] == []
        page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
        page.evaluate(f"() => {look.PANEL}.close()")
        page.wait_for_function("async () => (await (await fetch('/api/kernels')).json()).length === 0")


@pytest.fixture
def learners_lab() -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Open the lab as ``start.py`` does once all is installed; yield the process and its address."""
    start = (
        "import sys; from execml.start.server import open_lab; from execml.start.place import Place; "
        "from execml.course.programme import root; sys.exit(open_lab(Place(root()), None, browser=False))"
    )
    process = subprocess.Popen([sys.executable, "-u", "-c", start], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    address = next((found[0] for line in process.stdout if (found := re.search(r"http://\S+", line))), "")
    yield process, address
    process.terminate()  # it ends its server; nothing happens if it has ended
    process.wait(60)


@pytest.mark.skipif(os.name == "nt", reason="a test can't press Ctrl-C for another process on Windows")
def test_the_learners_lab_opens_quietly_and_stops_on_ctrl_c(learners_lab) -> None:
    process, address = learners_lab
    with look.browser_page() as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address)
        page.wait_for_selector(".jp-NotebookPanel .jp-Cell", timeout=90_000)
        page.wait_for_timeout(4000)  # the offers that must not come would come now
        assert page.locator(".jp-Dialog").count() == 0
        assert page.locator(".Toastify__toast").count() == 0
        assert [url for url in asked if look.is_outside(url)] == []
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 0

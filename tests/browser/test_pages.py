"""What a learner sees: real JupyterLab, real browser, no network, every cell from the top."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from execml.course.programme import root

from . import look

# Two pages speak for all: every notebook is compared by nbval, and what JupyterLab adds is the same on each.
PAGES = ("notebooks/0_welcome.ipynb", "notebooks/3_differential_privacy/2_the_mathematics_of_noise.ipynb")

# The smallest picture there is.
DOT = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"

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
        choice = output.get_by_label(re.compile(r"\w:$"))
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


@pytest.fixture
def learners_lab() -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Open the lab as ``start.py`` does once all is installed; yield the process and its address."""
    start = (
        "import sys; from execml.start.lab import open_lab; from execml.start.place import Place; "
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

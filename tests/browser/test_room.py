"""What a room sees: figures as large as the screen, and a slider of yesterday that says how to wake it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from execml.course.programme import COPIES, notebook_path, root, unit_names
from nbformat import NotebookNode, read, v4, write

from . import look

pytestmark = pytest.mark.slow
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


@pytest.fixture(autouse=True)
def _a_browser() -> None:
    if look.chromium() is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no Chromium or Chrome on this machine")


def written(folder: Path, *cells: NotebookNode) -> Path:
    notebook = folder / "room.ipynb"
    write(v4.new_notebook(cells=list(cells), metadata=KERNEL), notebook)
    return notebook


def test_a_figure_fills_the_screen_in_presentation_mode_and_is_not_cut(tmp_path: Path) -> None:
    page_of_the_first_unit = read(notebook_path(root(), unit_names(root())[1], COPIES[0]), as_version=4)
    cell = next(cell for cell in page_of_the_first_unit.cells if "<img" in str(cell.get("outputs", "")))
    with look.opened(written(tmp_path, cell), width=1920) as page:
        page.set_viewport_size({"width": 1920, "height": 1080})
        picture = page.locator(".jp-Notebook figure > img").first
        usual = picture.bounding_box()
        page.evaluate("() => window.jupyterapp.commands.execute('application:toggle-presentation-mode')")
        page.wait_for_timeout(500)
        column = page.locator(".jp-Notebook .jp-OutputArea-output:has(figure)").first.bounding_box()
        large = picture.bounding_box()
        drawn = picture.evaluate(
            "node => Math.min(node.clientWidth, node.clientHeight * node.naturalWidth / node.naturalHeight)"
        )
        assert drawn > 1.4 * usual["width"], f"{drawn} pixels wide in place of {usual['width']}"
        assert large["height"] <= 0.86 * 1080
        assert large["x"] + large["width"] <= column["x"] + column["width"] + 1
        page.evaluate("() => window.jupyterapp.commands.execute('application:toggle-presentation-mode')")
        page.wait_for_timeout(500)
        assert picture.bounding_box()["width"] == usual["width"]


def test_a_slider_of_yesterday_shows_its_page_and_says_how_to_move_it(tmp_path: Path) -> None:
    lines = [
        "from execml.course.page.dial import turnable",
        "display(turnable('Size', [1, 2, 3], 2, lambda value: f'<p>Twice is {2 * value}</p>'))",
    ]
    notebook = written(tmp_path, v4.new_code_cell("\n".join(lines)))
    for day in ("today", "tomorrow"):
        with look.lab_server(tmp_path) as (address, token), look.browser_page() as page:
            look.open_notebook(page, address, token, Path(notebook.name))
            if day == "today":
                look.run_all_cells(page, 60)
                page.get_by_role("combobox", name="Size").select_option("3")
                page.get_by_text("Twice is 6").wait_for()
                page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
                page.wait_for_timeout(1500)
                continue
            page.get_by_text("Not live? Run everything, then move it.").wait_for()
            assert page.get_by_text("Twice is 4").is_visible()
            assert page.get_by_text("Error displaying widget").count() == 0

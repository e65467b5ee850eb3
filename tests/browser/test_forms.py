"""What a learner clicks: a guess and a decision in a real JupyterLab are kept, and are there the next day."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from execml.course.learner.choices import decision_of
from nbformat import v4, write

from . import look

pytestmark = pytest.mark.slow
QUESTION = "Of 100 clients, how many stand alone?"


@pytest.fixture(autouse=True)
def _a_learner(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Record what is done in the browser, into a folder of its own."""
    if look.chromium() is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no Chromium or Chrome on this machine")
    build = look.server_environment

    def learner(home: Path) -> dict[str, str]:
        kept = {name: value for name, value in build(home).items() if name not in ("CI", "EXECML_RECORD")}
        return {**kept, "EXECML_HOME": str(tmp_path / "home")}

    monkeypatch.setattr(look, "server_environment", learner)


def alerts(page: Any) -> list[str]:
    page.wait_for_timeout(700)
    return [place.inner_text() for place in page.get_by_role("alert").all()]


def test_a_guess_and_a_decision_are_taken_by_form_and_found_again(tmp_path: Path) -> None:
    asked = decision_of("dp6.epsilon")
    evidence = {name: "3.7" for option in asked.options for name in option.evidence}
    lines = [
        "from execml.course import decide, predict, reveal",
        f"predict('dp1.alone', {QUESTION!r}, 0, 100)",
        "reveal('dp1.alone', 91)",
        f"decide('dp6.epsilon', ..., ..., {evidence!r})",
    ]
    notebook = tmp_path / "small.ipynb"
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    write(v4.new_notebook(cells=[v4.new_code_cell(line) for line in lines], metadata=kernel), notebook)
    with look.opened(notebook, width=1024) as page:
        look.run_all_cells(page, 60)
        page.get_by_label("Your guess").fill("30")
        page.get_by_role("button", name="Commit").click()
        assert alerts(page) == ["Kept: 30. The page says below what it is."]
        assert page.get_by_text("You said 30; it is 91: 61 too low.").is_visible()
        page.get_by_role("radio").nth(1).check()
        page.get_by_label("Your reason").fill("We trust them.")
        page.get_by_role("button", name="Record the decision").click()
        assert asked.options[1].reply in alerts(page)[-1]
        form = page.locator(".execml-form").last
        assert form.evaluate("node => node.scrollWidth <= node.clientWidth"), "something is cut off"
        page.evaluate(f"async () => {{ await {look.PANEL}.sessionContext.restartKernel(); }}")
        look.run_all_cells(page, 60)
        assert asked.options[1].text in alerts(page)[-1]
        assert page.get_by_role("radio").nth(1).is_checked()
        assert page.get_by_label("Your guess").count() == 0, "the first guess stands"
    with sqlite3.connect(tmp_path / "home" / "progress.sqlite3") as kept:
        assert kept.execute("select id, value from guesses").fetchall() == [("dp1.alone", 30.0)]
        rows = kept.execute("select id, choice, because from decisions").fetchall()
        assert rows == [("dp6.epsilon", asked.options[1].text, "We trust them.")]

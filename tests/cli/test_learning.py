"""Commands of learners: what they print, and the status that they end with."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


def test_progress_is_printed_and_drawn(run, tmp_path, monkeypatch):
    monkeypatch.setenv("EXECML_HOME", str(tmp_path))
    shown = run("progress", "--figure", str(tmp_path / "progress.png"))
    assert shown.exit_code == 0
    assert "Welcome" in shown.output
    assert (tmp_path / "progress.png").read_bytes().startswith(b"\x89PNG")
    assert run("progress", "--figure", str(tmp_path / "no" / "folder.png")).exit_code == 1


@pytest.mark.parametrize("columns", ["80", "200"])
def test_progress_fits_its_terminal(run, tmp_path, monkeypatch, columns):
    monkeypatch.setenv("EXECML_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", columns)
    lines = run("progress").output.splitlines()
    assert max(len(line) for line in lines if str(tmp_path) not in line) <= 100
    assert columns != "80" or max(len(line) for line in lines if str(tmp_path) not in line) <= 80


def test_progress_is_plain_text_when_piped(tmp_path):
    """Without a terminal there are 80 columns, no colours and no cut words."""
    surroundings = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    command = [sys.executable, "-m", "execml.cli", "progress"]
    done = subprocess.run(
        command,
        env={**surroundings, "EXECML_HOME": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    lines = [line for line in done.stdout.splitlines() if str(tmp_path) not in line]
    assert max(len(line) for line in lines) <= 80
    assert "\x1b" not in done.stdout and "…" not in done.stdout
    assert lines[0].split() == ["Module", "Exercises", "Quiz", "right", "Minutes", "left"]


def test_reset_starts_a_page_again_and_keeps_mine(run, tmp_path):
    front = "# title: One\n# decision: Shall we?\n# minutes: {reading: 3, exercises: 2}\n"
    source = f"# ---\n{front}# ---\n\n# %%\n1\n"
    for tree, ending, text in (("solutions", "py", source), ("notebooks", "ipynb", "my answers")):
        (tmp_path / tree / "1_frameworks").mkdir(parents=True)
        (tmp_path / tree / "1_frameworks" / f"1_one.{ending}").write_text(text)
    shown = run("reset", "1_frameworks/1_one")
    assert shown.exit_code == 0
    assert "Kept     .execml/kept/" in shown.output
    assert [path.read_text() for path in (tmp_path / ".execml").rglob("*.ipynb")] == ["my answers"]
    assert "Reload Notebook from Disk" in shown.output
    assert "Reload" not in run("reset", "1_frameworks/1_one").output  # it is as it was
    assert run("reset").exit_code == 2  # all pages at once is not what one means by naming none
    assert run("reset", "1_frameworks/9_nine").exit_code == 1


def test_update_without_a_checkout_says_how_to_do_it_by_hand(run):
    shown = run("update")
    assert shown.exit_code == 1
    assert "download the programme anew" in shown.output

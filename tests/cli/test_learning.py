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

"""Commands of learners: what they print, and the status that they end with."""

from __future__ import annotations


def test_progress_is_printed_and_drawn(run, tmp_path, monkeypatch):
    monkeypatch.setenv("EXECML_HOME", str(tmp_path))
    shown = run("progress", "--figure", str(tmp_path / "progress.png"))
    assert shown.exit_code == 0
    assert "Welcome" in shown.output
    assert (tmp_path / "progress.png").read_bytes().startswith(b"\x89PNG")
    assert run("progress", "--figure", str(tmp_path / "no" / "folder.png")).exit_code == 1

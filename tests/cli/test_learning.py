"""Commands of learners: what they print, and the status that they end with."""

from __future__ import annotations


def test_progress_is_printed_and_drawn(run, tmp_path, monkeypatch):
    monkeypatch.setenv("EXECML_HOME", str(tmp_path))
    shown = run("progress", "--figure", str(tmp_path / "progress.png"))
    assert shown.exit_code == 0
    assert "Welcome" in shown.output
    assert (tmp_path / "progress.png").read_bytes().startswith(b"\x89PNG")
    assert run("progress", "--figure", str(tmp_path / "no" / "folder.png")).exit_code == 1


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

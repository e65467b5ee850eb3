"""A page started again: the original is back, and the learner's bytes are kept."""

from __future__ import annotations

import json

import pytest
from execml.pipeline.upkeep import reset as module
from execml.pipeline.upkeep.copies import Refused
from execml.pipeline.upkeep.reset import reset

from .conftest import FIRST, SECOND, commit, git, kept, page, write


def test_the_original_comes_back_and_mine_is_kept(checkouts):
    root = checkouts.learner
    original = page(root).read_bytes()
    page(root).write_bytes(b"my answers")
    page(root, SECOND).write_bytes(b"other answers")
    said = reset(root, FIRST)
    assert page(root).read_bytes() == original
    assert page(root, SECOND).read_bytes() == b"other answers"
    ((place, content),) = kept(root).items()
    assert (place.split("/", 1)[1], content) == (f"notebooks/{FIRST}.ipynb", b"my answers")
    assert said[0] == f"Kept     .execml/kept/{place}"
    assert reset(root, FIRST) == [f"notebooks/{FIRST}.ipynb is as it was: nothing to start again."]
    assert len(kept(root)) == 1


def test_a_page_that_was_deleted_or_staged_comes_back(checkouts):
    root = checkouts.learner
    original = page(root).read_bytes()
    page(root).unlink()
    reset(root, FIRST)
    assert page(root).read_bytes() == original
    page(root).write_bytes(b"staged")
    git(root, "add", "-A")
    reset(root, FIRST)
    assert page(root).read_bytes() == original
    assert git(root, "status", "--porcelain") == ""
    assert list(kept(root).values()) == [b"staged"]


@pytest.mark.parametrize("why", ["no checkout", "not in the last commit"])
def test_without_an_original_in_git_the_page_is_made_from_its_source(tmp_path, checkouts, why):
    root = checkouts.learner if why == "not in the last commit" else tmp_path / "unpacked"
    name = "1_frameworks/3_three"
    write(root, name, "Three")
    page(root, name).write_bytes(b"my answers")
    said = reset(root, name)
    made = json.loads(page(root, name).read_bytes())
    assert made["cells"][0]["source"] == ["1"]
    assert "made anew from its source: choose Run" in said[-1]
    assert list(kept(root).values()) == [b"my answers"]


def test_what_cannot_be_kept_is_not_replaced(checkouts):
    root = checkouts.learner
    page(root).write_bytes(b"my answers")
    (root / ".execml").write_text("in the way")
    with pytest.raises(Refused):
        reset(root, FIRST)
    assert page(root).read_bytes() == b"my answers"


def test_an_interruption_after_the_copy_loses_nothing(checkouts, monkeypatch):
    root = checkouts.learner
    page(root).write_bytes(b"my answers")

    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "_put", stop)
    with pytest.raises(KeyboardInterrupt):
        reset(root, FIRST)
    assert b"my answers" in [page(root).read_bytes(), *kept(root).values()]


def test_a_source_that_cannot_be_read_is_named(checkouts):
    root = checkouts.learner
    (root / "solutions" / f"{FIRST}.py").write_text("no front matter")
    git(root, "rm", "-q", "--cached", f"notebooks/{FIRST}.ipynb")
    commit(root)  # the page is untracked, then in a commit again
    git(root, "rm", "-q", "--cached", f"notebooks/{FIRST}.ipynb")
    git(root, "commit", "-qm", "without the page")
    with pytest.raises(Refused, match=r"source of this page cannot be read.*1_one\.py"):
        reset(root, FIRST)

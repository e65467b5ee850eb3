"""What git says, and what is said where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from execml.pipeline.upkeep.checkout import GitError, checkout

from .conftest import FIRST, page


def test_a_folder_inside_another_checkout_is_none_of_its_own(checkouts):
    assert checkout(checkouts.learner) is not None
    assert checkout(checkouts.learner / "notebooks") is None


def test_without_git_there_is_no_checkout(checkouts, no_git):
    no_git()
    assert checkout(checkouts.learner) is None


def test_variables_of_a_hook_lead_nowhere_else(checkouts, monkeypatch):
    monkeypatch.setenv("GIT_DIR", str(checkouts.origin / ".git"))
    page(checkouts.learner).write_text("mine")
    found = checkout(checkouts.learner)
    assert found is not None
    assert found.changes("HEAD") == {Path(f"notebooks/{FIRST}.ipynb"): "M"}


def test_names_in_any_script_are_read_and_failures_speak(checkouts):
    (checkouts.learner / "héllo wörld.txt").write_text("x")
    found = checkout(checkouts.learner)
    assert found is not None
    found.git("add", "-A")
    assert found.changes("HEAD") == {Path("héllo wörld.txt"): "A"}
    with pytest.raises(GitError, match="nothing-of-this-name"):
        found.git("checkout", "nothing-of-this-name")

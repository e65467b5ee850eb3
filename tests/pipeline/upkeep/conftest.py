"""A checkout that follows another one, both in miniature: two units, a helper file, the pins."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

SOURCE = """# ---
# title: {title}
# decision: Shall we?
# minutes: {{reading: 3, exercises: 2}}
# ---

# %%
1
"""
PAGE = '{{\n "cells": [],\n "metadata": {{"title": "{title}"}},\n "nbformat": 4,\n "nbformat_minor": 5\n}}\n'
FIRST, SECOND = "1_frameworks/1_one", "1_frameworks/2_two"


def git(folder: Path, *arguments: str) -> str:
    """Run git with an author of its own."""
    author = ("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "init.defaultBranch=main")
    done = subprocess.run(
        ["git", *author, *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def write(root: Path, name: str, title: str) -> None:
    """Write a unit's source and its two notebooks."""
    for tree, ending, text in (
        ("solutions", "py", SOURCE),
        ("solutions", "ipynb", PAGE),
        ("notebooks", "ipynb", PAGE),
    ):
        path = root / tree / f"{name}.{ending}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.format(title=title), encoding="utf-8", newline="\n")


def commit(root: Path, message: str = "a change") -> None:
    """Commit everything."""
    git(root, "add", "-A")
    git(root, "commit", "-qm", message)


def page(root: Path, name: str = FIRST) -> Path:
    """Return the path of a learner's page."""
    return root / "notebooks" / f"{name}.ipynb"


def kept(root: Path) -> dict[str, bytes]:
    """Return what is kept, by its path below the folder of all copies."""
    folder = root / ".execml" / "kept"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@dataclass
class Pair:
    """The checkout that publishes, and the learner's, which follows it."""

    origin: Path
    learner: Path


def pair(folder: Path) -> Pair:
    """Make both."""
    origin, learner = folder / "origin", folder / "the learner's"
    origin.mkdir(parents=True)
    git(origin, "init", "-q")
    write(origin, FIRST, "One")
    write(origin, SECOND, "Two")
    (origin / ".gitignore").write_text(".execml/\n")
    (origin / "constraints.txt").write_text("numpy==1\n")
    (origin / "helper.py").write_text("one = 1\n")
    commit(origin)
    git(folder, "clone", "-q", str(origin), str(learner))
    return Pair(origin, learner)


@pytest.fixture
def checkouts(tmp_path: Path) -> Pair:
    """Return a learner's checkout and the one that it follows."""
    if shutil.which("git") is None:
        pytest.skip("no git on this machine")
    return pair(tmp_path)


@pytest.fixture
def no_git(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return a function that takes git away."""
    return lambda: monkeypatch.setenv("PATH", "")

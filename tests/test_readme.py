"""The README files tell the truth about the tree."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from execml.course.programme import root
from execml.pipeline.facilitator.signposts import signposts

WRITTEN = signposts(root())
PAGES = [*WRITTEN, root() / "CONTRIBUTING.md", root() / "CHANGELOG.md", root() / "datasets" / "README.md"]


def name(path: Path) -> str:
    return path.relative_to(root()).as_posix()


@pytest.mark.parametrize("path", WRITTEN, ids=name)
def test_a_readme_says_what_the_tree_says(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == WRITTEN[path], "run: execml map --write"


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_link_leads_to_a_file(path: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8"))
    inside = [link for link in links if not link.startswith("http")]
    assert inside
    assert [link for link in inside if not (path.parent / link).exists()] == []

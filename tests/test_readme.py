"""The README tells the truth about the tree."""

from __future__ import annotations

import re

from execml.course.catalogue import programme_map
from execml.course.programme import root


def test_the_map_in_the_readme_is_the_one_made_from_the_units() -> None:
    readme = (root() / "README.md").read_text(encoding="utf-8")
    found = re.search(r"<!-- map.*?-->\n(.*?)\n<!-- /map -->", readme, re.DOTALL)
    assert found and found[1].strip() == programme_map("notebooks/"), "run: execml map --write"


def test_every_link_in_the_readme_leads_to_a_file() -> None:
    readme = (root() / "README.md").read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", readme) if not link.startswith("http")]
    assert links and [link for link in links if not (root() / link).exists()] == []

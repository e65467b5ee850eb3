"""Rules on what a session before a room is planned from: the parts of a unit, and the order of units."""

from __future__ import annotations

from collections.abc import Iterator

from execml.pipeline.contract.page import Breach, Page, Programme
from execml.pipeline.contract.text import CLOSING, OPENING


def parts_named(page: Page) -> Iterator[tuple[int, str]]:
    """A lesson says which of its headings opens the failure and which the mathematics."""
    if not (page.is_lesson and page.is_learners):
        return
    named = page.unit.front.parts
    known = {text for _, level, text in page.headings() if level > 1} - {OPENING, *CLOSING}
    for part in ("failure", "mathematics"):
        if part not in named:
            yield 0, f"the front matter needs 'parts' with the heading of the {part}"
    for part, heading in named.items():
        if heading not in known:
            yield 0, f"the front matter lets the {part} begin at {heading!r}, which is no section of the page"
    if len(set(named.values())) < len(named):
        yield 0, "the front matter names one heading for two parts"


def order_of_presenting(programme: Programme) -> Iterator[Breach]:
    """No two units of a module claim the same place in the order in which a session takes them up."""
    claimed: dict[tuple[str, int], str] = {}
    for page in programme.pages:
        place = page.unit.front.present
        if page.is_lesson and page.is_learners and place:
            other = claimed.setdefault((page.unit.name.split("/")[0], place), page.unit.name)
            if other != page.unit.name:
                message = f"'present: {place}' stands in {other} too"
                yield Breach(page.file, "order_of_presenting", 0, message)


PAGE_RULES = (parts_named,)
PROGRAMME_RULES = (order_of_presenting,)

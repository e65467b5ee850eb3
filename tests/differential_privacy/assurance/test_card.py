"""Cards say the same in HTML and in text, with tags that a sanitiser keeps."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from execml.differential_privacy.assurance.label import PrivacyLabel

from .labels import COMPLETE

KEPT = {"div", "span", "table", "caption", "tr", "th", "td", "b"}  # tags that a sanitiser does not strip


class Words(HTMLParser):
    """Collects text and checks that every tag is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.open: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.mark.parametrize(
    "label", [COMPLETE, PrivacyLabel("A <b>vendor</b> & Co", "a model", claimed_epsilon=1.0, group=2)]
)
def test_card_says_the_same_in_html_and_in_text(label: PrivacyLabel) -> None:
    page, card = Words(), label.card()
    page.feed(card.html())
    assert page.open == []
    assert page.tags <= KEPT
    said, text = "".join(page.words), card.text()
    for name, value in card.entries:
        assert name in said
        assert (value or "not stated") in said
        assert f"{name}: {value or 'not stated'}" in text
    for finding in label.findings():
        assert finding.problem in said
        assert finding.problem in " ".join(text.split())  # a long one goes on in the next line
    for words in (label.system, card.promise, card.headline, card.verdict):
        assert words in said
        assert words in text


def test_a_label_shows_its_card_in_a_notebook() -> None:
    assert COMPLETE._repr_html_() == COMPLETE.card().html()


def test_lines_of_a_long_point_begin_behind_its_sign() -> None:
    lines = PrivacyLabel("Service", "scores").card().text().splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith("  ✗ "))
    assert all(line.startswith("    ") for line in lines[start + 1 :])
    assert max(len(line) for line in lines[start:]) <= 100
    assert len(lines) > start + 1

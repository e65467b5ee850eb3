"""Hints: folded one in the other, and rendered as text that cannot break out."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from execml.course.learner.exercises import exercises_of
from execml.course.page.hints import folded, inline
from execml.course.programme import MODULES, WELCOME
from hypothesis import given
from hypothesis import strategies as st

ALL = [exercise for module in (WELCOME, *MODULES) for exercise in exercises_of(module).values()]


class Nested(HTMLParser):
    """Reads the hints back: how deep each stands, its words, and every tag."""

    def __init__(self, markup):
        super().__init__()
        self.depth, self.tags, self.words = 0, set(), {}
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.depth += tag == "details"

    def handle_endtag(self, tag):
        self.depth -= tag == "details"

    def handle_data(self, data):
        self.words[self.depth] = self.words.get(self.depth, "") + data


@pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.id)
def test_each_hint_stands_one_step_deeper_and_is_whole(exercise):
    page = Nested(folded(exercise.hints))
    assert page.depth == 0 and page.tags <= {"details", "summary", "p", "code", "em", "strong"}
    for step, hint in enumerate(exercise.hints, 1):
        assert page.words[step] == f"Hint {step}{' '.join(hint.replace('`', '').split())}"
    assert "\n\n" not in folded(exercise.hints)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("C",)), max_size=60))
def test_no_text_breaks_out(text):
    page = Nested(folded([text, "second", "third"]))
    assert page.depth == 0
    assert page.tags <= {"details", "summary", "p", "code", "em", "strong", "hr"}


@pytest.mark.parametrize(
    ("markdown", "markup"),
    [
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("*so*", "<em>so</em>"),
        ("`a*b*c`", "<code>a*b*c</code>"),
        ("snake_case_name", "snake_case_name"),
        ("$x_1 * y_1 * z$ and *so*", "$x_1 * y_1 * z$ and <em>so</em>"),
        ("<script>1</script>", "&lt;script&gt;1&lt;/script&gt;"),
        ("[a](javascript:b)", "[a](javascript:b)"),
    ],
)
def test_code_emphasis_and_formulas_and_nothing_else(markdown, markup):
    assert inline(markdown) == markup

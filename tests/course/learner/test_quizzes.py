"""Quizzes: every file that is there is sound, a fault is named, and the page reads without a kernel."""

from __future__ import annotations

import copy
from html.parser import HTMLParser

import pytest
from execml.course.learner import quizzes
from execml.course.learner.quizzes import faults, questions, quiz
from execml.course.programme import MODULES, module_of, root

UNITS = [f"{module.prefix}{number}" for module in MODULES for number in module.unit_numbers(root())]

GOOD = [
    {
        "question": "Is 5 < 7?",
        "options": [
            {"text": "Yes", "right": True, "why": "Seven is larger."},
            {"text": "No", "right": False, "why": "Count again: <b>5</b> comes first."},
        ],
    }
]


def changed(path, value):
    """Return the good quiz with one place changed."""
    quiz = copy.deepcopy(GOOD)
    place = quiz
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return quiz


@pytest.mark.parametrize("unit", UNITS)
def test_every_quiz_is_sound_and_shown(unit, shown):
    asked = questions(unit)
    texts = [item["question"] for item in asked]
    assert len(set(texts)) == len(texts)
    assert all(len({option["text"] for option in item["options"]}) == len(item["options"]) for item in asked)
    quiz(unit)
    assert "<details" in shown[0]["text/html"]


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ({}, "a quiz is a list of questions"),
        ([], "a quiz is a list of questions"),
        (None, "a quiz is a list of questions"),
        ([3], "question 1 needs exactly: question, options"),
        (changed([0, "question"], ""), "question 1 has no text"),
        (changed([0, "options"], GOOD[0]["options"][:1]), "question 1 needs at least 2 options"),
        (changed([0, "options", 0, "right"], False), "question 1 has 0 right options and needs exactly 1"),
        (changed([0, "options", 1, "right"], True), "question 1 has 2 right options and needs exactly 1"),
        (
            changed([0, "options", 1, "why"], ""),
            "question 1, option 2: why must be a text (put it in quotes)",
        ),
        (
            changed([0, "options", 0, "text"], True),
            "question 1, option 1: text must be a text (put it in quotes)",
        ),
        (changed([0, "options", 0, "right"], "yes"), "question 1, option 1: right must be true or false"),
        (changed([0, "options", 0], {"text": "a"}), "question 1, option 1 needs exactly: text, right, why"),
    ],
)
def test_each_fault_is_named(asked, fault):
    assert fault in faults(asked)


def test_a_good_quiz_has_no_faults():
    assert faults(GOOD) == []


def test_missing_quiz_names_the_file():
    with pytest.raises(ValueError, match=r"there is no unit_99/quiz\.yaml"):
        questions("dp99")


def test_faulty_file_is_refused_with_its_name(monkeypatch, tmp_path):
    file = module_of("dp1").unit_helpers(tmp_path, 1) / "quiz.yaml"
    file.parent.mkdir(parents=True)
    file.write_text("- question: Why?\n  options: []\n")
    monkeypatch.setattr(quizzes, "root", lambda: tmp_path)
    with pytest.raises(ValueError, match=r"unit_1/quiz\.yaml: question 1 needs at least 2 options"):
        questions("dp1")


class Outline(HTMLParser):
    """Collects the tags and the text of a page."""

    def __init__(self):
        super().__init__()
        self.tags, self.text = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        self.text.append(data)


def test_page_reads_without_kernel_or_script(monkeypatch, shown):
    monkeypatch.setattr(quizzes, "questions", lambda identifier: GOOD)
    quiz("dp1")
    page = Outline()
    page.feed(shown[0]["text/html"])
    assert page.tags.count("details") == page.tags.count("summary") == 2
    assert "script" not in page.tags and "b" not in page.tags  # what an author wrote is text, not markup
    text = " ".join(page.text)
    assert "✓ Right. Seven is larger." in " ".join(text.split())
    assert "✗ No. Count again: <b>5</b> comes first." in " ".join(text.split())
    assert shown[0]["text/plain"] == "1. Is 5 < 7? [Yes; No]"


def test_plain_text_does_not_give_the_right_option_away(monkeypatch, shown):
    monkeypatch.setattr(quizzes, "questions", lambda identifier: GOOD)
    quiz("dp1")
    assert "right" not in shown[0]["text/plain"].lower()

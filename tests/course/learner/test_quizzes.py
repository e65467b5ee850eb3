"""Quizzes: the page reads without a kernel, letters commit in text, and what is due comes first."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from execml.course.learner import quizzes
from execml.course.learner.questions import key, questions
from execml.course.learner.quizzes import again, quiz
from execml.course.learner.repetition import answers
from execml.course.programme import MODULES, root

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


@pytest.mark.parametrize("unit", UNITS)
def test_every_quiz_is_sound_and_shown(unit, shown):
    asked = questions(unit)
    texts = [item["question"] for item in asked]
    assert len(set(texts)) == len(texts)
    assert all(len({option["text"] for option in item["options"]}) == len(item["options"]) for item in asked)
    quiz(unit)
    assert "<details" in shown[0]["text/html"]


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
    assert shown[0]["text/plain"] == "1. Is 5 < 7? [(a) Yes; (b) No]"


def test_plain_text_does_not_give_the_right_option_away(monkeypatch, shown):
    monkeypatch.setattr(quizzes, "questions", lambda identifier: GOOD)
    quiz("dp1")
    assert "right" not in shown[0]["text/plain"].lower()


@pytest.fixture
def forms(monkeypatch):
    """Let the kernel be a notebook's, and collect the parts of each form."""
    shown = []
    monkeypatch.setattr(quizzes, "live", lambda: True)
    monkeypatch.setattr(quizzes, "_show", shown.append)
    return shown


def letters_of(unit, right):
    """Return for each question of a unit the letter of a right or of a wrong option."""
    return [
        "abcdef"[next(place for place, one in enumerate(item["options"]) if one["right"] is right)]
        for item in questions(unit)
    ]


class TestLetters:
    @pytest.mark.usefixtures("recorded")
    def test_they_commit_and_are_said_back(self, shown):
        right, wrong = letters_of("dp1", True), letters_of("dp1", False)
        quiz("dp1", right[0], wrong[1].upper(), f" {right[2]} ")
        assert [answer.right for answer in answers()] == [True, False, True]
        assert [answer.question for answer in answers()] == [
            key(item["question"]) for item in questions("dp1")
        ]
        lines = shown[0]["text/plain"].splitlines()
        assert [line.split(" ")[0] for line in lines[:4]] == ["1.", "2.", "The", "3."]
        assert lines[-1] == "2 of 3 right."

    @pytest.mark.usefixtures("recorded")
    def test_a_cell_run_again_commits_nothing_new(self, shown):
        right = letters_of("dp1", True)
        for _ in range(3):
            quiz("dp1", *right)
        assert len(answers()) == 3
        assert shown[0] == shown[2]

    @pytest.mark.usefixtures("recorded")
    def test_dots_leave_a_question_out(self, shown):
        quiz("dp1", ..., letters_of("dp1", True)[1])
        assert [answer.question for answer in answers()] == [key(questions("dp1")[1]["question"])]
        assert shown[0]["text/plain"].endswith("1 of 3 right.")

    @pytest.mark.usefixtures("recorded")
    @pytest.mark.parametrize("letters", ["z", "ay", "aaaa", ["a", 1], ["aa"], [""], ["a", None]])
    def test_what_is_no_letter_commits_nothing(self, shown, letters):
        quiz("dp1", *letters)
        assert shown[0]["text/plain"].startswith("**Not recorded.**")
        assert answers() == []

    def test_a_build_says_the_same_and_keeps_nothing(self, shown, recorded, monkeypatch):
        monkeypatch.setenv("EXECML_RECORD", "0")
        quiz("dp1", *letters_of("dp1", True))
        assert shown[0]["text/plain"].endswith("3 of 3 right.")
        assert not recorded.exists()


@pytest.mark.usefixtures("recorded")
class TestLive:
    def test_two_due_questions_of_other_units_come_first(self, forms, shown):
        for unit in ("fw1", "dp1"):
            quiz(unit, *letters_of(unit, False))
        quiz("dp1")
        *more, own = forms[0]
        assert [part.asked[0].quiz for part in more] == ["fw1", "fw1"]
        assert more[0].heading == "Once more, from 1.1 The machine under every framework"
        assert own.heading == "" and {asked.quiz for asked in own.asked} == {"dp1"}

    def test_what_was_right_today_does_not_come_back_today(self, forms, shown):
        quiz("fw1", *letters_of("fw1", True))
        quiz("dp1")
        assert [part.heading for part in forms[0]] == [""]

    def test_again_asks_three_and_counts_all(self, forms, shown):
        for unit in ("fw1", "dp1"):
            quiz(unit, *letters_of(unit, False))
        again()
        assert shown[-1]["text/plain"] == "**6 questions are due.**"
        assert [part.asked[0].quiz for part in forms[0]] == ["fw1", "fw1", "fw1"]

    def test_again_says_the_day_if_nothing_is_due(self, forms, shown):
        quiz("fw1", *letters_of("fw1", True))
        again()
        assert shown[-1]["text/plain"].startswith(
            "**Nothing to repeat today.** The next question comes back on "
        )
        assert forms == []

    def test_in_a_terminal_again_lists_the_questions(self, shown):
        quiz("dp1", letters_of("dp1", False)[0])
        again()
        assert shown[-1]["text/plain"] == f"- 3.1 Why removing names fails: {questions('dp1')[0]['question']}"


def test_again_says_in_a_build_how_questions_come_back(shown, recorded, monkeypatch):
    quiz("dp1", *letters_of("dp1", False))
    monkeypatch.setenv("EXECML_RECORD", "0")
    again()
    assert shown[-1]["text/plain"].startswith("Quiz questions that you have answered come back here")

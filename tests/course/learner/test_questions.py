"""Questions: every file is sound, a fault is named, keys are unique, and an answer hears why."""

from __future__ import annotations

import copy

import pytest
from execml.course.learner import questions as file_of_questions
from execml.course.learner.questions import faults, has_quiz, key, questions, verdict
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
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return quiz


def test_every_question_of_the_programme_has_a_key_of_its_own():
    texts = [item["question"] for unit in UNITS for item in questions(unit)]
    assert len({key(text) for text in texts}) == len(texts)


@pytest.mark.parametrize(("unit", "there"), [("dp1", True), ("wl0", False), ("dp99", False)])
def test_a_unit_without_a_quiz_is_known(unit, there):
    assert has_quiz(unit) is there


@pytest.mark.parametrize("unit", UNITS)
def test_a_wrong_answer_hears_both_reasons_and_a_right_one_its_own(unit):
    for item in questions(unit):
        right = next(option for option in item["options"] if option["right"])
        for option in item["options"]:
            said = " ".join(words for _, words in verdict(item, option))
            assert option["why"].strip() in said and right["why"].strip() in said
            assert len(verdict(item, option)) == (1 if option is right else 2)


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
    monkeypatch.setattr(file_of_questions, "root", lambda: tmp_path)
    with pytest.raises(ValueError, match=r"unit_1/quiz\.yaml: question 1 needs at least 2 options"):
        questions("dp1")

"""The schedule: never before its day, a wrong answer at once, and what was committed is what is counted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from execml.course.learner import repetition
from execml.course.learner.questions import key, questions
from execml.course.learner.repetition import (
    DAYS,
    Asked,
    answers,
    asked_in,
    comes_back,
    record_answer,
    to_repeat,
)
from hypothesis import given, settings
from hypothesis import strategies as st

START = date(2026, 1, 1)
HISTORIES = st.lists(st.tuples(st.booleans(), st.integers(0, 40)), min_size=1, max_size=12)


def dated(steps):
    """Turn (right, days since the last answer) into (right, day)."""
    day, history = START, []
    for right, later in steps:
        day += timedelta(days=later)
        history.append((right, day))
    return history


class TestSchedule:
    @given(HISTORIES)
    def test_a_wrong_answer_is_due_at_once(self, steps):
        history = [*dated(steps), (False, dated(steps)[-1][1])]
        assert comes_back(history) == history[-1][1]

    @given(HISTORIES)
    def test_a_right_answer_is_never_due_before_the_next_day(self, steps):
        history = [(right, day) for right, day in dated(steps)]
        due = comes_back([*history, (True, history[-1][1])])
        assert due is None or due > history[-1][1]

    @given(HISTORIES)
    def test_the_day_is_one_of_the_steps_after_some_answer(self, steps):
        history = dated(steps)
        due = comes_back(history)
        offered = {day + timedelta(days=days) for right, day in history for days in (DAYS if right else (0,))}
        assert due is None or due in offered

    @given(HISTORIES)
    def test_a_right_answer_before_its_day_changes_nothing(self, steps):
        history = dated(steps)
        due = comes_back(history)
        if due is not None and due > START:
            early = max(history[-1][1], due - timedelta(days=1))
            if early < due:
                assert comes_back([*history, (True, early)]) == due

    def test_the_steps_are_1_3_7_and_21_days_and_then_it_is_known(self):
        history, waits, day = [], [], START
        for _ in range(4):
            history.append((True, day))
            due = comes_back(history)
            waits.append((due - day).days)
            day = due
        assert waits == [1, 3, 7, 21]
        assert comes_back([*history, (True, day)]) is None

    def test_a_known_question_that_is_missed_starts_again(self):
        days = [START, *(START + timedelta(days=after) for after in (1, 4, 11, 32, 50))]
        history = [(True, day) for day in days[:5]]
        assert comes_back(history) is None
        assert comes_back([*history, (False, days[5])]) == days[5]

    def test_without_an_answer_there_is_no_day(self):
        assert comes_back([]) is None

    @pytest.mark.parametrize(("last", "due", "open_"), [(None, None, True), ("a", None, False)])
    def test_new_is_open_and_known_is_not(self, last, due, open_):
        assert Asked("dp1", {}, last, due).open(START) is open_

    @given(st.integers(-50, 50))
    def test_open_from_its_day_on(self, later):
        asked = Asked("dp1", {}, "an answer", START)
        assert asked.open(START + timedelta(days=later)) is (later >= 0)


@pytest.mark.usefixtures("recorded")
class TestKept:
    def test_builds_commit_nothing(self, monkeypatch, recorded):
        monkeypatch.setenv("EXECML_RECORD", "0")
        item = questions("dp1")[0]
        assert record_answer("dp1", item, item["options"][0]) == ""
        assert not recorded.exists()

    def test_a_folder_that_cannot_be_written_is_a_sentence(self, monkeypatch, tmp_path):
        (tmp_path / "file").write_text("")
        monkeypatch.setenv("EXECML_HOME", str(tmp_path / "file"))
        item = questions("dp1")[0]
        assert record_answer("dp1", item, item["options"][0]).startswith("It could not be saved")

    def test_another_order_of_questions_and_options_loses_nothing(self, monkeypatch):
        file = questions("dp1")
        for item in file:
            record_answer("dp1", item, item["options"][1])
        before = {asked.item["question"]: (asked.last, asked.due) for asked in asked_in("dp1", answers())}
        turned = [{**item, "options": item["options"][::-1]} for item in file[::-1]]
        monkeypatch.setattr(repetition, "questions", lambda quiz: turned)
        after = {asked.item["question"]: (asked.last, asked.due) for asked in asked_in("dp1", answers())}
        assert after == before and all(last is not None for last, _ in after.values())

    def test_a_question_with_other_words_is_a_new_one(self, monkeypatch):
        file = questions("dp1")
        record_answer("dp1", file[0], file[0]["options"][0])
        reworded = [{**file[0], "question": "Is it really?"}, *file[1:]]
        monkeypatch.setattr(repetition, "questions", lambda quiz: reworded)
        assert [asked.last for asked in asked_in("dp1", answers())] == [None] * len(file)
        assert to_repeat(answers()) == []

    def test_a_unit_that_is_gone_is_left_out(self):
        item = questions("dp1")[0]
        record_answer("dp99", item, item["options"][0])
        record_answer("zz1", item, item["options"][0])
        assert to_repeat(answers()) == []

    def test_the_longest_due_comes_first(self, monkeypatch):
        for unit, when in (("dp1", "2026-02-03"), ("fw1", "2026-02-01"), ("am1", "2026-02-02")):
            monkeypatch.setattr(repetition.progress, "now", lambda when=when: f"{when}T12:00:00+00:00")
            item = questions(unit)[0]
            record_answer(unit, item, next(one for one in item["options"] if not one["right"]))
        assert [asked.quiz for asked in to_repeat(answers())] == ["fw1", "am1", "dp1"]


@settings(deadline=None, max_examples=15)
@given(given_=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=8))
def test_what_was_committed_is_what_is_counted(given_, tmp_path_factory):
    file = questions("dp1")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EXECML_RECORD", "1")
        patch.delenv("CI", raising=False)
        patch.setenv("EXECML_HOME", str(tmp_path_factory.mktemp("answers")))
        for question, option in given_:
            record_answer("dp1", file[question], file[question]["options"][option])
        kept = [(answer.question, answer.option, answer.right) for answer in answers()]
        asked = asked_in("dp1", answers())
    chosen = [(file[question], file[question]["options"][option]) for question, option in given_]
    assert kept == [(key(item["question"]), key(one["text"]), one["right"]) for item, one in chosen]
    last = {item["question"]: one["right"] for item, one in chosen}
    assert {each.item["question"]: each.last.right for each in asked if each.last} == last

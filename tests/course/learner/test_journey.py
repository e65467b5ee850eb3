"""The journey: ticks that follow what was done, the next step, and a map without either in a build."""

from __future__ import annotations

import pytest
from execml.course.catalogue import programme_map
from execml.course.learner import progress
from execml.course.learner.decisions import Decision
from execml.course.learner.decisions import _store as store
from execml.course.learner.exercises import exercises_of
from execml.course.learner.journey import latest_work, next_unit, show_map, standings_of
from execml.course.learner.questions import questions
from execml.course.learner.repetition import record_answer
from execml.course.programme import MODULES, WELCOME, module_named

pytestmark = pytest.mark.usefixtures("recorded")
DP = module_named("differential_privacy")


def first():
    return standings_of(DP)[0]


def answer_all(unit, right):
    for item in questions(unit):
        record_answer(unit, item, next(one for one in item["options"] if one["right"] is right))


def pass_all(unit):
    for identifier in exercises_of(DP):
        if identifier.startswith(f"{unit}."):
            progress.record_attempt(identifier, passed=True)


def decide(identifier):
    assert store(Decision(identifier, "keep", "Because.", {}, progress.now())) == []


def test_every_exercise_and_question_is_counted_once():
    for module in (WELCOME, *MODULES):
        assert sum(unit.total for unit in standings_of(module)) == len(exercises_of(module))
    assert [unit.asked for unit in standings_of(DP)] == [
        len(questions(f"dp{number}")) for number in range(1, 7)
    ]


def test_a_unit_goes_from_exercise_to_quiz_to_decision_to_done():
    assert not first().begun and first().ticks == ""
    assert first().next_step.startswith("exercise “The client who joined”")
    pass_all("dp1")
    assert first().next_step == "the quiz" and first().ticks == "✓ 3 of 3 exercises, quiz open, decision open"
    answer_all("dp1", right=False)
    assert first().next_step == "the decision"
    assert first().ticks == "✓ 3 of 3 exercises, quiz: 0 of 3 right, decision open"
    answer_all("dp1", right=True)
    decide("dp1.release")
    assert first().next_step == ""
    assert first().ticks == "✓ 3 of 3 exercises, ✓ quiz: 3 of 3 right, ✓ decided"
    assert next_unit(standings_of(DP)).name == standings_of(DP)[1].name


def test_a_decision_of_another_unit_is_no_tick():
    decide("dp2.notice")
    assert not first().decided and standings_of(DP)[1].decided


def test_the_next_step_is_in_the_module_of_the_latest_work(monkeypatch):
    found = [unit for module in (WELCOME, *MODULES) for unit in standings_of(module)]
    assert latest_work() == "" and next_unit(found).name == "0_welcome"
    monkeypatch.setattr(progress, "now", lambda: "2026-01-02T00:00:00+00:00")
    progress.record_attempt("am2.front", passed=False)
    assert latest_work() == "am2.front"
    assert next_unit(found, latest_work()).label == "2.1 Searching for a model"


def test_what_is_begun_goes_before_what_is_first():
    progress.record_attempt("dp3.offers", passed=True)
    found = [unit for module in MODULES for unit in standings_of(module)]
    assert next_unit(found, "wl0.default_rate").label == "3.3 The privacy budget"


def test_the_map_has_ticks_and_a_next_step_when_it_is_live(shown):
    show_map()
    assert shown[0]["text/plain"] == programme_map()  # nothing is done yet: no empty column
    pass_all("dp1")
    show_map()
    table, following = (bundle["text/plain"] for bundle in shown[-2:])
    (row,) = [line for line in table.splitlines() if "3.1 [" in line]
    assert row.endswith("| ✓ 3 of 3 exercises, quiz open, decision open |")
    assert {line.count("|") for line in table.splitlines()} == {6}
    assert following.startswith("**Next:** [3.1 Why removing names fails](3_differential_privacy/1_")


def test_a_build_shows_the_plain_map(shown, monkeypatch):
    pass_all("dp1")
    monkeypatch.setenv("EXECML_RECORD", "0")
    show_map()
    assert [bundle["text/plain"] for bundle in shown] == [programme_map()]

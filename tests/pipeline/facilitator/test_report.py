"""What a learner has done, in words at any width and as a figure."""

from __future__ import annotations

import pytest
from execml.course.learner import progress
from execml.course.learner.decisions import Decision
from execml.course.learner.decisions import _store as store
from execml.course.learner.exercises import exercises_of
from execml.course.learner.questions import questions
from execml.course.learner.repetition import record_answer
from execml.course.programme import MODULES, WELCOME, root
from execml.pipeline.facilitator.report import plot, progress_report, standings


@pytest.fixture
def learner(tmp_path, monkeypatch):
    """A learner whose progress is kept in a folder of its own."""
    monkeypatch.setenv("EXECML_HOME", str(tmp_path))
    monkeypatch.setenv("EXECML_RECORD", "1")
    monkeypatch.delenv("CI", raising=False)


def test_a_beginner_has_everything_left(learner):
    welcome = standings()[0]
    exercises = exercises_of(WELCOME)
    assert (welcome.passed, welcome.total) == (0, len(exercises))
    assert welcome.minutes_left == sum(exercise.minutes for exercise in exercises.values())
    assert next(iter(exercises.values())).title in progress_report(standings(), 80)


def test_what_is_passed_counts_and_what_failed_does_not(learner):
    first = next(iter(exercises_of(WELCOME)))
    progress.record_attempt(first, passed=False)
    assert standings()[0].passed == 0
    progress.record_attempt(first, passed=True)
    progress.record_attempt(first, passed=True)
    welcome = standings()[0]
    assert (welcome.passed, welcome.share) == (1, 1 / welcome.total)


def test_the_figure_has_a_bar_for_each_module_with_its_count(learner):
    progress.record_attempt(next(iter(exercises_of(WELCOME))), passed=True)
    found = standings()
    axes = plot(found).axes[0]
    passed = [bar.get_width() for bar in axes.containers[1]]
    assert passed == [100 * item.share for item in found]
    assert [text.get_text() for text in axes.texts] == [f"{item.passed} of {item.total}" for item in found]
    title = axes.get_title(loc="left") or axes.get_title()
    assert title == f"1 of {sum(item.total for item in found)} exercises are passed"


def test_a_figure_needs_a_module():
    with pytest.raises(ValueError, match="at least one module"):
        plot([])


def decided(identifier="dp1.release", because="One client in six stands alone. " * 9):
    evidence = {
        "lone clients": 0.171234,
        "rows": 30_000,
        "method": "differencing",
        "cost": 12_345.6,
        "ok": True,
    }
    store(Decision(identifier, "keep the table inside the bank", because.strip(), evidence, progress.now()))


def lines_of(report):
    """Return the lines that have a width to keep: all but the path of the file."""
    return [line for line in report.splitlines() if str(progress.location()) not in line]


@pytest.mark.parametrize("width", [40, 80, 100, 200])
def test_no_line_is_wider_than_the_terminal_and_nothing_is_cut(learner, width):
    decided()
    found = standings()
    report = progress_report(found, width)
    assert max(len(line) for line in lines_of(report)) <= max(
        width, len(report.splitlines()[0])
    )  # the counts need their columns
    flat = " ".join(report.split())
    for item in found:
        assert item.module.title in flat and f"{item.passed} of {item.total}" in flat
        assert all(unit.next_step in flat for unit in item.units[:1])
    assert "One client in six stands alone. " * 8 in flat
    assert str(progress.location()) in report


def test_the_counts_stand_below_their_headings(learner):
    for item in questions("dp1"):
        record_answer("dp1", item, next(one for one in item["options"] if one["right"]))
    head, *rest = progress_report(standings(), 80).splitlines()
    row = next(line for line in rest if line.startswith("Differential privacy"))
    privacy = next(module for module in MODULES if module.prefix == "dp")
    asked = sum(len(questions(f"dp{number}")) for number in privacy.unit_numbers(root()))
    for count, name in ((f"0 of {len(exercises_of(privacy))}", "Exercises"), (f"3 of {asked}", "Quiz right")):
        assert row.index(count) + len(count) == head.index(name) + len(name)
    assert len(row) == len(head)


def test_decisions_come_with_reason_and_evidence(learner):
    assert "Decisions: none yet" in progress_report(standings(), 80)
    decided(because="Too risky.")
    report = progress_report(standings(), 100)
    assert "3.1 Why removing names fails (20" in report
    assert "  Decided: keep the table inside the bank\n  Because: Too risky.\n" in report
    facts = "lone clients: 0.171; rows: 30,000; method: differencing; cost: 12,346; ok: True"
    assert f"Rests on: {facts}" in " ".join(report.split())


def test_a_decision_of_a_module_that_is_gone_is_still_shown(learner):
    decided("zz9.old")
    assert "zz9.old (" in progress_report(standings(), 80)


def test_guesses_are_counted_where_there_are_any(learner):
    assert "Guesses" not in progress_report(standings(), 80)
    with progress.database() as connection:
        rows = [("dp1.alone", 30, progress.now()), ("dp2.name", 0.5, progress.now())]
        connection.executemany("insert into guesses values (?, ?, ?)", rows)
    assert "Guesses before a figure: 2" in progress_report(standings(), 80)

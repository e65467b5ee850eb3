"""What a learner has passed, as numbers and as a figure."""

from __future__ import annotations

import pytest
from execml.course.learner import progress
from execml.course.learner.exercises import exercises_of
from execml.course.programme import WELCOME
from execml.pipeline.facilitator.report import plot, standings


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
    assert welcome.next_title == next(iter(exercises.values())).title


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

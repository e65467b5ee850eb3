"""The plans: they add up, no part is shorter than its reading aloud, and each ends in votes that fit it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from execml.course.programme import MODULES, root, unit_names
from execml.pipeline.facilitator.parts import lesson as real
from execml.pipeline.facilitator.plan import (
    CLOSING,
    IN_DEPTH,
    OPENING,
    SESSIONS,
    in_depth,
    schedule,
    shares,
    votes,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from .lessons import lesson

WRITTEN = [module for module in MODULES if unit_names(root(), module)]


def holds(steps, lessons, minutes):
    assert sum(step.minutes for step in steps) == minutes - OPENING - CLOSING
    assert steps[0].start == OPENING
    assert all(after.start == before.start + before.minutes for before, after in pairwise(steps))
    assert all(60 * step.minutes >= step.part.aloud + step.part.other for step in steps)
    assert 1 <= len(votes(steps)) <= minutes // 30
    for voted in votes(steps):
        shown = {step.part.name for step in steps if step.lesson is voted}
        assert shown >= {part.name for part in voted.parts if part.name in IN_DEPTH}
    order = [lessons.index(step.lesson) for step in steps]
    assert order == sorted(order)


@pytest.mark.parametrize("module", WRITTEN, ids=lambda module: module.package)
@pytest.mark.parametrize("minutes", SESSIONS)
def test_the_plans_of_the_programme_add_up_and_can_be_read_aloud(module, minutes):
    lessons = [real(root(), name) for name in unit_names(root(), module)]
    steps = schedule(lessons, minutes)
    holds(steps, lessons, minutes)
    assert votes(steps)[0].unit.front.present
    assert in_depth(lessons)[0] in votes(steps)


@given(st.lists(st.integers(10, 200), min_size=1, max_size=6), st.sampled_from(SESSIONS))
@settings(deadline=None, max_examples=60)
def test_any_units_make_a_plan_that_adds_up(spoken, minutes):
    lessons = [lesson(number, count) for number, count in enumerate(spoken)]
    holds(schedule(lessons, minutes), lessons, minutes)


def test_half_an_hour_takes_one_unit_to_its_vote_the_one_that_is_to_be_presented_first():
    lessons = [lesson(1, present=2), lesson(2), lesson(3, present=1)]
    assert [each.unit.name[-3:] for each in in_depth(lessons)] == ["3_x", "1_x", "2_x"]
    assert votes(schedule(lessons, 30)) == [lessons[2]]
    assert votes(schedule(lessons, 60)) == [lessons[0], lessons[2]]


def test_the_exercise_gives_way_before_the_vote():
    steps = schedule([lesson(1, spoken=400)], 30)
    names = [step.part.name for step in steps]
    assert "exercise" not in names
    assert names[-1] == "boardroom"


def test_a_session_that_is_too_short_says_so():
    with pytest.raises(ValueError, match="minutes=30 is too short to show one unit to its vote"):
        schedule([lesson(1, spoken=900)], 30)


@given(st.integers(0, 200), st.lists(st.integers(1, 50), min_size=1, max_size=12))
@settings(deadline=None, max_examples=100)
def test_shares_add_up_and_lie_within_one_of_their_proportion(total, weights):
    found = shares(total, weights)
    assert sum(found) == total
    assert all(
        abs(share - total * weight / sum(weights)) < 1 for share, weight in zip(found, weights, strict=True)
    )

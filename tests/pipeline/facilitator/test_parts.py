"""The parts of a unit are found by what they are, and take as long as they are to be read aloud."""

from __future__ import annotations

import re

import pytest
from execml.course.programme import root, unit_names
from execml.pipeline.facilitator.parts import ARGUE, PAIRS, TURN, UNKNOWN_EXERCISE, VOTE, lesson

from . import lessons

LESSONS = [name for name in unit_names(root()) if "/" in name]


def test_parts_stand_in_the_order_of_the_page_not_in_that_of_their_names():
    assert [part.name for part in lessons.lesson(1).parts] == [
        "idea",
        "mathematics",
        "failure",
        "exercise",
        "boardroom",
    ]


def test_a_part_takes_its_words_its_turn_and_its_work():
    found = {part.name: part for part in lessons.lesson(1, spoken=260).parts}
    assert found["failure"].aloud == 120
    assert found["failure"].least == 3  # two minutes and a turn
    assert found["exercise"].other == TURN + 60 * UNKNOWN_EXERCISE + PAIRS
    assert found["boardroom"].other == TURN + ARGUE + VOTE
    assert found["boardroom"].words == 262  # the decision is read out too


@pytest.mark.parametrize("name", LESSONS)
def test_every_unit_of_the_programme_has_its_parts(name):
    found = lesson(root(), name)
    names = [part.name for part in found.parts]
    assert {"idea", "failure", "mathematics", "exercise", "boardroom", "quiz"} <= set(names)
    assert len(names) == len(set(names))
    assert all(part.words > 10 for part in found.parts)
    assert found.last_exercise is not None
    assert re.match(r"(\*\*)?[234]\. ", found.task)

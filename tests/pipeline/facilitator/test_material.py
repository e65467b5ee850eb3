"""What a facilitator says and hears is taken from the unit's own files, so that it cannot differ."""

from __future__ import annotations

import pytest
from execml.course.programme import root, unit_names
from execml.pipeline.facilitator.material import measured, questions, run_first, unit_material, wrong_turns
from execml.pipeline.facilitator.parts import lesson

LESSONS = [name for name in unit_names(root()) if "/" in name]
NAME = "3_differential_privacy/1_why_removing_names_fails"


@pytest.mark.parametrize("name", LESSONS)
def test_every_unit_brings_its_questions_its_quiz_its_figures_and_its_seconds(name):
    found = lesson(root(), name)
    assert len(questions(found)) == 5
    assert all(sum(option["right"] for option in item["options"]) == 1 for item in found.quiz)
    text = "\n".join(unit_material(found, pictures=False))
    assert text.count("*Hands: before the talk ……, after it ……*") == len(found.options) >= 3
    assert text.count("\n- **Right**: ") == len(found.quiz) >= 3
    figures = [figure for block in found.blocks for figure in block.figures]
    assert figures
    assert all(f"“{figure.title}”" in text for figure in figures)
    assert "<img" not in text
    assert "\n".join(unit_material(found, pictures=True)).count("<img ") == len(figures)
    seconds = measured()["seconds"].get(name)
    assert run_first(found) == (f"about {seconds} s" if seconds else "not measured")


def test_wrong_turns_are_those_of_the_check_of_the_last_exercise():
    found = wrong_turns(lesson(root(), NAME))
    assert "The model is right; the odds stand upside down: found over accused." in found
    assert not any("percentage" in text for text in found)  # that answers another exercise


def test_nothing_is_measured_of_a_unit_that_is_no_more():
    assert set(measured()["seconds"]) <= set(LESSONS)

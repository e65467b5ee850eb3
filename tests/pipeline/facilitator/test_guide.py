"""The run-of-show: its minutes add up, and it is made from the sources alone."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from execml.course.front_matter import Front
from execml.course.programme import MODULES
from execml.pipeline.building.source import Cell, Unit
from execml.pipeline.facilitator.guide import (
    CLOSING,
    OPENING,
    SESSIONS,
    guide,
    parts,
    schedule,
    sections,
    shares,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from ..units import source

HEADINGS = [
    "In one minute",
    "An attack",
    "Sensitivity",
    "What it costs",
    "Exercises",
    "In the boardroom",
    "Sources",
]


def unit(number: int, reading: int = 25) -> Unit:
    cells = [Cell("markdown", f"# Unit {number}"), Cell("markdown", "Welcome them.", ("facilitator",))]
    for heading in HEADINGS:
        cells += [Cell("markdown", f"## {heading}\n\nText."), Cell("code", "# not a heading")]
    cells.append(Cell("markdown", "Ask who would sign.", ("facilitator",)))
    return Unit(
        f"3_differential_privacy/{number}_x", Front(f"Unit {number}", "Shall we?", reading, 10), tuple(cells)
    )


def test_notes_stand_under_the_heading_before_them():
    found = sections(unit(1))
    assert [section.heading for section in found] == ["Unit 1", *HEADINGS]
    assert found[0].notes == ("Welcome them.",)
    assert found[-1].notes == ("Ask who would sign.",)


def test_each_part_is_found_by_its_place():
    assert parts(unit(1)) == {
        "idea": "In one minute",
        "failure": "An attack",
        "mathematics": "Sensitivity",
        "exercise": "Exercises",
        "boardroom": "In the boardroom",
    }


@pytest.mark.parametrize("minutes", SESSIONS)
@pytest.mark.parametrize("count", [1, 5])
def test_a_session_is_filled_to_the_minute(minutes, count):
    steps = schedule([unit(number) for number in range(count)], minutes)
    assert sum(step.minutes for step in steps) == minutes - OPENING - CLOSING
    assert steps[0].start == OPENING
    assert all(after.start == before.start + before.minutes for before, after in pairwise(steps))
    assert min(step.minutes for step in steps) >= 1


def test_longer_sessions_show_more_and_every_session_decides():
    units = [unit(number) for number in range(5)]
    shown = [Counter(step.heading for step in schedule(units, minutes)) for minutes in SESSIONS]
    assert shown[0] == {"In one minute": 5, "In the boardroom": 5}
    assert shown[1] - shown[0] == {"An attack": 5, "Exercises": 1}
    assert shown[2] - shown[1] == {"Sensitivity": 5, "Exercises": 1}


@pytest.mark.parametrize("minutes", SESSIONS)
@pytest.mark.parametrize("count", range(1, 6))
def test_an_exercise_gets_the_time_that_people_need(minutes, count):
    steps = schedule([unit(number) for number in range(count)], minutes)
    assert all(step.minutes >= 8 for step in steps if step.heading == "Exercises")


def test_a_longer_unit_gets_more_time():
    steps = schedule([unit(1, reading=40), unit(2, reading=10)], 60)
    spent = Counter()
    for step in steps:
        spent[step.unit] += step.minutes
    assert spent["Unit 1"] > spent["Unit 2"]


def test_a_session_that_is_too_short_says_so():
    with pytest.raises(ValueError, match="too short to show the ideas of 20 units"):
        schedule([unit(number) for number in range(20)], 30)


@given(st.integers(0, 200), st.lists(st.integers(1, 50), min_size=1, max_size=12))
@settings(deadline=None, max_examples=100)
def test_shares_add_up_and_lie_within_one_of_their_proportion(total, weights):
    found = shares(total, weights)
    assert sum(found) == total
    assert all(
        abs(share - total * weight / sum(weights)) < 1 for share, weight in zip(found, weights, strict=True)
    )


def test_the_guide_is_made_from_the_sources(tmp_path):
    module = MODULES[2]
    text = "\n".join(
        [
            "# ---",
            "# title: Noise",
            "# decision: Shall we?",
            "# minutes: {reading: 20, exercises: 10}",
            "# needs: [averages]",
            "# objectives: [decide on noise]",
            "# ---",
            "# %% [markdown]\n# # Noise",
            *(f"# %% [markdown]\n# ## {heading}" for heading in HEADINGS),
            '# %% [markdown] tags=["facilitator"]\n# Ask who would sign.',
        ]
    )
    source(tmp_path, f"{module.folder}/1_noise", text)
    written = guide(tmp_path, module)
    assert written.startswith(f"# {module.title}: the facilitator's guide\n")
    for line in (
        "| Noise | `notebooks/3_differential_privacy/1_noise.ipynb` | 20 min | 10 min |",
        "- averages",
        "- decide on noise",
        "## 30 minutes",
        "| 0:27 | 3 | | what was decided, and who checks it by when | |",
        "**Sources.** Ask who would sign.",
    ):
        assert f"\n{line}\n" in written


def test_a_module_without_units_says_so(tmp_path):
    with pytest.raises(ValueError, match="module 'automl' has no unit yet"):
        guide(tmp_path, MODULES[1])

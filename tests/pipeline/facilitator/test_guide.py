"""The guide as a whole: made from the sources, for a terminal and as a page."""

from __future__ import annotations

import re

import pytest
from execml.course.programme import MODULES, root, unit_names
from execml.pipeline.facilitator.guide import WIDTH, guide, page
from execml.pipeline.facilitator.plan import CLOSING, SESSIONS

from ..units import source
from .lessons import HEADINGS

WRITTEN = [module for module in MODULES if unit_names(root(), module)]
STEP = re.compile(r"^- \*\*(\d):(\d\d), (\d+) min\.\*\*", re.MULTILINE)


@pytest.mark.parametrize("module", WRITTEN, ids=lambda module: module.package)
def test_on_a_terminal_it_is_plain_fits_and_adds_up(module):
    text = guide(root(), module)
    assert not re.search(r"\\[a-zA-Z]+|\$[^$\n]*\$|</?[a-z]+[ >]|\]\(", text)
    assert all(len(line) <= WIDTH for line in text.splitlines() if "`" not in line)
    sessions = re.split(r"(?m)^## ", text)
    for minutes in SESSIONS:
        (session,) = [part for part in sessions if part.startswith(f"{minutes} minutes\n")]
        steps = [
            (60 * int(hour) + int(minute), int(length)) for hour, minute, length in STEP.findall(session)
        ]
        at = 0
        for start, length in steps:
            assert start == at
            at += length
        assert at == minutes
        assert steps[-1][1] == CLOSING


@pytest.mark.parametrize("module", WRITTEN, ids=lambda module: module.package)
def test_as_a_page_it_shows_every_figure_and_fetches_nothing(module):
    made = page(root(), module)
    assert made.count("<img ") >= 2 * len(module.unit_numbers(root()))
    assert "$" not in re.sub(r"NT\$|\(\$\)|<img[^>]*>|(?s:<style>.*?</style>)", "", made)
    assert all(link.startswith("https://") for link in re.findall(r'<a href="([^"#]+)"', made))
    assert "<script" not in made


def test_what_the_room_should_know_is_said_once_and_without_the_other_units(tmp_path):
    module = MODULES[3]
    for number, needs in ((1, "[averages and percentages]"), (2, '["unit 1", "averages"]')):
        text = "\n".join(
            [
                "# ---",
                f"# title: Noise {number}",
                "# decision: Shall we?",
                "# parts: {failure: An attack, mathematics: Sensitivity}",
                f"# needs: {needs}",
                "# ---",
                *(f"# %% [markdown]\n# ## {heading}" for heading in HEADINGS),
                '# %% [markdown] tags=["facilitator"]\n# Ask who would sign.',
            ]
        )
        source(tmp_path, f"{module.folder}/{number}_noise", text)
    written = guide(tmp_path, module)
    assert written.startswith(f"# {module.title}: the facilitator's guide\n")
    assert "The room should know:\n\n- averages\n- percentages\n\n" in written
    assert written.count("Ask who would sign.") == 2
    assert "not measured" in written


def test_a_unit_that_is_being_written_is_guided_without_a_plan(tmp_path):
    source(
        tmp_path, f"{MODULES[3].folder}/1_noise", "# ---\n# title: Noise\n# ---\n# %% [markdown]\n# # Noise\n"
    )
    written = guide(tmp_path, MODULES[3])
    assert written.count("No plan yet: no unit has a section 'In the boardroom'") == 3


def test_a_module_without_units_says_so(tmp_path):
    with pytest.raises(ValueError, match="module 'automl' has no unit yet"):
        guide(tmp_path, MODULES[1])

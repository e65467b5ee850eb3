"""Reading units: what stands in the front matter, which cells there are, and which unit a person means."""

from __future__ import annotations

import pytest
from execml.course.front_matter import Claim, SourceError
from execml.pipeline.building.source import choose, read

from ..units import GOOD, source

TEST = "'tests/a/test_claims.py::test_it'"


def test_claims_are_read_with_their_tests(tmp_path):
    one = f"#   - bold: '# of #'\n#     test: {TEST}\n#     kind: exact\n"
    claims = f"# claims:\n{one}#   - {{bold: '#', test: {TEST}}}"
    source(tmp_path, "1_a/1_x", GOOD.replace("# decision: Shall we?", claims))
    test = TEST.strip("'")
    assert read(tmp_path, "1_a/1_x").front.claims == (
        Claim("# of #", test, "exact"),
        Claim("#", test, "data"),
    )


def test_a_unit_is_read_with_its_tags_and_slides(tmp_path):
    source(tmp_path, "1_a/1_x", GOOD)
    unit = read(tmp_path, "1_a/1_x")
    assert (unit.front.title, unit.front.reading, unit.front.exercises) == ("A small unit", 3, 2)
    assert [cell.kind for cell in unit.cells] == ["markdown", "code", "markdown", "code", "code", "code"]
    assert unit.cells[0].slide == "slide"
    assert unit.cells[3].tags == ("exercise",)
    assert unit.cells[0].text == "# A small unit"


def test_a_comment_never_becomes_a_magic_command(tmp_path):
    source(tmp_path, "1_a/1_x", GOOD.replace('print("one")', "# %time x = 1\n# !ls"))
    assert "# %time x = 1\n# !ls" in read(tmp_path, "1_a/1_x").cells[1].text


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("# ---\n# title", "# title", "closing line|must stand at the top"),
        ("# title: A small unit\n", "", "at least 'title"),
        ("# title:", "# titel: x\n# title:", "titel"),
        ("{reading: 3, exercises: 2}", "five", "minutes='five'"),
        ("{reading: 3, exercises: 2}", "{reading: -3}", "minutes="),
        ("# decision: Shall we?", "# needs: patience", "needs='patience' must be a list"),
        ("# decision: Shall we?", "# decision: [", "expected"),
        ("# decision: Shall we?", "# present: first", "present='first' must be a whole number from 1"),
        (
            "# decision: Shall we?",
            "# parts: [An attack]",
            r"parts=\['An attack'\] must give headings for some of",
        ),
        ("# decision: Shall we?", "# parts: {attack: An attack}", "for some of failure, mathematics, cost"),
        ("# decision: Shall we?", "# claims: many", "claims='many' must be a list"),
        ("# decision: Shall we?", "# claims: [many]", "the claim 'many' needs a text for 'bold' and 'test'"),
        ("# decision: Shall we?", "# claims: [{bold: '# of #'}]", "needs a text for 'bold' and 'test'"),
        ("# decision: Shall we?", f"# claims: [{{bold: 3, test: {TEST}}}]", "needs a text"),
        ("# decision: Shall we?", f"# claims: [{{bold: '#', test: {TEST}, seed: a}}]", "needs a text"),
        ("# decision: Shall we?", f"# claims: [{{bold: 9 of 10, test: {TEST}}}]", "'9 of 10' has no '#'"),
        (
            "# decision: Shall we?",
            "# claims: [{bold: '#', test: test_it}]",
            "must read like 'tests/….py::test_…'",
        ),
        (
            "# decision: Shall we?",
            f"# claims: [{{bold: '#', test: {TEST}, kind: guess}}]",
            "one of: data, exact",
        ),
        ('tags=["exercise"]', 'tags="exercise"', "not of type 'array'"),
        ('tags=["exercise"]', 'tags=["exercise"', "above the cell 'answer = ...*only tags"),
        ('tags=["exercise"]', 'tag=["exercise"]', "above the cell 'answer = ...*only tags"),
    ],
)
def test_a_wrong_source_is_named_with_its_fault(tmp_path, old, new, complaint):
    source(tmp_path, "1_a/1_x", GOOD.replace(old, new, 1))
    with pytest.raises(SourceError, match=complaint) as caught:
        read(tmp_path, "1_a/1_x")
    assert "1_x.py" in str(caught.value)


def test_a_person_may_name_units_in_several_ways(tmp_path, monkeypatch):
    for name in ("1_a/1_x", "1_a/2_y", "2_b/1_z"):
        path = source(tmp_path, name, GOOD)
    monkeypatch.chdir(tmp_path)
    assert choose(tmp_path, []) == ["1_a/1_x", "1_a/2_y", "2_b/1_z"]
    assert choose(tmp_path, ["1_a"]) == ["1_a/1_x", "1_a/2_y"]
    assert choose(tmp_path, ["1_a/2_y", "notebooks/1_a/1_x.ipynb"]) == ["1_a/1_x", "1_a/2_y"]
    assert choose(tmp_path, [str(path)]) == choose(tmp_path, ["solutions/2_b/1_z.py"]) == ["2_b/1_z"]


def test_an_unknown_unit_lists_the_right_ones(tmp_path):
    source(tmp_path, "1_a/1_x", GOOD)
    with pytest.raises(ValueError, match=r"no unit is called '1_a/1'.*\n  1_a/1_x"):
        choose(tmp_path, ["1_a/1"])

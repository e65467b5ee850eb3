"""The two copies of a unit: what each holds, and that nothing in them is random."""

from __future__ import annotations

import pytest
from execml.pipeline.building.derive import derive, navigation, titles
from execml.pipeline.building.narration import fold_telling
from execml.pipeline.building.source import Cell, read

from ..units import GOOD, source


@pytest.fixture
def unit(tmp_path):
    source(tmp_path, "1_a/1_x", GOOD)
    return read(tmp_path, "1_a/1_x")


def test_the_learner_gets_the_stub_and_the_worked_copy_the_answer(unit):
    learner = [cell.source for cell in derive(unit, "notebooks", {}).cells]
    worked = [cell.source for cell in derive(unit, "solutions", {}).cells]
    assert [text for text in learner if text not in worked] == ["answer = ...  # TODO: six times seven"]
    assert [text for text in worked if text not in learner] == ["answer = 6 * 7"]
    assert not any("Ask the room" in text for text in learner + worked)


def test_a_stub_without_a_solution_stays_in_both_copies(tmp_path):
    source(tmp_path, "1_a/1_x", GOOD.replace('tags=["solution"]', ""))
    worked = derive(read(tmp_path, "1_a/1_x"), "solutions", {})
    assert any("TODO" in cell.source for cell in worked.cells)


def test_code_that_is_not_for_reading_is_folded(unit):
    folded = [cell for cell in derive(unit, "notebooks", {}).cells if cell.metadata.get("jupyter")]
    assert [cell.metadata.tags for cell in folded] == [["hide-input"]]
    assert folded[0].metadata.jupyter == {"source_hidden": True}


def test_what_only_tells_is_split_off_and_folded(tmp_path):
    told = '# %% slideshow={"slide_type": "slide"}\nx = 6 * 7\n\nsay(f"It is {x}.")\nsay("So.")\n'
    source(tmp_path, "1_a/1_x", f"{GOOD}\n{told}")
    computing, telling = derive(read(tmp_path, "1_a/1_x"), "notebooks", {}).cells[-2:]
    assert (computing.source, telling.source) == ("x = 6 * 7", 'say(f"It is {x}.")\nsay("So.")')
    assert computing.metadata == {"slideshow": {"slide_type": "slide"}}
    assert telling.metadata == {"tags": ["hide-input", "told"], "jupyter": {"source_hidden": True}}


@pytest.mark.parametrize(
    ("text", "tags", "parts"),
    [
        ("show(fig)", (), [("show(fig)", ("hide-input",))]),
        ("say('a')\ny = 1", (), [("say('a')\ny = 1", ())]),
        ("x = 1\n# why\nsay('a')", (), [("x = 1", ()), ("# why\nsay('a')", ("hide-input", "told"))]),
        ("x = 1\nsay('a')", ("exercise",), [("x = 1\nsay('a')", ("exercise",))]),
        ("x = 1\nsay('a')", ("hide-input",), [("x = 1\nsay('a')", ("hide-input",))]),
        ("x = 1\nmodel.fit(x)\nsay('a')", (), [("x = 1\nmodel.fit(x)\nsay('a')", ())]),
        (
            "x = 1\nfig, ax = figure('A')\nbars = ax.bar(x)\nax.bar_label(bars)\nshow(fig)\nsay('a')",
            (),
            [
                ("x = 1", ()),
                (
                    "fig, ax = figure('A')\nbars = ax.bar(x)\nax.bar_label(bars)\nshow(fig)\nsay('a')",
                    ("hide-input", "told"),
                ),
            ],
        ),
        (
            "for x in y:\n    axes[0].plot(x)\nshow(fig)",
            (),
            [("for x in y:\n    axes[0].plot(x)\nshow(fig)", ("hide-input",))],
        ),
        ("x = say\nshow(x)", (), [("x = say", ()), ("show(x)", ("hide-input", "told"))]),
        ("for x in y:\n    say(x)", (), [("for x in y:\n    say(x)", ())]),
        ("%magic\nsay('a')", (), [("%magic\nsay('a')", ())]),
    ],
)
def test_only_a_trailing_run_of_telling_is_split_off(text, tags, parts):
    assert [(part.text, part.tags) for part in fold_telling(Cell("code", text, tags))] == parts


def test_a_telling_that_is_off_the_slides_stays_off():
    parts = fold_telling(Cell("code", "x = 1\nsay('a')", (), "skip"))
    assert [part.slide for part in parts] == ["skip", "skip"]


def test_ids_come_from_the_text_and_are_unique(tmp_path):
    source(tmp_path, "1_a/1_x", GOOD + "\n# %%\nprint(answer)\n")
    unit = read(tmp_path, "1_a/1_x")
    first, second = derive(unit, "notebooks", {}), derive(unit, "notebooks", {})
    ids = [cell.id for cell in first.cells]
    assert ids == [cell.id for cell in second.cells]
    assert len(set(ids)) == len(ids)
    shared = {cell.source: cell.id for cell in derive(unit, "solutions", {}).cells}
    assert all(shared[cell.source] in ids for cell in first.cells if cell.source in shared)


def test_the_metadata_name_no_patch_version(unit):
    metadata = derive(unit, "notebooks", {}).metadata
    assert metadata.kernelspec.name == "python3"
    assert metadata.language_info.version == "3"
    assert metadata.execml == {"title": "A small unit", "minutes": {"reading": 3, "exercises": 2}}


def test_the_last_cell_leads_to_the_neighbours(tmp_path):
    for name, title in (
        ("0_welcome", "Welcome"),
        ("1_a/1_x", "X"),
        ("1_a/2_y", "Y"),
        ("2_b/1_z", "Z"),
        ("glossary", "Words"),
    ):
        source(tmp_path, name, GOOD.replace("A small unit", title))
    links = navigation("1_a/2_y", titles(tmp_path))
    assert links.splitlines()[1] == (
        "Previous: [X](1_x.ipynb) · [All units](../0_welcome.ipynb) · [Glossary](../glossary.ipynb) "
        "· Next: [Z](../2_b/1_z.ipynb)"
    )
    assert "Previous" not in navigation("0_welcome", titles(tmp_path))
    assert navigation("glossary", titles(tmp_path)).splitlines()[1] == "[All units](0_welcome.ipynb)"


def test_a_neighbour_that_cannot_be_read_keeps_its_file_name(tmp_path):
    source(tmp_path, "1_a/1_x", GOOD)
    source(tmp_path, "1_a/2_y", "print(1)")
    assert titles(tmp_path) == {"1_a/1_x": "A small unit", "1_a/2_y": "2_y"}


def test_another_copy_is_refused(unit):
    with pytest.raises(ValueError, match="copy='slides' must be one of"):
        derive(unit, "slides", {})

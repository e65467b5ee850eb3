"""The two copies of a unit: what each holds, and that nothing in them is random."""

from __future__ import annotations

import pytest
from execml.course.programme import COPIES
from execml.pipeline.building.derive import derive, navigation, titles
from execml.pipeline.building.narration import fold_telling, opens_folded
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


def test_a_page_opens_with_its_code_folded_but_for_exercises_and_checks(unit):
    for copy in ("notebooks", "solutions"):
        cells = [cell for cell in derive(unit, copy, {}).cells if cell.cell_type == "code"]
        opened = [cell for cell in cells if cell.metadata.get("jupyter") != {"source_hidden": True}]
        assert 0 < len(opened) < len(cells)
        assert all({"exercise", "solution"} & set(cell.metadata.get("tags", [])) for cell in opened)


def test_the_first_minute_and_the_boardroom_show_no_code():
    def code(text, *tags):
        return Cell("code", text, tags)

    cells = [
        Cell("markdown", "# Title"),
        code("begin()", "hide-input"),
        Cell("markdown", "## In one minute\n\nThe idea."),
        code("first = ...", "exercise"),
        Cell("markdown", "## Exercises\n\n## In one minute is over"),
        code("first = ...", "exercise"),
        code("check('dp1.first', first)"),
        code("check('dp1.first', first)", "hide-input"),
        code("hint('dp1.first', 1)"),
        code("rates = check_rates(first)"),
        Cell("markdown", "### A detail"),
        code("second = 2", "solution"),
        Cell("markdown", "## In the boardroom"),
        code("choice = ...", "exercise"),
        Cell("markdown", "### The decision"),
        code("check('dp1.first', first)"),
        Cell("markdown", "## Sources"),
        code("third = ...", "exercise"),
    ]
    open_code = [
        cell.text
        for cell, folded in zip(cells, opens_folded(cells), strict=True)
        if not folded and cell.kind == "code"
    ]
    assert open_code == [
        "first = ...",
        "check('dp1.first', first)",
        "hint('dp1.first', 1)",
        "second = 2",
        "third = ...",
    ]


def test_what_only_tells_is_split_off_and_folded(tmp_path):
    told = '# %% slideshow={"slide_type": "slide"}\nx = 6 * 7\n\nsay(f"It is {x}.")\nsay("So.")\n'
    source(tmp_path, "1_a/1_x", f"{GOOD}\n{told}")
    computing, telling = derive(read(tmp_path, "1_a/1_x"), "notebooks", {}).cells[-2:]
    assert (computing.source, telling.source) == ("x = 6 * 7", 'say(f"It is {x}.")\nsay("So.")')
    assert computing.metadata == {"slideshow": {"slide_type": "slide"}, "jupyter": {"source_hidden": True}}
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


def test_a_sentence_that_code_prints_links_to_the_glossary_from_either_copy(tmp_path):
    told = '# %%\nsay("The [loss](../glossary.md#Loss) falls.")\n'
    told += "\n# %% [markdown]\n# A [loss](../glossary.md#Loss).\n"
    source(tmp_path, "1_a/1_x", f"{GOOD}\n{told}")
    unit, known = read(tmp_path, "1_a/1_x"), {"Loss": 'What is "lost".'}
    texts = {copy: [cell.source for cell in derive(unit, copy, {}, known).cells[-2:]] for copy in COPIES}
    title = ' "What is &quot;lost&quot;."'
    assert texts == {
        "notebooks": [
            'say("The [loss](../glossary.md#Loss) falls.")',
            f"A [loss](../glossary.md#Loss{title}).",
        ],
        "solutions": [
            'say("The [loss](../../notebooks/glossary.md#Loss) falls.")',
            f"A [loss](../../notebooks/glossary.md#Loss{title}).",
        ],
    }


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
    ):
        source(tmp_path, name, GOOD.replace("A small unit", title))
    links = navigation("1_a/2_y", titles(tmp_path))
    assert links.splitlines()[1] == (
        "Previous: [X](1_x.ipynb) · [All units](../0_welcome.ipynb) · [Glossary](../glossary.md) "
        "· Next: [Z](../2_b/1_z.ipynb)"
    )
    assert "Previous" not in navigation("0_welcome", titles(tmp_path))
    assert "[Glossary](../../notebooks/glossary.md)" in navigation("1_a/2_y", titles(tmp_path), "solutions")


def test_a_neighbour_that_cannot_be_read_keeps_its_file_name(tmp_path):
    source(tmp_path, "1_a/1_x", GOOD)
    source(tmp_path, "1_a/2_y", "print(1)")
    assert titles(tmp_path) == {"1_a/1_x": "A small unit", "1_a/2_y": "2_y"}


def test_another_copy_is_refused(unit):
    with pytest.raises(ValueError, match="copy='slides' must be one of"):
        derive(unit, "slides", {})

"""The contract: a page that keeps it has no findings, and each rule fires where it must."""

from __future__ import annotations

from dataclasses import replace

import pytest
from execml.course.front_matter import Front
from execml.course.learner.exercises import Exercise
from execml.pipeline.contract import exercises as rules_exercises
from execml.pipeline.contract.inspector import PAGE_RULES, PROGRAMME_RULES, inspect_page, inspect_programme
from execml.pipeline.contract.page import Debt, Programme
from execml.pipeline.contract.presenting import order_of_presenting
from nbformat.v4 import new_output

from ..pages import (
    BOARDROOM,
    FIRST,
    FRONT,
    IMAGE,
    PARTS,
    changed,
    code,
    good_cells,
    markdown,
    page,
    printed,
    result,
    said,
    shown,
    with_code,
    with_front,
    with_text,
    without,
    worked,
    write_decision,
)
from ..units import source


def stopped():
    return new_output("error", ename="KeyError", evalue="'gone'", traceback=["…"])


def bare_picture(kind="image/png"):
    return new_output("display_data", {kind: "AAAA", "text/plain": "<Figure size 640x480 with 1 Axes>"})


def early_failure():
    cells = good_cells()
    return page([cells[0], cells[4], *cells[2:]])


def exchanged():
    cells = good_cells()
    cells[12:14], cells[7:12] = cells[7:9], cells[9:14]
    return page(cells)


def told_page():
    cells = good_cells()
    cells[4:4] = [code("say('so')", said("So."), tags=["hide-input", "told"]) for _ in range(10)]
    return page(cells)


def long_page(**owed):
    cells = good_cells()
    cells[4:4] = [markdown("One more paragraph.") for _ in range(20)]
    return page(cells, debt=Debt(owed))


def unexecuted():
    broken = page()
    broken.notebook.cells[5].execution_count = None
    return broken


def timed():
    return changed(6, metadata={"execution": {"iopub.execute_input": "2026-11-22T10:00:00Z"}})


def same_ids():
    broken = page()
    broken.notebook.cells[3].id = broken.notebook.cells[2].id
    return broken


def other_metadata(**new):
    broken = page()
    broken.notebook.metadata.update(new)
    return broken


def source_without(tag):
    kept = page()
    return page(unit_cells=tuple(cell for cell in kept.unit.cells if tag not in cell.tags))


def source_without_slides():
    kept = page()
    return page(unit_cells=tuple(cell for cell in kept.unit.cells if not cell.slide))


def nothing_open():
    cells = good_cells()
    cells[8].source = "first = None"
    return page(cells)


def offering(words):
    return changed(10, outputs=[said(f"**Your turn.** {words}")])


BROKEN = [
    ("one_title", with_text("# Another title"), "has 2 first-level headings"),
    ("one_title", changed(1, source=FIRST.removeprefix("# ")), "has 0 first-level headings"),
    ("one_title", page([good_cells()[2], *good_cells()]), "must stand in the first cell"),
    (
        "parts_named",
        with_front(parts={"failure": "The failure"}),
        "needs 'parts' with the heading of the math",
    ),
    (
        "parts_named",
        with_front(parts={**PARTS, "cost": "Sources"}),
        "begin at 'Sources', which is no section",
    ),
    ("parts_named", with_front(parts={**PARTS, "cost": "The failure"}), "one heading for two parts"),
    ("no_skipped_level", with_text("#### Deep"), "skips from level 2 to level 4"),
    ("sections_in_order", changed(3, source="## The idea"), "has 0 sections '## In one minute'"),
    ("sections_in_order", with_text("## Sources"), "has 2 sections '## Sources'"),
    (
        "sections_in_order",
        page([good_cells()[0], good_cells()[4], *good_cells()[2:]]),
        "must be the first section",
    ),
    ("sections_in_order", exchanged(), "the last three sections must be"),
    ("sections_in_order", without(5), "need the failure and the mathematics"),
    ("fits", long_page(), "has 37 cells; a unit has 35 at most"),
    ("claimed", with_code("say(f'**{gain} of 10.**')", said("**9 of 10.**")), "says '# of #.' in bold"),
    (
        "opens_with_the_decision",
        changed(1, source=FIRST.replace("decision", "question")),
        "must name the decision",
    ),
    ("opens_with_the_decision", with_front(decision=""), "needs 'decision'"),
    ("minutes_stated", with_front(reading=36), "at most"),
    ("minutes_stated", with_front(exercises=0), "both are needed"),
    ("minutes_stated", with_front(reading=21), "must say '21 minutes of reading, 10 of exercises'"),
    ("front_matter_complete", with_front(needs=()), "needs 'needs'"),
    ("front_matter_complete", with_front(objectives=()), "needs 'objectives'"),
    ("front_matter_complete", with_front(libraries=()), "needs 'libraries'"),
    ("front_matter_complete", source_without("facilitator"), "talking points"),
    ("front_matter_complete", source_without_slides(), "slideshow"),
    ("sources_given", changed(17, source="## Sources\n\nA book."), "DOI or arXiv"),
    ("no_network_names", with_text("See https://example.org/page."), "https://example.org/page"),
    ("no_network_names", with_code("x = 'https://doi.org/10.1000/1'"), "https://doi.org/10.1000/1"),
    ("no_network_names", with_code("x = 1", printed("see http://example.org")), "http://example.org"),
    ("no_registry", changed(17, source="## Sources\n\nhttps://" + "pypi." + "org/project/x"), "registry"),
    ("sober_prose", with_text("Look at this!"), "exclamation mark"),
    ("sober_prose", with_text("In this notebook we learn."), "about the notebook"),
    ("folds_render", with_text("<details><summary>Proof: so</summary>\n$x$\n\n</details>"), "blank lines"),
    ("folds_render", with_text("<details>\n\n$x$\n\n</details>"), "<summary>"),
    ("opens_for_the_board", changed(6, metadata={"jupyter": {}}), "neither an exercise nor its check"),
    ("opens_for_the_board", changed(4, metadata={"jupyter": {}}), "'In one minute' and"),
    ("opens_for_the_board", changed(15, metadata={"tags": ["exercise"], "jupyter": {}}), "shows code"),
    ("seeds_explicit", with_code("g = np.random.default_rng()"), "without a seed"),
    ("seeds_explicit", with_code("g = np.random.default_rng(None)"), "without a seed"),
    ("seeds_explicit", with_code("g = Generator(PCG64())"), "without a seed"),
    ("seeds_explicit", with_code("x = torch.randn(3)"), "torch's global generator"),
    ("seeds_explicit", with_code("a, b = train_test_split(rows)"), "without random_state"),
    ("tags_known", changed(6, metadata={"tags": ["nbval-skip"]}), "'nbval-skip'"),
    ("tags_known", changed(5, metadata={"tags": ["excercise"]}), "'excercise'"),
    ("tags_known", with_code("# NBVAL_SKIP\nx = 1"), "by a comment"),
    ("called_names_known", with_code("again()"), "calls again(…), which no cell above"),
    ("offered_names_known", offering('Type `hint("dp1.first")`.'), "offers hint(…)"),
    ("ids_unique", same_ids(), "no id of its own"),
    ("begins_with_begin", changed(2, source="import numpy as np"), "must call begin()"),
    ("no_bare_result", with_code("x", result("0.123456")), "bare result"),
    ("no_bare_result", with_code("x", result("np.float64(3.5)")), "bare result"),
    ("no_bare_result", with_code("ax.bar_label(bars)", result("[Text(0, 3, '4')]")), "bare result"),
    (
        "no_bare_result",
        with_code("f", result("a b", **{"text/html": '<table class="dataframe">'})),
        "bare result",
    ),
    ("executed", unexecuted(), "execution count None"),
    ("executed", timed(), "timestamps"),
    ("figures_have_alt_text", with_code("f", bare_picture(), said("So.")), "bare picture (image/png)"),
    ("figures_have_alt_text", with_code("f", bare_picture("image/svg+xml"), said("So.")), "bare picture"),
    (
        "figures_have_alt_text",
        with_code("f", shown('<img alt=" " src="x"/>'), said("So.")),
        "without alternative",
    ),
    ("figures_have_alt_text", with_code("f", shown("<svg></svg>")), "without alternative"),
    ("figures_have_alt_text", with_text("![](picture.png)"), "without alternative"),
    ("figures_have_a_so_what", with_code("f", shown(IMAGE)), "no sentence follows"),
    ("tables_have_names", with_code("f", shown("<table><tr><th>a</th></tr></table>")), "without a caption"),
    (
        "tables_have_names",
        with_code("f", shown("<table><caption>So</caption><tr><th></th><th>a</th></tr></table>")),
        "an empty heading",
    ),
    (
        "tables_have_names",
        with_code("f", shown("<table><caption>So</caption><tr><td>a</td></tr></table>")),
        "or with none",
    ),
    ("tables_have_names", with_text("Some words.\n\n| a | b |\n|---|---:|\n| 1 | 2 |"), "a line in **bold**"),
    ("tables_have_names", with_text("**So.**\n\n| | b |\n|---|---|\n| 1 | 2 |"), "an empty heading"),
    ("no_scripts", with_code("f", shown("<script>1</script>")), "<script>"),
    ("no_scripts", with_code("f", shown("<p onclick='x()'>a</p>")), "onclick"),
    ("no_scripts", with_code("f", bare_picture("application/javascript")), "application/javascript"),
    ("no_scripts", with_text("<iframe src='x'></iframe>"), "<iframe>"),
    ("quiet", with_code("f", printed("note\n", "stderr")), "wrote to stderr: ['note']"),
    ("quiet", with_code("f", printed("UserWarning: old\n")), "'UserWarning'"),
    ("quiet", with_code("f", printed(" 42%|####      | 42/100 [00:01, 31.2it/s]")), "progress bar"),
    ("quiet", with_code("f", stopped()), "stopped with KeyError"),
    ("quiet", with_code("f", result("<object at 0x7f3a12345678>")), "memory address"),
    ("no_machine_paths", with_code("f", printed("/home/ann/data.csv")), "/home/ann"),
    ("no_machine_paths", with_code("open('C:\\\\Users\\\\ann')"), "Users"),
    ("no_machine_paths", with_text("Look in `/tmp/x`."), "/tmp/x"),
    ("metadata_portable", other_metadata(kernelspec={"name": "my-env"}), "kernel python3"),
    ("metadata_portable", other_metadata(language_info={"version": "3.11.7"}), "patch version"),
    ("stubs_answered", source_without("solution"), "no solution right after the stub 'first = ...'"),
    ("stubs_answered", source_without("exercise"), "no stub right before the solution 'first = 1'"),
    ("stubs_answered", nothing_open(), "leaves nothing open"),
    ("stubs_checked", without(10), "no check"),
    ("verdicts_stored", changed(10, outputs=[said("**Not yet.** Off.")]), "must say **Your turn.**"),
    ("boardroom_complete", without(14), "needs one quiz"),
    ("boardroom_complete", changed(13, source=BOARDROOM.replace("5. Why?", "")), "lists 4 questions"),
    ("boardroom_complete", changed(12, source="check_later()"), "has 1 checked exercises"),
]


@pytest.mark.parametrize("whole", [page(), worked(), told_page(), long_page(cells=37)])
def test_a_page_that_keeps_the_contract_has_no_findings(whole):
    assert [str(breach) for breach in inspect_page(whole)] == []


@pytest.mark.parametrize(("rule", "broken", "message"), BROKEN)
def test_each_rule_fires_where_it_must(rule, broken, message):
    found = [breach for breach in inspect_page(broken) if breach.rule == rule]
    assert found, f"{rule} found nothing"
    assert any(message in breach.message for breach in found), [breach.message for breach in found]


def test_every_rule_has_a_page_that_breaks_it():
    assert {rule.__name__ for rule in PAGE_RULES} == {rule for rule, _, _ in BROKEN}


@pytest.mark.parametrize(
    "harmless",
    [
        with_text("Five factorial is $5!$, and `x != y`."),
        with_text("A citation in place: [doi:10.1000/1](https://doi.org/10.1000/1)."),
        with_text("```python\n# not a heading\n```"),
        with_text("<details><summary>Proof: so</summary>\n\n$x$\n\nAnd so.\n\n</details>\n\nIndeed."),
        with_text("Half/tmp ratios and and/or paths."),
        with_code("import torch\nx = torch.randn(3, generator=source)"),
        with_code("g = np.random.default_rng(seed=3)\nh = np.random.Generator(np.random.PCG64(4))"),
        with_code("f", shown('<svg aria-label="A lock" xmlns="http://www.w3.org/2000/svg"></svg>')),
        with_text("**So.**\n\n| a | b |\n|---|---:|\n| 1 | 2 |"),
        with_code("f", shown("<table><caption>So</caption><tr><th><b>b</b></th></tr></table>")),
        with_code("print('a;')", printed("100% of the requests")),
    ],
)
def test_what_only_looks_like_a_breach_is_left_alone(harmless):
    assert [str(breach) for breach in inspect_page(harmless)] == []


def test_a_page_outside_the_modules_has_a_shape_of_its_own():
    cells = [markdown("# Words\n\nWhat they mean."), markdown("## Sensitivity\n\nHow far.")]
    assert inspect_page(page(cells, front=Front("Words"), name="0_welcome")) == []


def test_a_finding_reads_as_one_line_with_its_place():
    found = inspect_page(with_text("Look!"))
    assert str(found[0]) == (
        "notebooks/3_differential_privacy/1_small.ipynb, cell 5: has an exclamation mark [sober_prose]"
    )


# --- across pages


@pytest.fixture
def two_exercises(monkeypatch, tmp_path):
    """Let module 3 define exactly the two exercises and the decision of the good page."""
    write_decision(tmp_path)

    def exercise(name, minutes):
        return Exercise(f"dp1.{name}", name, "core", minutes, ("a", "b", "c"), lambda answer: None, "Good.")

    known = {each.id: each for each in (exercise("first", 4), exercise("second", 5))}
    monkeypatch.setattr(
        rules_exercises, "exercises_of", lambda module: known if module.prefix == "dp" else {}
    )
    return known


def across(root, *pages, glossary="### Sensitivity\n\nHow far.\n"):
    if glossary:
        (root / "notebooks").mkdir(exist_ok=True)
        (root / "notebooks" / "glossary.md").write_text(glossary, encoding="utf-8")
    return [str(breach) for breach in inspect_programme(Programme(root, pages))]


def test_a_whole_programme_has_no_findings(tmp_path, two_exercises):
    assert across(tmp_path, page(), worked()) == []


def test_a_link_into_the_glossary_needs_its_heading(tmp_path, two_exercises):
    broken = changed(7, source="## The mathematics\n\nSee [privacy](../glossary.md#Unit-of-privacy).")
    found = across(tmp_path, broken)
    assert len(found) == 1
    assert "cell 7: links to '../glossary.md#Unit-of-privacy', and there is no such heading" in found[0]


def test_a_link_to_a_unit_that_is_only_not_built_is_left_to_the_check(tmp_path, two_exercises):
    source(tmp_path, "3_differential_privacy/2_next", "")
    assert across(tmp_path, with_text("See [the next unit](2_next.ipynb).")) == []


def test_a_link_that_explains_itself_on_hover_is_followed_too(tmp_path, two_exercises):
    text = 'See [it](../glossary.md#Sensitivity "How far (at most).") and [that](gone.ipynb "Gone.").'
    found = across(tmp_path, with_text(text))
    assert len(found) == 1
    assert "links to 'gone.ipynb'" in found[0]


def test_a_link_needs_its_file(tmp_path, two_exercises):
    (tmp_path / "LICENSE").write_text("")
    good = with_text("See [the licence](../../LICENSE) and [the sources](#Sources).")
    assert across(tmp_path, good) == []
    broken = with_text("See [the next unit](2_next.ipynb).")
    assert "'2_next.ipynb', and there is no such file" in across(tmp_path, broken)[0]


def test_a_printed_link_is_followed_too(tmp_path, two_exercises):
    found = across(tmp_path, with_code("say(text)", said("[Gone](gone.ipynb)")))
    assert "cell 6: links to 'gone.ipynb'" in found[0]


def test_a_lesson_needs_a_glossary_whose_terms_links_can_name(tmp_path, two_exercises):
    assert across(tmp_path, page(), glossary="") == [
        "notebooks/3_differential_privacy/1_small.ipynb, cell 7: "
        "links to '../glossary.md#Sensitivity', and there is no such file [links_resolve]",
        "notebooks/glossary.md: is missing [glossary_exists]",
    ]
    found = across(tmp_path, page(), glossary="### Rényi\n\nA mean.\n\n### Sensitivity\n\n$\\Delta$.\n")
    assert [text.split(": ")[1] for text in found] == [
        "the term 'Rényi' needs an <a id=\"…\"></a> in ASCII [glossary_exists]",
        "'Sensitivity' must open with a plain sentence [glossary_exists]",
    ]


def test_cells_that_are_not_compared_are_counted(tmp_path, two_exercises):
    exempt = changed(6, metadata={"tags": ["nbval-ignore-output"]})
    assert "1 of 10 code cells are not compared" in across(tmp_path, exempt)[0]
    cells = good_cells()
    cells[5].metadata = {"tags": ["nbval-ignore-output"]}
    cells[5:5] = [code("x = 1") for _ in range(50)]
    assert across(tmp_path, page(cells)) == []


def test_an_exercise_is_checked_once_and_in_its_own_unit(tmp_path, two_exercises):
    unused = [text for text in across(tmp_path, with_code("x = 1")) if "used_once" in text]
    assert unused == []
    missing = changed(12, source="check('dp1.third', second)")
    found = across(tmp_path, missing)
    assert any("checks 'dp1.third', which no exercise is called" in text for text in found)
    assert any("the exercise 'dp1.second' is checked 0 times" in text for text in found)
    twice = changed(12, source="check('dp1.first', second)")
    assert any("the exercise 'dp1.first' is checked 2 times" in text for text in across(tmp_path, twice))
    elsewhere = page(name="3_differential_privacy/2_other")
    assert any("whose number is another unit's" in text for text in across(tmp_path, elsewhere))


def test_the_minutes_of_the_exercises_add_up(tmp_path, two_exercises):
    found = across(tmp_path, with_front(exercises=8))
    assert "its exercises take 9 minutes, and its front matter says 8" in found[0]


def test_two_units_of_a_module_are_not_presented_at_once(tmp_path):
    pages = [page(front=replace(FRONT, present=1), name=f"3_x/{number}_y") for number in (1, 2)]
    others = [
        page(front=replace(FRONT, present=1), name="4_x/1_y"),
        page(name="3_x/3_y"),
        page(name="3_x/4_y"),
    ]
    found = list(order_of_presenting(Programme(tmp_path, (*pages, *others))))
    assert [(breach.file, breach.message) for breach in found] == [
        ("notebooks/3_x/2_y.ipynb", "'present: 1' stands in 3_x/1_y too")
    ]


def test_every_rule_across_pages_is_tested_here_or_in_test_exercises():
    assert {rule.__name__ for rule in PROGRAMME_RULES} == {
        "links_resolve",
        "glossary_exists",
        "order_of_presenting",
        "few_cells_exempt",
        "used_once",
        "minutes_add_up",
        "decisions_sound",
        "feedback_names_known",  # in test_names.py
        "debtors_exist",  # in test_sizes.py
        "claims_tested",  # in test_claims.py
    }

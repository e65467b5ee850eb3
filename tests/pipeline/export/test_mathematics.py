"""Formulas are drawn by the browser: all of the programme's, and those that the library alone draws badly."""

from __future__ import annotations

import re

import nbformat
import pytest
from execml.course.programme import NOTEBOOKS, notebook_path, root, unit_names
from execml.pipeline.export.mathematics import drawn, formula, formulas


def text_of(mathml: str) -> str:
    return re.sub(r"<[^>]+>", "", re.sub(r"&#x0*([0-9A-F]+);", lambda code: chr(int(code[1], 16)), mathml))


@pytest.mark.parametrize("name", unit_names(root()))
def test_every_formula_of_the_programme_is_drawn(name):
    file = notebook_path(root(), name, NOTEBOOKS)
    if not file.exists():
        pytest.skip("this page is no notebook")
    cells = nbformat.read(file, as_version=4).cells
    for cell in cells:
        for latex, display in formulas(cell.source) if cell.cell_type == "markdown" else ():
            assert "\\" not in text_of(formula(latex, display)), latex


@pytest.mark.parametrize(
    ("latex", "shown"),
    [
        (r"P[M(D')\in S]", "P[M(D′)∈S]"),
        ("f'''", "f‴"),
        (r"\bar a \mathrel{+}= t", "a¯+=t"),
    ],
)
def test_a_sign_of_several_characters_stays_together(latex, shown):
    assert text_of(formula(latex)).replace(" ", "").replace("\u00a0", "") == shown


def test_a_bracket_with_a_power_is_as_large_as_its_partner():
    made = formula(r"\Big(1-\tfrac{1}{n}\Big)^{k}")
    assert len(re.findall(r'stretchy="true"[^>]*fence="true"|fence="true"[^>]*stretchy="true"', made)) == 2


def test_letters_are_marked_and_names_of_functions_and_greek_capitals_stand_upright():
    made = formula(r"\Delta \log n")
    assert re.findall(r'<mi class="letter">(.*?)</mi>', made) == ["n"]
    assert '<mi mathvariant="normal">&#x00394;</mi>' in made


def test_what_is_no_formula_says_so():
    with pytest.raises(ValueError, match=r"latex='x\^\{' cannot be read as a formula"):
        formula("x^{")
    with pytest.raises(ValueError, match="holds a command that cannot be drawn"):
        formula(r"\foo x")


def test_money_is_no_formula():
    assert list(formulas(r"Between NT\$ 10 and \$20, or $5 and $6.")) == []
    assert drawn("a $5 fee and a $6 fee") == "a $5 fee and a $6 fee"


def test_aligned_lines_are_drawn_as_a_table():
    made = formula(r"\begin{aligned} x &= 1 && \text{first} \\ y &= 2 \end{aligned}", display=True)
    assert made.count("<mtr>") == 2 and ">&<" not in made


def test_an_alignment_that_nothing_draws_is_refused():
    with pytest.raises(ValueError, match="cannot be drawn"):
        formula(r"x &= 1")

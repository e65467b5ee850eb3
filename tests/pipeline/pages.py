"""A page that keeps the whole contract, in memory, and the small changes that break one rule each."""

from __future__ import annotations

from dataclasses import replace

import nbformat
from execml.course.front_matter import Front
from execml.pipeline.building.derive import metadata
from execml.pipeline.building.narration import opens_folded
from execml.pipeline.building.source import Cell, Unit
from execml.pipeline.contract.page import Debt, Page
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

NAME = "3_differential_privacy/1_small"
PARTS = {"failure": "The failure", "mathematics": "The mathematics"}
FRONT = Front("Small", "Shall we?", 20, 10, ("averages",), ("decide",), ("numpy",), parts=PARTS)
IMAGE = '<img alt="Bars rise from left to right." src="data:image/png;base64,AAAA"/>'
FIRST = """# Small

**The decision.** Shall we?

*20 minutes of reading, 10 of exercises. You need: averages.*"""
SETUP = "import numpy as np\nfrom execml.course import begin, check, decide, quiz, say, show\nbegin()"
BOARDROOM = """## In the boardroom

1. What?
2. Who?
3. When?
4. Where?
5. Why?"""
SOURCES = "## Sources\n\n- A. Author (2020), [doi:10.1000/1](https://doi.org/10.1000/1)."


def markdown(text, **described):
    """A markdown cell."""
    return new_markdown_cell(text, metadata=described)


def code(text, *outputs, tags=()):
    """A code cell; its execution count is set by the page."""
    return new_code_cell(text, outputs=list(outputs), metadata={"tags": list(tags)} if tags else {})


def said(text):
    """The output of a sentence."""
    return new_output("display_data", {"text/markdown": text, "text/plain": text})


def shown(markup, plain="Figure"):
    """The output of a figure or a table."""
    return new_output("display_data", {"text/html": markup, "text/plain": plain})


def printed(text, name="stdout"):
    """The output of print."""
    return new_output("stream", name=name, text=text)


def result(plain, **kinds):
    """The value of a cell's last line."""
    return new_output("execute_result", {"text/plain": plain, **kinds}, execution_count=1)


def good_cells():
    """The learner's cells of a page that breaks no rule."""
    return [
        markdown(FIRST),
        code(SETUP, tags=["hide-input"]),
        markdown("## In one minute\n\nThe idea."),
        code("show(fig, alt='Bars rise from left to right.')", shown(IMAGE), said("**So what.** It rises.")),
        markdown("## The failure"),
        code("draws = np.random.default_rng(7).normal(size=3)\nprint(len(draws))", printed("3\n")),
        markdown("## The mathematics\n\nSee [sensitivity](../glossary.md#Sensitivity)."),
        markdown("## Exercises"),
        code("first = ...", tags=["exercise"]),
        code("check('dp1.first', first)", said("**Your turn.** First.")),
        code("second = ...", tags=["exercise"]),
        code("check('dp1.second', second)", said("**Your turn.** Second.")),
        markdown(BOARDROOM),
        code("quiz('dp1')", shown("<details><summary>Yes</summary></details>", "1. Question")),
        code("choice = ...", tags=["exercise"]),
        code(
            "decide('dp1.decision', choice, '', evidence={'price': 1})",
            said("**Your decision.** Choose one."),
        ),
        markdown(SOURCES),
    ]


def source_cells(cells):
    """The source's cells: each stub with its solution, and talking points."""
    found = [Cell("markdown", FIRST, (), "slide"), Cell("markdown", "Ask the room.", ("facilitator",))]
    for cell in cells:
        tags = tuple(cell.metadata.get("tags", ()))
        found.append(Cell(cell.cell_type, cell.source, tags))
        if "exercise" in tags:
            found.append(Cell("code", cell.source.replace("...", "1"), ("solution",)))
    return tuple(found)


def page(cells=None, front=FRONT, copy="notebooks", name=NAME, unit_cells=None, debt=None):
    """A page from cells, executed in order."""
    cells = good_cells() if cells is None else cells
    runnable = [cell for cell in cells if cell.cell_type == "code"]
    plain = [Cell(cell.cell_type, cell.source, tuple(cell.metadata.get("tags", ()))) for cell in cells]
    for cell, folded in zip(cells, opens_folded(plain), strict=True):
        if folded:
            cell.metadata.setdefault("jupyter", nbformat.from_dict({"source_hidden": True}))
    for count, cell in enumerate(runnable, 1):
        cell.execution_count = count
    for count, cell in enumerate(cells):
        cell.id = f"cell-{count}"
    unit = Unit(name, front, source_cells(cells) if unit_cells is None else unit_cells)
    notebook = new_notebook(cells=cells, metadata=nbformat.from_dict(metadata(front)))
    return Page(unit, copy, notebook, debt or Debt())


def changed(place, **new):
    """The good page with something else in one cell: its source, outputs or metadata; places are from 1."""
    cells = good_cells()
    for key, value in new.items():
        cells[place - 1][key] = nbformat.from_dict(value)
    return page(cells)


def with_code(text, *outputs):
    """The good page with another piece of code and its outputs."""
    cells = good_cells()
    cells[5] = code(text, *outputs)
    return page(cells)


def with_text(text):
    """The good page with another paragraph in place of the failure's."""
    return changed(5, source=f"## The failure\n\n{text}")


def with_front(**new):
    """The good page with another front matter."""
    return page(front=replace(FRONT, **new))


def without(place):
    """The good page without one cell."""
    cells = good_cells()
    del cells[place - 1]
    return page(cells)


def worked():
    """The worked copy of the good page."""
    cells = []
    for cell in good_cells():
        cell.source = cell.source.replace("= ...", "= 1").replace("../glossary", "../../notebooks/glossary")
        if "exercise" in cell.metadata.get("tags", []):
            cell.metadata.tags = ["solution"]
        for output in cell.get("outputs", []):
            for kind, text in output.get("data", {}).items():
                text = text.replace("**Your turn.**", "**Correct.**")
                output.data[kind] = text.replace("**Your decision.** Choose", "**Decided: yes.** Chose")
        cells.append(cell)
    return page(cells, copy="solutions", unit_cells=source_cells(good_cells()))


DECISION = """\
id: dp1.decision
question: "Shall we?"
options:
  - text: "yes"
    reply: "The price is low. It would be right if it stayed so."
    evidence: ["price"]
  - text: "no"
    model: true
    reply: "The price is high. It obliges nobody."
    evidence: []
"""


def write_decision(checkout, text=DECISION):
    """Write the decision of the good page below a checkout."""
    file = checkout / "modules/execml/differential_privacy/units/unit_1/decision.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")

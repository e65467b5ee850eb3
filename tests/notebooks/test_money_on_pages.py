"""Money on pages: JupyterLab takes what stands between two dollar signs of one paragraph for a formula."""

from __future__ import annotations

import re

import pytest
from execml.course.programme import COPIES, notebook_path, root, unit_names
from execml.pipeline.building.compare import load

PARAGRAPHS = re.compile(r"\n\s*\n|\n(?=- )")


@pytest.mark.parametrize("copy", COPIES)
@pytest.mark.parametrize("name", unit_names(root()))
def test_no_paragraph_has_two_dollar_signs_of_money(name, copy):
    notebook = load(notebook_path(root(), name, copy))
    assert notebook is not None
    texts = []
    for cell in notebook["cells"]:
        texts += [cell["source"]] if cell["cell_type"] == "markdown" else []
        texts += [output.get("data", {}).get("text/markdown", "") for output in cell.get("outputs", [])]
    paragraphs = [paragraph for text in texts for paragraph in PARAGRAPHS.split("".join(text))]
    assert [
        paragraph for paragraph in paragraphs if paragraph.count("NT$") + paragraph.count("NT\\$") > 1
    ] == []

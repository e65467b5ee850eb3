"""Every committed notebook is in step with its source, executed, and keeps the contract."""

from __future__ import annotations

import pytest
from execml.course.programme import COPIES, notebook_path, root, unit_names
from execml.pipeline.building.compare import check, load
from execml.pipeline.building.source import read
from execml.pipeline.contract.inspector import debts, gather, inspect_page, inspect_programme
from execml.pipeline.contract.page import Debt, Page

PAGES = [(name, copy) for name in unit_names(root()) for copy in COPIES]


@pytest.mark.parametrize(("name", "copy"), PAGES, ids=[f"{copy}/{name}" for name, copy in PAGES])
def test_a_page_keeps_the_contract(name, copy):
    notebook = load(notebook_path(root(), name, copy))
    assert notebook is not None, f"{copy}/{name}.ipynb is missing: run 'execml build {name}'"
    page = Page(read(root(), name), copy, notebook, debts(root()).get(name, Debt()))
    assert [str(breach) for breach in inspect_page(page)] == []


def test_the_pages_keep_the_contract_together():
    assert [str(breach) for breach in inspect_programme(gather(root()))] == []


def test_every_notebook_is_in_step_with_its_source():
    assert check(root(), unit_names(root())) == []

"""The list of debts: it is read as it is printed, and a page that pays is asked for its new number."""

from __future__ import annotations

import pytest
from execml.course.programme import root
from execml.pipeline.contract.debts import as_yaml, owed
from execml.pipeline.contract.inspector import DEBTS, debts, gather
from execml.pipeline.contract.page import Debt, Programme

from ..pages import code, good_cells, markdown, page, said


def owing():
    cells = [*good_cells(), code("say(f'…')", said("**9 of 10** and **3 points: yes**"))]
    cells += [markdown("One.") for _ in range(20)]
    return page(cells)


def written(tmp_path, text):
    (tmp_path / DEBTS).parent.mkdir(parents=True)
    (tmp_path / DEBTS).write_text(text, encoding="utf-8")
    return debts(tmp_path)


def test_what_a_page_owes_is_what_exceeds_the_limits():
    assert owed(page()) == Debt()
    assert owed(owing()) == Debt({"cells": 38}, ("# of #", "# points: yes"))


def test_printed_debts_are_read_as_they_were(tmp_path):
    text = as_yaml(Programme(tmp_path, (owing(), page(name="3_differential_privacy/2_free"))))
    assert written(tmp_path, text) == {owing().unit.name: owed(owing())}


def test_without_a_list_nothing_is_owed(tmp_path):
    assert debts(tmp_path) == {}


@pytest.mark.parametrize("text", ["- a list", "3_privacy/1_unit: 40"])
def test_a_list_of_another_form_is_refused(tmp_path, text):
    with pytest.raises(ValueError, match=f"{DEBTS} must give a mapping for each unit"):
        written(tmp_path, text)


def test_pages_are_gathered_with_their_debts():
    programme = gather(root())
    assert programme.debts == debts(root())
    for each in programme.pages:
        assert each.debt == programme.debts.get(each.unit.name, Debt())

"""The contract on decisions: each has a faultless file, and the page computes what it rests on."""

from __future__ import annotations

import pytest
from execml.pipeline.contract.exercises import decisions_sound
from execml.pipeline.contract.page import Programme

from ..pages import DECISION, changed, page, worked, write_decision


def found(checkout, *pages):
    return [breach.message for breach in decisions_sound(Programme(checkout, pages))]


def test_a_sound_decision_has_no_findings(tmp_path):
    write_decision(tmp_path)
    assert found(tmp_path, page(), worked()) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (DECISION.replace("    model: true\n", ""), "0 options are the model answer, and exactly 1 must be"),
        (DECISION.replace("dp1.decision", "dp1.other"), "is not the decision in unit_1/decision.yaml"),
        (DECISION.replace('["price"]', '["price", "cost"]'), "has no row 'cost', which an option names"),
    ],
)
def test_a_faulty_file_is_named_once(tmp_path, text, message):
    write_decision(tmp_path, text)
    (only,) = found(tmp_path, page(), worked())
    assert message in only


def test_a_missing_file_is_named(tmp_path):
    assert "there is no unit_1/decision.yaml" in found(tmp_path, page())[0]


def test_a_row_whose_name_is_computed_does_not_count(tmp_path):
    write_decision(tmp_path)
    computed = changed(16, source="decide('dp1.decision', choice, '', evidence={f'{what}': 1})")
    assert "has no row 'price'" in found(tmp_path, computed)[0]
    in_place = changed(16, source="decide('dp1.decision', choice, '', {'price': 1})")
    assert found(tmp_path, in_place) == []


def test_a_decision_stands_in_its_own_unit(tmp_path):
    write_decision(tmp_path)
    elsewhere = page(name="3_differential_privacy/2_other")
    assert found(tmp_path, elsewhere) == ["decides 'dp1.decision', whose number is another unit's"]

"""The list of contradictions: each has its test, says what is right, and the list only shrinks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .answers import constants, read_off
from .contradictions import CONTRADICTIONS, MOST


def test_every_name_on_the_list_has_one_test_and_the_list_only_shrinks() -> None:
    files = sorted(Path(__file__).parent.glob("test_*.py"))
    tested = [
        name for file in files for name in re.findall(r'^@known\("(.+)"\)$', file.read_text("utf-8"), re.M)
    ]
    assert len(set(tested)) == len(tested)
    assert set(CONTRADICTIONS) <= set(tested)
    assert len(CONTRADICTIONS) == MOST


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_every_contradiction_says_in_which_units_and_what_is_right(name: str) -> None:
    reason = CONTRADICTIONS[name]
    assert re.search(r"\b[1-7]\.[1-6]\b", reason)
    assert "Right: " in reason
    assert reason.endswith(".")


def test_what_a_page_no_longer_says_is_an_error_and_not_an_expected_failure() -> None:
    with pytest.raises(KeyError, match="no_such_name"):
        constants("dp6", "no_such_name")
    with pytest.raises(LookupError, match="no such sentence"):
        read_off("dp6", "no such sentence (x)")


def test_a_constant_is_what_the_worked_page_ends_with() -> None:
    verdicts, delta = constants("dp6", "verdicts", "delta")
    assert set(verdicts) == set("ABCDE")
    assert ... not in verdicts.values()
    assert 0 < delta < 1

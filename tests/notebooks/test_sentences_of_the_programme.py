"""How the pages write: a bold phrase in the middle of a sentence begins small."""

from __future__ import annotations

import re

import pytest
from execml.course.programme import root, unit_names

# A blank line or a full stop ends a sentence; a name such as FedAvg has capitals of its own.
MID_SENTENCE = re.compile(r"(?:[a-z0-9,;:)%][ \n]|\} )\*\*(?:[A-Z][a-z]+|A)\b[^*]{0,40}")


@pytest.mark.parametrize("unit", [name for name in unit_names(root()) if "welcome" not in name])
def test_bold_in_the_middle_of_a_sentence_begins_with_a_small_letter(unit):
    source = (root() / "solutions" / f"{unit}.py").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^# ?", "", re.sub(r"(?m)^# %%.*$", "", source))  # a cell ends a sentence too
    assert MID_SENTENCE.findall(text) == []


def test_the_pattern_finds_what_it_is_for():
    assert MID_SENTENCE.search("Averaged over five lenders, **A lender with 100 gains**")
    assert not MID_SENTENCE.search("In draws. **A lender** gains, and **FedProx** pulls")

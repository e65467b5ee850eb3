"""What the walk reads off the worked pages: their constants and sentences, or an error."""

from __future__ import annotations

import pytest

from .answers import constants, read_off


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

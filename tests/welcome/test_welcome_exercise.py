"""The one exercise of the welcome page."""

from __future__ import annotations

import pytest
from execml.course.data import load
from execml.course.exercises import NotYet, check, find


def test_the_counted_share_passes() -> None:
    defaults = load("credit")["default"]
    find("wl0.default_rate").verify((defaults == 1).sum() / len(defaults))


def test_the_untouched_stub_gets_the_friendly_message(capsys: pytest.CaptureFixture[str]) -> None:
    check("wl0.default_rate", ...)
    assert "Your turn" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("answer", "message"),
    [(22.12, "percentage"), (0.7788, "who paid"), (-1, "between 0 and 1"), ("a", "number")],
)
def test_typical_wrong_answers_get_their_own_message(answer: object, message: str) -> None:
    with pytest.raises(NotYet, match=message):
        find("wl0.default_rate").verify(answer)

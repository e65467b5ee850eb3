"""The one exercise of the welcome page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from execml.course.bank.data import load
from execml.course.learner.exercises import find


def test_the_counted_share_passes() -> None:
    defaults = load("credit")["default"]
    find("wl0.default_rate").verify((defaults == 1).sum() / len(defaults))


@pytest.mark.parametrize(
    ("answer", "message"),
    [(22.12, "percentage"), (0.7788, "who paid"), (-1, "between 0 and 1"), ("a", "number")],
)
def test_typical_wrong_answers_get_their_own_message(
    answer: object, message: str, feedback: Callable[..., str]
) -> None:
    assert message in feedback("wl0.default_rate", answer)

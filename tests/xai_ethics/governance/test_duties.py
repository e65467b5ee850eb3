"""Duties: none without an owner, and those that are not met stand on top."""

from dataclasses import replace

import pytest
from execml.course import fact
from execml.xai_ethics.governance.duties import Duty, register

DUTY = Duty(
    "Consumer credit", fact("eu_consumer_credit.applies"), "flips", "at least", 0.9, 0.95, "CRO", "unit 3"
)


def test_a_side_decides():
    assert DUTY.met and not replace(DUTY, side="at most").met
    frame = register([DUTY, replace(DUTY, measured=0.5)])
    assert frame["met"].tolist() == ["✗", "✓"]
    assert frame["clause"].tolist() == ["Consumer credit"] * 2
    assert frame["source"].tolist() == ["secondary"] * 2


@pytest.mark.parametrize(
    "change", [{"owner": ""}, {"fact": "law"}, {"side": "about"}, {"measured": float("nan")}]
)
def test_a_duty_without_an_owner_is_refused(change):
    with pytest.raises(ValueError, match=next(iter(change))):
        replace(DUTY, **change)

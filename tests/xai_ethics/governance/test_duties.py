"""Duties: none without an owner, and those that are not met stand on top."""

from dataclasses import replace

import pytest
from execml.course import fact
from execml.xai_ethics.governance.duties import Duty, register

DUTY = Duty(
    *("Consumer credit", fact("eu_consumer_credit.applies"), "flips", "at least", 0.9, 0.95, "CRO", "unit 3"),
    fails_at=0.2,
)


def test_a_side_decides():
    assert DUTY.met and not replace(DUTY, side="at most", fails_at=0.95).met
    frame = register([DUTY, replace(DUTY, measured=0.5)])
    assert frame["met"].tolist() == ["✗", "✓"]
    assert frame["clause"].tolist() == ["Consumer credit"] * 2
    assert frame["source"].tolist() == ["secondary"] * 2
    assert (
        frame["the bank's threshold"].tolist() == ["at least 0.9"] * 2
    )  # whose threshold it is stands there
    assert frame["fails, say, at"].tolist() == ["0.2"] * 2


@pytest.mark.parametrize("change", [{"fails_at": 0.9}, {"threshold": 0.1}, {"side": "at most"}])
def test_a_duty_that_cannot_fail_is_refused(change):
    with pytest.raises(ValueError, match=r"fails_at=.*cannot fail is a wish"):
        replace(DUTY, **change)


@pytest.mark.parametrize(
    "change",
    [{"owner": ""}, {"fact": "law"}, {"side": "about"}, {"measured": float("nan")}, {"fails_at": "0.2"}],
)
def test_a_duty_without_an_owner_is_refused(change):
    with pytest.raises(ValueError, match=next(iter(change))):
        replace(DUTY, **change)

"""Every public name, called with one argument at a time that it cannot mean; wrong answers only get fewer."""

from __future__ import annotations

import importlib
import math
from typing import Any

import numpy as np
import pytest

from .harness import BARE, GOOD, SILENT, SLOW, Call, outcomes
from .register import TOPICS, as_yaml, calls, counted, debts, public_names, reasons, wrong

EVERY = [(topic, name) for topic in TOPICS for name in calls(topic)]


@pytest.mark.parametrize("topic", TOPICS)
def test_every_public_callable_has_a_call_or_a_reason(topic: str) -> None:
    door = importlib.import_module(f"execml.{topic}")
    offered = {name for name in public_names(topic) if callable(getattr(door, name))}
    called = {name.partition(".")[0] for name in calls(topic)}
    assert offered - called - set(reasons(topic)) == set()
    assert (called | set(reasons(topic))) - set(public_names(topic)) == set()
    assert not called & set(reasons(topic))


@pytest.mark.parametrize(("topic", "name"), EVERY)
def test_a_wrong_argument_is_refused_by_name(topic: str, name: str) -> None:
    found, allowed = wrong(topic, name), debts()[topic].get(name, {})
    told = "\n".join(f"{each.argument}={each.replacement}: {each.verdict}: {each.detail}" for each in found)
    now = counted(found)
    worse = [verdict for verdict in (BARE, SILENT, SLOW) if now.get(verdict, 0) > allowed.get(verdict, 0)]
    assert not worse, f"debts.yaml allows {allowed}, and now there are {now}:\n{told}"
    paid = [verdict for verdict in (BARE, SILENT) if now.get(verdict, 0) < allowed.get(verdict, 0)]
    assert not paid, f"{name} has improved: lower it to {now or 'nothing'} in debts.yaml"


def test_the_list_names_no_call_that_is_gone_and_reads_as_it_is_written() -> None:
    listed = debts()
    assert [name for topic in TOPICS for name in listed[topic] if name not in calls(topic)] == []
    import yaml

    assert {topic: names or {} for topic, names in yaml.safe_load(as_yaml(listed)).items()} == listed


def verdicts(function: Any, **valid: Any) -> dict[str, str]:
    return {
        f"{each.argument} {each.replacement}": each.verdict
        for each in outcomes("f", Call(function, lambda: dict(valid)))
    }


def test_the_harness_tells_silence_from_a_bare_error() -> None:
    def silent(rate: float) -> float:
        return 1.0

    def bare(rate: float) -> float:
        return math.sqrt(rate)

    assert verdicts(silent, rate=0.1)["rate NaN"] == SILENT
    assert verdicts(bare, rate=0.1)["rate -1"] == BARE  # "math domain error"
    assert verdicts(bare, rate=0.1)["rate half"] == GOOD


def test_the_harness_takes_a_refusal_that_is_the_programmes_and_names_argument_and_value() -> None:
    from execml.course.validation import positive

    found = verdicts(lambda rate: positive("rate", rate), rate=0.1)
    assert {verdict for verdict in found.values()} == {GOOD}
    other = verdicts(lambda rate: positive("pace", rate), rate=0.1)
    assert other["rate NaN"] == BARE


def test_the_harness_ends_what_does_not_end() -> None:
    def endless(rate: float) -> float:
        while rate != rate:
            pass
        return rate

    found = list(outcomes("f", Call(endless, lambda: {"rate": 0.1}, replacements=("NaN",))))
    assert [each.verdict for each in found] == [SLOW]


def test_the_harness_spoils_an_array_in_a_list() -> None:
    def total(parts: list[np.ndarray]) -> float:
        return float(sum(part.sum() for part in parts))

    found = verdicts(total, parts=[np.ones((2, 2))])
    assert found["parts array with NaN"] == SILENT

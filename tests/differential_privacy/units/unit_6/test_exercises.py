"""Unit 6: the worked answers pass, and each mistake gets its own message."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from dp_accounting.pld.privacy_loss_distribution import from_gaussian_mechanism
from execml.course.digits import at_least, at_most
from execml.course.learner.exercises import find
from execml.course.learner.questions import questions
from execml.differential_privacy.accounting.releases import composed_epsilon
from execml.differential_privacy.assurance.audit import audit_ceiling
from execml.differential_privacy.assurance.year import harbour_year
from execml.differential_privacy.mechanisms.trade_off import largest_power
from execml.differential_privacy.units.unit_6.exercises import EXERCISES, files, files_table


def least_epsilon(hits: float, alarms: float, delta: float) -> float:
    forward = math.log(max(hits - delta, 1e-12) / alarms)
    mirrored = math.log(max(1 - alarms - delta, 1e-12) / (1 - hits))
    return max(forward, mirrored, 0.0)


def forward_only(hits: float, alarms: float, delta: float) -> float:
    return max(math.log(max(hits - delta, 1e-12) / alarms), 0.0)


def delta_forgotten(hits: float, alarms: float, delta: float) -> float:
    return least_epsilon(hits, alarms, 0.0)


def below_zero(hits: float, alarms: float, delta: float) -> float:
    return max(
        math.log(max(hits - delta, 1e-12) / alarms), math.log(max(1 - alarms - delta, 1e-12) / (1 - hits))
    )


def in_tens(hits: float, alarms: float, delta: float) -> float:
    return least_epsilon(hits, alarms, delta) / math.log(10)


def infinite(hits: float, alarms: float, delta: float) -> float:
    return math.inf if hits <= delta else least_epsilon(hits, alarms, delta)


RIGHT: dict[str, Any] = {
    "dp6.bound": least_epsilon,
    "dp6.monthly_noise": 9,
    "dp6.files": {"A": "sign", "B": "refuse", "C": "ask", "D": "ask", "E": "ask"},
}


def test_every_exercise_is_tried_here() -> None:
    assert set(RIGHT) == {exercise.id for exercise in EXERCISES}


@pytest.mark.parametrize("identifier", RIGHT)
def test_worked_answers_pass(identifier: str) -> None:
    find(identifier).verify(RIGHT[identifier])


@pytest.mark.parametrize(
    ("identifier", "answer", "message"),
    [
        ("dp6.bound", forward_only, "second is broken"),
        ("dp6.bound", delta_forgotten, "delta excuses"),
        ("dp6.bound", below_zero, "negative"),
        ("dp6.bound", in_tens, "too small"),
        ("dp6.bound", lambda hits, alarms, delta: 9.0, "smaller epsilon"),
        ("dp6.bound", infinite, "finite number"),
        ("dp6.bound", 1.1, "function"),
        ("dp6.monthly_noise", 8, "above the cap"),
        ("dp6.monthly_noise", 12, "less noise"),
        ("dp6.monthly_noise", 9.5, "whole number"),
        ("dp6.monthly_noise", "nine", "one number"),
        ("dp6.files", {**RIGHT["dp6.files"], "B": "ask"}, "Supplier B: compare what the audit proves"),
        ("dp6.files", {**RIGHT["dp6.files"], "C": "sign"}, "no proof"),
        ("dp6.files", {**RIGHT["dp6.files"], "D": "refuse"}, "does not refute the claim"),
        ("dp6.files", {**RIGHT["dp6.files"], "E": "sign"}, "leaves a point open"),
        ("dp6.files", {**RIGHT["dp6.files"], "A": "ask"}, "label is complete"),
        ("dp6.files", {"A": "sign"}, "Supplier B needs one of"),
        ("dp6.files", "sign", "name a verdict for each supplier"),
    ],
)
def test_each_mistake_gets_its_own_message(
    identifier: str, answer: Any, message: str, feedback: Callable[..., str]
) -> None:
    assert message in feedback(identifier, answer)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_no_message_gives_the_answer_away(exercise: Any, feedback: Callable[..., str]) -> None:
    assert "9" not in exercise.hints[0]
    wrong = {"dp6.bound": forward_only, "dp6.monthly_noise": 8}.get(exercise.id, {"A": "refuse"})
    assert "should be 9" not in feedback(exercise.id, wrong)


def test_table_shows_each_file_with_its_own_numbers() -> None:
    shown = files_table()
    assert len(shown) == len(files()) == 5
    assert {file.verdict for file in files()} == {"sign", "ask", "refuse"}
    assert not any("…" in text for text in shown["open points on the label"])


def test_no_audit_on_the_desk_catches_more_than_the_stated_noise_permits_unless_it_is_refused() -> None:
    # By dp-accounting's own privacy loss distribution: the least of e^ε α + δ(ε) over a grid.
    for file in files():
        noise, rate, steps = file.label.noise_multiplier, file.label.sample_rate, file.label.steps
        if noise is None or file.label.epsilon is None:
            continue
        curve = from_gaussian_mechanism(noise, value_discretization_interval=1e-3, sampling_prob=rate)
        curve = curve.self_compose(steps)
        hits, alarms = (flagged / file.audit.trials[0] for flagged in file.audit.flagged)
        grid = np.linspace(0, 3, 301)
        permitted = [largest_power(alarms, e, curve.get_delta_for_epsilon(e)) for e in grid]
        assert (hits > float(min(permitted))) == (file.verdict == "refuse"), file.supplier


def test_more_than_one_supplier_passes_the_audit_and_is_not_to_be_signed() -> None:
    passed = [file for file in files() if not file.audit.refutes(file.label.claimed_epsilon)]
    assert {file.supplier for file in passed if file.verdict != "sign"} == {"C", "D", "E"}
    tuned = next(file for file in files() if file.supplier == "E")
    assert tuned.label.epsilon < tuned.label.claimed_epsilon < tuned.label.epsilon_with_tuning


def test_quiz_states_the_numbers_that_the_code_computes() -> None:
    asked = questions("dp6")
    said = " ".join(option["why"] + option["text"] for option in asked[0]["options"])
    assert f"prove {at_least(audit_ceiling(1000), '.1f')}" in said
    year = harbour_year(8.0)
    alone = sorted(composed_epsilon([release], 1e-6) for release in year)
    last = asked[2]["question"]
    for number in (alone[0], alone[-1], composed_epsilon(year, 1e-6)):
        assert at_most(number, ".2f") in last  # a promise is an upper bound
    assert at_most(sum(alone), ".1f") in last

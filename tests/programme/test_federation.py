"""The walk through module 4: its promise is the bank's, and its pages do not decide against each other."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import execml.federated_learning as fl
import pytest
from execml.course import POLICY
from execml.differential_privacy import BudgetExceeded, BudgetLedger, Release, epsilon
from execml.federated_learning.units.unit_4.exercises import CAP, EPSILON_BY_SHARES

from .answers import constants, model_answer, shown, words


@cache
def year() -> BudgetLedger:
    """Return the bank's year of unit 3.6."""
    return constants("dp6", "ledger")[0]


@cache
def federated() -> Release:
    """Return the model of 4.4 as a release: the noise that its certain shares carry, round by round."""
    planned, certain, rounds = constants("fl4", "planned", "certain", "ROUNDS")
    return Release(
        "federated model",
        noise_multiplier=fl.arrived_noise_multiplier(planned, 5, certain),
        sample_rate=1.0,
        steps=rounds,
    )


def test_4_4_promises_the_bank_s_epsilon_at_the_bank_s_delta_for_the_bank_s_unit() -> None:
    promised, delta = constants("fl4", "EPSILON", "DELTA")
    assert (promised, delta) == (POLICY.model_epsilon.value, POLICY.delta.value)
    assert "ε = 3 per person" in model_answer("fl4.go")
    assert POLICY.unit_of_privacy.value.startswith("one client")
    assert POLICY.neighbours.value == "add or remove one" and "by being there or not" in words("fl4")


def test_the_exercise_of_4_4_is_the_bank_s_accountant_and_cap() -> None:
    assert POLICY.yearly_cap.value == CAP
    noise = constants("fl4", "noise")[0]
    found = [
        epsilon(fl.arrived_noise_multiplier(noise, 5, left), 1.0, 100, POLICY.delta.value)
        for left in EPSILON_BY_SHARES["shares"]
    ]
    assert found == pytest.approx(EPSILON_BY_SHARES["ε"], abs=0.01)


def test_the_federated_model_takes_the_place_of_3_4_s_in_the_year_and_does_not_fit_beside_it() -> None:
    others = tuple(one for one in year().releases if "model" not in one.name)
    assert len(others) < len(year().releases)
    instead = replace(year(), releases=(*others, federated()))
    assert instead.spent <= POLICY.yearly_cap.value
    with pytest.raises(BudgetExceeded):
        replace(year(), releases=(*year().releases, federated()))
    assert "takes the place of the model of unit 3.4" in " ".join(page_text("fl4").split())


def test_the_method_of_4_2_is_the_one_that_4_4_trains_with_and_sends_one_array() -> None:
    assert model_answer("fl2.method").startswith("one local step a round, masks")
    assert "masks, one published model, noise per person" in model_answer("fl3.operator")


def page_text(unit: str) -> str:
    """Return all text of a page, what its cells say included."""
    from .answers import page

    return " ".join(cell.text for cell in page(unit).cells)


def test_4_4_draws_whole_numbers_as_3_2_says() -> None:
    assert "as unit 3.2 drew counts" in words("fl4") and "discrete Gaussian" in words("fl4")
    assert "noise that lives where computers are exact: whole numbers" in shown("dp2")


def test_4_1_says_what_scaffold_sends_before_it_asks() -> None:
    first, asked = (
        words("fl1").index(text)
        for text in ("SCAFFOLD, which corrects the drift, sends", "rounds of SCAFFOLD")
    )
    assert first < asked


def test_4_1_sends_the_reader_of_its_interval_to_the_page_that_explains_it() -> None:
    assert "unit 2.3 explains the interval" in words("fl1")
    assert "Clarke-Pearson (1988) estimate its variance" in words("am3")

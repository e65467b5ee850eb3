"""The ledger composes releases, refuses what breaks the cap, and takes labels that it can compose."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from execml.differential_privacy.accounting.releases import Release, composed_epsilon
from execml.differential_privacy.assurance.audit import audit_epsilon
from execml.differential_privacy.assurance.ledger import BudgetExceeded, BudgetLedger
from execml.differential_privacy.assurance.year import harbour_model, harbour_year
from execml.differential_privacy.libraries.dp_accounting import dp_accounting_noise
from execml.differential_privacy.mechanisms.gaussian import gaussian_epsilon

from .labels import COMPLETE


def test_ledger_refuses_what_breaks_the_cap_and_stays_as_it_was() -> None:
    ledger = BudgetLedger("one client", cap=4.0, delta=1e-6, releases=harbour_year(8.0))
    before, spent = ledger.releases, ledger.spent
    study = Release("study", "Oct", pure_epsilon=0.5)
    assert ledger.would_spend(study) > 4.0
    with pytest.raises(BudgetExceeded, match="Refused"):
        ledger.spend(study)
    assert (ledger.releases, ledger.spent) == (before, spent)
    ledger.spend(replace(study, pure_epsilon=0.2))
    assert ledger.spent <= 4.0
    assert ledger.remaining == pytest.approx(4.0 - ledger.spent)


def test_room_is_the_largest_number_that_fits() -> None:
    ledger = BudgetLedger("one client", cap=2.0, delta=1e-5)
    table = Release("table", noise_multiplier=8.0)
    room = ledger.room_for(table)
    assert composed_epsilon([table] * room, 1e-5) <= 2.0 < composed_epsilon([table] * (room + 1), 1e-5)
    assert ledger.room_for(table, most=3) == 3
    assert ledger.room_for(Release("table", noise_multiplier=0.1)) == 0


def test_frame_has_a_row_a_release_and_ends_at_what_was_spent() -> None:
    ledger = BudgetLedger("one client", cap=4.0, delta=1e-6, releases=harbour_year(8.0))
    frame = ledger.frame()
    assert len(frame) == 16
    assert frame["composed"].iloc[-1] == pytest.approx(ledger.spent)
    assert frame["composed"].is_monotonic_increasing
    assert frame["added up"].iloc[-1] == pytest.approx(frame["alone"].sum())
    assert (frame["composed"] + frame["left"]).to_numpy() == pytest.approx(4.0)


def test_ledger_takes_labels_with_all_their_tuning_runs() -> None:
    ledger = BudgetLedger("one client", cap=10.0, delta=1e-5)
    ledger.spend(replace(COMPLETE, tuning_runs=3), when="Mar")
    assert ledger.releases == (Release("Risk model", "Mar", 1.2, 0.0128, 3 * 780),)


@pytest.mark.parametrize(
    "change",
    [
        {"unit": "one household"},
        {"sampling": "shuffled"},
        {"adjacency": "replace one"},
        {"tuning_runs": None},
        {"group": 2},  # in sampled batches
        {"claimed_epsilon": 1.0},  # the settings give more
        {"delta": 1e-4},  # more than one in 20,000
        {"accountant": "clt"},
    ],
)
def test_ledger_refuses_labels_that_it_cannot_compose(change: dict[str, object]) -> None:
    ledger = BudgetLedger("one client", cap=10.0, delta=1e-5)
    with pytest.raises(ValueError, match="release"):
        ledger.spend(replace(COMPLETE, **change))  # type: ignore[arg-type]


def test_ledger_does_not_open_above_its_cap() -> None:
    with pytest.raises(BudgetExceeded, match="cap=1 must not be below what the releases given spend"):
        BudgetLedger("one client", cap=1.0, delta=1e-5, releases=harbour_year(8.0))
    with pytest.raises(ValueError, match="cap=0"):
        BudgetLedger("one client", cap=0, delta=1e-5)


def test_a_label_that_its_own_audit_refutes_is_not_entered() -> None:
    refuted = replace(COMPLETE, audit=audit_epsilon(np.ones(1000), np.zeros(1000), 1e-6, threshold=0.5))
    ledger = BudgetLedger("one client", cap=10.0, delta=1e-6)
    for act in (ledger.spend, ledger.would_spend, ledger.room_for):
        with pytest.raises(ValueError, match=r"not to be signed: An audit proved ε of at least 6\.4"):
            act(refuted)
    assert ledger.releases == ()


def test_rows_of_one_person_that_all_take_part_count_as_one_sum() -> None:
    table = replace(COMPLETE, sampling="none", sample_rate=1.0, steps=1, noise_multiplier=8.0, group=4)
    ledger = BudgetLedger("one client", cap=10.0, delta=1e-6)
    assert ledger.would_spend(table) == pytest.approx(gaussian_epsilon(8.0 / 4, 1e-6))


def test_the_year_has_one_model_with_the_noise_of_the_policy() -> None:
    year, model = harbour_year(8.0, study_epsilon=0.25), harbour_model()
    assert [release for release in year if release.sample_rate < 1] == [model]
    # dp-accounting: the least noise that keeps epsilon 3 at the bank's delta.
    assert model.noise_multiplier == pytest.approx(dp_accounting_noise(3.0, 1e-6, 0.05, 400), rel=1e-3)
    assert [release.when for release in year if "study" in release.name] == ["Oct"]
    assert sum(release.name == "monthly table" for release in year) == 12


@pytest.mark.parametrize(
    ("noise", "study"), [(1e-300, None), (1e30, None), (8.0, 0.0), (8.0, 1e30), (None, 0.5)]
)
def test_a_plan_outside_what_is_composed_is_named(noise: float, study: float | None) -> None:
    with pytest.raises(ValueError, match=r"table_noise=|study_epsilon="):
        harbour_year(noise, study)

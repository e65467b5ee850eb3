"""The ledger composes releases, refuses what breaks the cap, and takes labels that it can compose."""

from __future__ import annotations

from dataclasses import replace

import pytest
from execml.differential_privacy.accounting.releases import Release, composed_epsilon
from execml.differential_privacy.assurance.ledger import BudgetExceeded, BudgetLedger, harbour_year

from .labels import COMPLETE


def test_ledger_refuses_what_breaks_the_cap_and_stays_as_it_was() -> None:
    ledger = BudgetLedger("one client", cap=4.0, delta=1e-5, releases=harbour_year(8.0))
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
    ledger = BudgetLedger("one client", cap=4.0, delta=1e-5, releases=harbour_year(8.0))
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
    ],
)
def test_ledger_refuses_labels_that_it_cannot_compose(change: dict[str, object]) -> None:
    ledger = BudgetLedger("one client", cap=10.0, delta=1e-5)
    with pytest.raises(ValueError, match="release"):
        ledger.spend(replace(COMPLETE, **change))  # type: ignore[arg-type]


def test_ledger_does_not_open_above_its_cap() -> None:
    with pytest.raises(BudgetExceeded, match="the cap is 1"):
        BudgetLedger("one client", cap=1.0, delta=1e-5, releases=harbour_year(8.0))
    with pytest.raises(ValueError, match="cap=0"):
        BudgetLedger("one client", cap=0, delta=1e-5)

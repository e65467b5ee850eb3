"""A way out changes only what is within reach, turns the decision, and is often missing."""

import numpy as np
import pytest
from execml.xai_ethics.scrutiny.desk import desk
from execml.xai_ethics.scrutiny.reach import delay_cleared, way_out, within_reach


def test_a_way_out_stays_within_reach_and_turns_the_decision():
    bank = desk(0)
    names = bank.split.feature_names
    found = 0
    for row in bank.rows[:60].astype(float):
        allowed = within_reach(bank, row)
        assert {names[column] for column in allowed} <= {"late_1", "months_late_1", "payment_1", "bill_1"}
        assert all(value not in (row[column],) for column, values in allowed.items() for value in values)
        change = way_out(bank, row)
        if change is None:
            continue
        found += 1
        moved = row.copy()
        for column, value in change.to.items():
            assert value in allowed[column]
            moved[column] = value
        assert bank.risk(row[None])[0] > bank.cutoff >= bank.risk(moved[None])[0]
    assert 5 < found < 55


def test_a_row_of_another_bank_is_refused():
    with pytest.raises(ValueError, match="row"):
        way_out(desk(0), np.zeros(3))


@pytest.mark.slow
def test_many_refused_clients_have_no_way_out():
    """The letter reads as if acting on it were enough; within last month it is not, in any training."""
    for seed in range(100, 105):
        bank = desk(seed)
        none = np.mean([way_out(bank, row) is None for row in bank.rows[:100].astype(float)])
        assert 0.3 < none < 0.75


def test_delays_are_cleared_for_all_who_are_refused_with_one():
    bank = desk(0)
    late, months = (bank.split.feature_names.index(name) for name in ("late_1", "months_late_1"))
    approved, woman = delay_cleared(bank)
    clients = bank.split.test_clients
    refused = bank.risk(bank.split.test_features) > bank.cutoff
    asked = np.flatnonzero(refused & (bank.split.test_features[:, late] > 0.5))
    assert len(asked) == len(approved)
    assert (woman == (clients["sex"].to_numpy()[asked] == "female")).all()
    for place in asked[:40]:
        row = bank.split.test_features[place].copy()
        row[[late, months]] = 0
        assert (bank.risk(row[None])[0] <= bank.cutoff) == approved[np.flatnonzero(asked == place)[0]]

"""The record: complete, of equal length, and refused where a name is wrong."""

from __future__ import annotations

import numpy as np
import pytest
from execml.automl.contest.record import GROUP, GROUPS, group_of, kept, leads, runs
from execml.course import risk_split
from execml.course.bank.rivals import rivals


def test_every_study_has_a_number_a_run() -> None:
    least = {"groups": 10, "everybody": 10, "grid": 12, "halving": 12, "hyperband": 12, "race": 20}
    for study, count in least.items():
        for found in kept(study).values():
            assert {len(numbers) for numbers in found.numbers.values()} == {count}


def test_groups_are_disjoint_and_all_the_clients_that_may_be_searched_on() -> None:
    features = np.concatenate([group_of(number)[0] for number in range(GROUPS)])
    np.testing.assert_array_equal(features, risk_split().train_features)
    assert len(group_of(3)[1]) == GROUP


def test_the_bank_s_own_record_says_the_same_of_its_rivals() -> None:
    for name in ("boosted trees", "logistic regression"):
        assert runs("everybody", name).mean == pytest.approx(rivals()[name].auc, abs=0.001)


def test_leads_are_differences_group_by_group() -> None:
    board = leads().set_index("contestant")
    gaps = runs("groups", "TPOT").values - runs("groups", "random search").values
    assert board.loc["TPOT", "lead"] == pytest.approx(gaps.mean())
    assert board.loc["TPOT", "ahead in"] == f"{(gaps > 0).sum()} of 10"
    assert board["lead"].is_monotonic_decreasing


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: kept("nothing"), "study"),
        (lambda: runs("groups", "nobody"), "name"),
        (lambda: runs("groups", "TPOT", "speed"), "measure"),
        (lambda: group_of(10), "number"),
    ],
)
def test_what_is_not_there_is_refused_by_name(call, name: str) -> None:
    with pytest.raises(ValueError, match=name):
        call()

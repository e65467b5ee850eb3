"""Fronts and survivors of candidates with several costs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from execml.automl.guided.pareto import crowding_distance, front_numbers, survivors
from hypothesis import given, settings
from hypothesis import strategies as st


@given(st.integers(0, 10_000), st.integers(2, 30))
@settings(deadline=None, max_examples=25)
def test_room_is_that_of_optuna(seed: int, count: int) -> None:
    import optuna
    from optuna.samplers.nsgaii._elite_population_selection_strategy import _calc_crowding_distance

    costs = np.random.default_rng(seed).random((count, 2))
    trials = [optuna.trial.create_trial(values=list(row)) for row in costs]
    for number, trial in enumerate(trials):
        trial.number = number
    theirs = _calc_crowding_distance(trials)
    np.testing.assert_allclose(crowding_distance(costs), [theirs[number] for number in range(count)])


def test_survivors_are_whole_fronts_first() -> None:
    costs = np.random.default_rng(0).random((50, 2))
    numbers = front_numbers(costs)
    kept = survivors(costs, 20)
    assert len(set(kept.tolist())) == 20
    assert numbers[kept].max() <= np.delete(numbers, kept).min()


@pytest.mark.parametrize("costs", [[], [[np.nan, 1.0]], [1.0, 2.0]])
def test_costs_that_are_no_table_are_refused(costs: Any) -> None:
    with pytest.raises(ValueError, match="costs"):
        front_numbers(costs)

"""TPOT's own selection beside ours."""

from __future__ import annotations

import numpy as np
from execml.automl.guided.pareto import crowding_distance, front_numbers, survivors
from execml.automl.libraries.tpot_source import tpot_default, tpot_facts, tpot_selection
from hypothesis import given, settings
from hypothesis import strategies as st


@given(st.integers(0, 10_000), st.integers(1, 40), st.integers(1, 3))
@settings(deadline=None, max_examples=25)
def test_fronts_are_those_of_tpot(seed: int, count: int, goals: int) -> None:
    costs = np.random.default_rng(seed).integers(0, 6, size=(count, goals)).astype(float)
    ours = front_numbers(costs)
    for number, front in enumerate(tpot_selection().nondominated_sorting(-costs)):
        assert set(map(int, front)) == set(np.flatnonzero(ours == number).tolist())


def test_tpot_gives_the_crowded_candidate_more_room_than_the_lonely_one() -> None:
    # What the unit tells about the installed release. If this fails, TPOT was mended: change the page.
    line = np.array([[0, 4], [1, 3], [1.5, 2], [4, 0]])
    np.testing.assert_allclose(
        tpot_selection().crowding_distance(-line)[1:3], -crowding_distance(line)[1:3] / 2
    )
    assert 2 not in tpot_selection().survival_select_NSGA2(-line, 3)
    assert 1 not in survivors(line, 3)
    assert tpot_default("other_objective_functions") == []
    facts = tpot_facts()
    assert facts.version.startswith("1.1.") and facts.same_fronts and facts.goals == ()
    # by hand: 1.5/4 + 2/4 and 3/4 + 3/4
    assert facts.room == (0.875, 1.5) and facts.their_room == (-0.4375, -0.75)
    assert (facts.dropped, facts.they_drop) == (1, 2)
    assert facts.one_goal  # with the score alone the sign decides nothing

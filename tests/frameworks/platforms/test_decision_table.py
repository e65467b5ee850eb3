"""Weighted decisions: sums, shares of weightings, and the smallest move against linear programming."""

import execml.frameworks as fw
import numpy as np
import pandas as pd
import pytest
from execml.frameworks.platforms.decision_table import reweighted
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

CRITERIA = ["a", "b", "c", "d"]


def table(seed: int) -> tuple[pd.DataFrame, pd.Series]:
    draw = np.random.default_rng(seed)
    scores = pd.DataFrame(draw.integers(0, 5, size=(3, 4)), index=["X", "Y", "Z"], columns=CRITERIA)
    return scores, pd.Series(draw.dirichlet(np.ones(4)), index=CRITERIA)


def by_linear_programming(ahead: np.ndarray, weights: np.ndarray) -> float:
    """Least weight moved: variables are the new weights and what each criterion gives away."""
    count = len(weights)
    give = np.hstack([-np.eye(count), -np.eye(count)])  # weights - new <= given
    solved = linprog(
        np.r_[np.zeros(count), np.ones(count)],
        A_ub=np.vstack([give, np.r_[ahead, np.zeros(count)]]),
        b_ub=np.r_[-weights, 0],
        A_eq=[np.r_[np.ones(count), np.zeros(count)]],
        b_eq=[1],
    )
    return solved.fun if solved.success else np.inf


@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 10_000))
def test_the_smallest_move_is_the_linear_programs(seed: int) -> None:
    scores, weights = table(seed)
    best, *rivals = fw.totals(scores, weights).index
    for rival in rivals:
        ahead = (scores.loc[best] - scores.loc[rival]).to_numpy(float)
        expected = by_linear_programming(ahead, weights.to_numpy())
        assert fw.smallest_move(scores, weights, rival) == pytest.approx(expected, abs=1e-7)


def test_the_nearest_rival_needs_the_smallest_move() -> None:
    scores, weights = table(3)
    rival, move = fw.nearest_rival(scores, weights)
    assert rival != fw.totals(scores, weights).index[0]
    others = [fw.smallest_move(scores, weights, name) for name in fw.totals(scores, weights).index[1:]]
    assert move == min(others) == fw.smallest_move(scores, weights, rival)


def test_an_option_that_is_worse_everywhere_never_catches_up() -> None:
    scores = pd.DataFrame({"a": [3, 2], "b": [2, 1]}, index=["X", "Y"])
    weights = pd.Series({"a": 0.5, "b": 0.5})
    assert fw.smallest_move(scores, weights, "Y") == np.inf
    assert fw.share_of_weightings(scores, 100, np.random.default_rng(0)).to_dict() == {"X": 1.0, "Y": 0.0}


def test_shares_of_weightings_meet_the_closed_form_of_two_criteria() -> None:
    # X leads by 3w - 2(1 - w) = 5w - 2: for w above 2/5, and w is uniform on [0, 1]
    scores = pd.DataFrame({"a": [4, 1], "b": [1, 3]}, index=["X", "Y"])
    share = fw.share_of_weightings(scores, 40_000, np.random.default_rng(1))
    assert share["X"] == pytest.approx(0.6, abs=4 * 0.5 / 200)
    assert share.sum() == pytest.approx(1)


def test_ties_are_shared() -> None:
    scores = pd.DataFrame({"a": [2, 2], "b": [1, 1]}, index=["X", "Y"])
    assert fw.share_of_weightings(scores, 10, np.random.default_rng(0)).tolist() == [0.5, 0.5]


def test_totals_are_the_weighted_sums_best_first() -> None:
    scores, weights = table(5)
    sums = fw.totals(scores, weights)
    for name in scores.index:
        assert sums[name] == pytest.approx(sum(scores.loc[name, key] * weights[key] for key in CRITERIA))
    assert sums.is_monotonic_decreasing


def test_reweighting_keeps_the_sum_and_the_others_proportions() -> None:
    _, weights = table(7)
    changed = reweighted(weights, "b", 0.3)
    assert changed.sum() == pytest.approx(1) and changed["b"] == 0.3
    assert changed["a"] / changed["c"] == pytest.approx(weights["a"] / weights["c"])


def test_wrong_weights_criteria_and_rivals_are_named() -> None:
    scores, weights = table(1)
    with pytest.raises(ValueError, match="weights"):
        fw.totals(scores, weights * 2)
    with pytest.raises(ValueError, match="weights"):
        fw.totals(scores, weights.rename({"a": "e"}))
    with pytest.raises(ValueError, match="rival"):
        fw.smallest_move(scores, weights, "W")
    with pytest.raises(ValueError, match="criterion"):
        reweighted(weights, "e", 0.5)
    with pytest.raises(ValueError, match="draws"):
        fw.share_of_weightings(scores, 0, np.random.default_rng(0))

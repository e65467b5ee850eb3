"""The expected winner of a random search against the enumeration of all searches."""

from itertools import product

import numpy as np
import pytest
from execml.automl import expected_best, expected_winner, random_search, score_untouched
from execml.automl.search.objectives import Folds, trained_auc
from execml.automl.spaces.families import harbour_space
from execml.course import risk_split
from hypothesis import given, settings
from hypothesis import strategies as st

DIFFERENT = st.lists(st.integers(0, 100), min_size=1, max_size=4, unique=True)


@settings(deadline=None, max_examples=40)
@given(own=DIFFERENT, evaluations=st.integers(1, 4), seed=st.integers(0, 99))
def test_it_is_the_mean_over_all_possible_searches(own: list[int], evaluations: int, seed: int) -> None:
    scores = np.array(own) / 100
    worth = np.random.default_rng(seed).random(scores.size)
    winners = [
        max(drawn, key=lambda i: scores[i]) for drawn in product(range(scores.size), repeat=evaluations)
    ]
    found = expected_winner(scores, worth, evaluations)
    assert found == pytest.approx((scores[winners].mean(), worth[winners].mean()), abs=1e-12)


def test_the_own_score_is_that_of_unit_1() -> None:
    scores = np.random.default_rng(0).random(30)
    for count in (1, 5, 40):
        assert expected_winner(scores, scores, count)[0] == pytest.approx(expected_best(scores, count))


@pytest.mark.parametrize(
    ("own", "worth", "evaluations"),
    [([], [], 1), ([0.5], [0.5, 0.6], 1), ([0.5, np.nan], [0.5, 0.6], 1), ([0.5], [0.5], 0)],
)
def test_bad_input_is_refused(own: list[float], worth: list[float], evaluations: int) -> None:
    with pytest.raises(ValueError, match=r"own|untouched|evaluations"):
        expected_winner(own, worth, evaluations)


def test_each_candidate_is_trained_on_all_clients_and_failed_ones_are_left_out() -> None:
    split = risk_split()
    features, labels = split.train_features[:300], split.train_labels[:300]
    new, truth = split.test_features[:500], split.test_labels[:500]
    inner = Folds(features, labels)

    def objective(model: object) -> float:
        if "Neighbors" in type(model).__name__:
            raise ArithmeticError
        return inner(model)

    result = random_search(harbour_space(), objective, np.random.default_rng(2), evaluations=8)
    own, worth = score_untouched(result, features, labels, new, truth)
    trials = [trial for trial in result.trials if not trial.failed]
    assert 0 < len(trials) < 8
    assert own.tolist() == [trial.score for trial in trials]
    again = trained_auc(harbour_space().build(trials[0].configuration), features, labels, new, truth)
    assert worth[0] == again

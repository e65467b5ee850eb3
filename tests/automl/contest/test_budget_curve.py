"""What the candidates of a search are worth on untouched clients."""

import numpy as np
from execml.automl import random_search, score_untouched
from execml.automl.search.objectives import Folds, trained_auc
from execml.automl.spaces.families import harbour_space
from execml.course import risk_split


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

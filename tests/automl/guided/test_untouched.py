"""What winners are worth on clients that no search has touched."""

from __future__ import annotations

import numpy as np
import pytest
from execml.automl.guided.bayesian import bayesian_optimisation
from execml.automl.guided.harbour_trials import HarbourTrials
from execml.automl.guided.untouched import bank_race
from execml.course import risk_split
from sklearn.metrics import roc_auc_score


def test_race_on_the_bank_judges_both_winners_on_the_test_clients() -> None:
    trials = HarbourTrials(train=400, validation=600)
    race = bank_race(trials, seed=1, budget=7)
    learned = bayesian_optimisation(trials.loss, trials.bounds, 7, np.random.default_rng(1), first=6).best
    draws = np.random.default_rng(101).random((7, 3))
    low, high = np.array(trials.bounds).T
    points = list(low + draws * (high - low))
    best = max(points, key=trials.auc)
    assert race.own.estimate == pytest.approx(1 - learned.value - trials.auc(best))
    assert race.own.low < race.own.estimate < race.own.high
    labels = risk_split().test_labels
    expected = [roc_auc_score(labels, trials.test_risks(point)) for point in (learned.point, best)]
    assert race.gain.estimate == pytest.approx(expected[0] - expected[1])

"""The entrants: what each of them counts and reports, and where it stays."""

import numpy as np
import pytest
from execml.automl import head_to_head
from execml.automl.contest.head_to_head import Contest
from execml.automl.search.objectives import Folds
from execml.automl.spaces.families import harbour_space
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def test_the_logistic_regression_scores_what_scikit_learn_says(clients: tuple[np.ndarray, ...]) -> None:
    features, labels, new, truth = clients
    found = head_to_head(features, labels, new, truth, entrants=["logistic regression"], seed=3)
    model = make_pipeline(StandardScaler(), LogisticRegression())
    folds = Folds(features, labels, 3, seed=3)
    row = found.scores().iloc[0]
    own = cross_val_score(model, folds.features, folds.labels, cv=folds.splits, scoring="roc_auc").mean()
    assert row["own estimate"] == pytest.approx(own, abs=1e-12)
    risks = model.fit(features, labels).predict_proba(new)[:, 1]
    assert row["untouched"] == pytest.approx(roc_auc_score(truth, risks), abs=1e-12)
    assert row["low"] < row["untouched"] < row["high"]
    assert found.costs()["kB saved"].iloc[0] > 0


def test_searches_count_what_they_evaluate_and_optuna_stays_in_the_space(contest: Contest) -> None:
    counts = contest.scores().set_index("entrant")["evaluations"]
    assert counts["random search"] == counts["Optuna"] == 4
    assert counts["successive halving"] == 27 + 9 + 3
    space = harbour_space()
    for name in ("random search", "Optuna", "successive halving"):
        for trial in contest.findings[name].record.trials:
            space.check(trial.configuration)


def test_progress_goes_to_the_caller_who_asks_for_it(clients):
    words: list[str] = []
    head_to_head(*clients, entrants=["random search"], evaluations=3, on_step=words.append)
    assert words[0] == "random search"
    assert sum("candidates, best AUC so far" in line for line in words) == 3

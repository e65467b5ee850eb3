"""A model in front of other clients than it was trained on."""

import numpy as np
import pytest
from execml.automl import (
    harbour_shifts,
    shift_scores,
)
from execml.course import risk_split
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score


def test_a_shift_that_exists_is_seen_and_one_that_does_not_is_not() -> None:
    table = shift_scores(
        risk_split(), harbour_shifts(), lambda: LogisticRegression(max_iter=300), clients=3_000
    )
    rows = table.set_index("shift")
    stress, age = rows.loc["on time in September → late"], rows.loc["younger than 35 → older"]
    assert stress["away"] < stress["native"] - 0.05
    assert stress["predicted"] < stress["actual"] - 0.1
    assert abs(age["away"] - age["native"]) < 0.02


def test_shift_scores_repeat_a_direct_calculation() -> None:
    split = risk_split()
    table = shift_scores(split, {"women": lambda c: c["sex"] == "female"}, LogisticRegression, clients=1_000)
    women = (split.train_clients["sex"] == "female").to_numpy()
    men = (split.test_clients["sex"] == "male").to_numpy()
    rows = np.flatnonzero(women)[:1_000]
    model = LogisticRegression().fit(split.train_features[rows], split.train_labels[rows])
    risks = model.predict_proba(split.test_features[men])[:, 1]
    assert table["away"][0] == pytest.approx(roc_auc_score(split.test_labels[men], risks), abs=1e-12)
    assert table["predicted"][0] == pytest.approx(risks.mean(), abs=1e-6)
    assert table["actual"][0] == split.test_labels[men].mean()

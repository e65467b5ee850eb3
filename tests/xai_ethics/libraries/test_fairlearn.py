"""Fairlearn's mitigations close the gap that they are asked to close."""

import numpy as np
from execml.xai_ethics import demographic_parity_difference
from execml.xai_ethics.libraries import fairlearn
from sklearn.linear_model import LogisticRegression


def test_thresholds_and_reductions_close_the_gap():
    draw = np.random.default_rng(0)
    group = draw.integers(0, 2, 2_000)
    rows = np.column_stack([draw.normal(size=2_000) + group, draw.normal(size=2_000)])
    labels = (rows[:, 0] + draw.normal(size=2_000) > 0.5).astype(int)
    plain = LogisticRegression().fit(rows, labels)
    before = demographic_parity_difference(labels, plain.predict(rows), group)
    after = fairlearn.thresholds(plain, rows, labels, group, rows, group, seed=0)
    reduced = fairlearn.constrained(LogisticRegression(), rows, labels, group, rounds=8)
    inside = reduced.predict(rows, random_state=0)
    assert demographic_parity_difference(labels, after, group) < 0.06 < before
    assert demographic_parity_difference(labels, inside, group) < before / 2

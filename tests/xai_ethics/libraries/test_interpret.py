"""The glass box is a sum of curves: its parts add up to its log-odds."""

import numpy as np
from execml.xai_ethics.libraries import interpret


def test_the_parts_add_up():
    draw = np.random.default_rng(0)
    rows = draw.normal(size=(400, 3))
    labels = (rows[:, 0] + draw.normal(size=400) > 0).astype(int)
    model = interpret.boosting_machine(rounds=50, bags=2).fit(rows, labels)
    parts = model.eval_terms(rows[:5])
    risk = model.predict_proba(rows[:5])[:, 1]
    assert np.allclose(parts.sum(axis=1) + model.intercept_, np.log(risk / (1 - risk)), atol=1e-6)

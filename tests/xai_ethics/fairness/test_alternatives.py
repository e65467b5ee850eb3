"""Alternatives: linear models as scikit-learn fits them, and a curse that is there where nothing differs."""

import numpy as np
import pytest
from execml.xai_ethics.fairness.alternatives import candidates, least_discriminatory
from sklearn.linear_model import Ridge


def test_candidates_are_ridge_regressions():
    draw = np.random.default_rng(0)
    rows, labels = draw.normal(size=(200, 4)), draw.integers(0, 2, 200)
    found = candidates(rows, labels, rows, 5, np.random.default_rng(1))
    again = np.random.default_rng(1)
    for place in range(5):
        kept = np.flatnonzero(again.random(4) > again.uniform(0, 0.5))
        penalty = 10 ** again.uniform(-1, 2.5)
        theirs = (
            Ridge(alpha=penalty).fit(rows[:, kept], labels).predict(rows[:, kept])
            if kept.size
            else labels.mean()
        )
        assert np.allclose(found[:, place], theirs, atol=1e-9)


def test_the_best_of_models_that_do_not_differ_is_a_fluke():
    """Scores that know nothing of the group: every true gap is 0, and the chosen one still looks good."""
    chosen, again = [], []
    for seed in range(20):
        draw = np.random.default_rng(seed)
        labels = draw.integers(0, 2, 2_000)
        scores = (labels + draw.normal(size=2_000))[:, None] + 0.5 * draw.normal(size=(2_000, 100))
        found = least_discriminatory(scores, labels, draw.integers(0, 2, 2_000), 0.3, draw)
        chosen.append(found.gain)
        again.append(found.gain_again)
        assert found.gain >= 0 and found.narrowest <= found.widest
    assert np.mean(chosen) > 3 * np.std(chosen) / np.sqrt(20)
    assert abs(np.mean(again)) < 3 * np.std(again) / np.sqrt(20) + 0.005


def test_other_shapes_are_refused():
    draw = np.random.default_rng(0)
    with pytest.raises(ValueError, match="group"):
        least_discriminatory(np.ones((4, 2)), [0, 1, 0, 1], [0, 1, 0], 0.3, draw)
    with pytest.raises(ValueError, match="refused"):
        least_discriminatory(np.ones((4, 2)), [0, 1, 0, 1], [0, 1, 0, 1], 1.3, draw)
    with pytest.raises(ValueError, match="tested"):
        candidates(np.ones((4, 2)), [0, 1, 0, 1], np.ones((4, 3)), 2, draw)

"""The placebo: best of many tries rises with them, while the mean stays, and windows are told apart."""

import numpy as np
import pytest
from execml.quantum_ml.models.placebo import Placebo, placebo
from sklearn.metrics import roc_auc_score


def data(rows=600):
    draw = np.random.default_rng(0)
    features = draw.normal(size=(rows, 3))
    return features, (features[:, 0] + draw.normal(size=rows) > 0.5).astype(int)


def test_the_best_rises_with_the_tries_and_the_mean_does_not() -> None:
    found = Placebo(np.random.default_rng(0).normal(0, 0.1, (20, 100)), np.zeros(20), 50)
    medians = [np.median(found.best_of(count, np.random.default_rng(1))) for count in (1, 10, 100)]
    assert medians[0] < 0.02 < 0.1 < medians[1] < medians[2]
    # The expected largest of ten standard normal numbers is 1.5388.
    assert found.best_of(10, np.random.default_rng(2), 4_000).mean() == pytest.approx(0.154, abs=0.008)


def test_a_little_noise_changes_little_and_windows_are_those_of_scikit_learn() -> None:
    features, labels = data()
    found = placebo(
        features[:300], labels[:300], features[300:], labels[300:], np.random.default_rng(5), 3, 50, 1e-9
    )
    assert found.gains.shape == (3, 6) and np.abs(found.gains).max() < 1e-6
    much = placebo(
        features[:300], labels[:300], features[300:], labels[300:], np.random.default_rng(5), 3, 300, 2.0
    )
    assert much.gains[:, 0] == pytest.approx(much.overall) and much.overall.max() < 0
    from execml.quantum_ml.models.placebo import _window_aucs

    risks = np.round(np.random.default_rng(3).random((4, 30)), 1)
    truth = np.random.default_rng(4).integers(2, size=(4, 30))
    expected = [roc_auc_score(one, other) for one, other in zip(truth, risks, strict=True)]
    assert np.allclose(_window_aucs(risks, truth), expected)


def test_windows_without_both_labels_are_left_out() -> None:
    features, labels = data()
    later = labels[300:].copy()
    later[:50] = 0
    found = placebo(features[:300], labels[:300], features[300:], later, np.random.default_rng(0), 1, 50)
    assert found.gains.shape == (1, 5)


def test_bad_input_is_refused_by_name() -> None:
    features, labels = data(100)
    given = {
        "train": features,
        "labels": labels,
        "test": features,
        "test_labels": labels,
        "generator": np.random.default_rng(0),
        "shakes": 1,
    }
    for change, words in (
        ({"labels": labels[:5]}, "labels"),
        ({"noise": 0}, "noise"),
        ({"window": 1}, "window"),
        ({"method": "magic"}, "method"),
        ({"generator": 3}, "generator"),
    ):
        with pytest.raises(ValueError, match=words):
            placebo(**{**given, **change})
    found = placebo(**given)
    with pytest.raises(ValueError, match="tries"):
        found.best_of(3, np.random.default_rng(0))

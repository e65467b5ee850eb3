"""The library's private trees: quiet, repeatable by seed, noisier for a stricter promise."""

from __future__ import annotations

import warnings

import numpy as np
from execml.differential_privacy.libraries.interpret import private_trees
from sklearn.metrics import roc_auc_score

DRAW = np.random.default_rng(5)
FEATURES = DRAW.uniform(-1, 1, size=(3_000, 4))
LABELS = (FEATURES[:, 0] + 0.3 * DRAW.normal(size=3_000) > 0).astype(int)


def quality(promise: float, seed: int = 1) -> float:
    trees = private_trees(FEATURES, LABELS, [(-1, 1)] * 4, promise, 1e-6, seed)
    return float(roc_auc_score(LABELS, trees.predict_proba(FEATURES)[:, 1]))


def test_private_trees_learn_quietly_repeat_and_lose_by_a_stricter_promise() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        loose, again, strict = quality(8.0), quality(8.0), quality(0.02)
    assert loose == again > 0.9
    assert loose > strict + 0.02

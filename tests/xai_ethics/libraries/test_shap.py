"""What shap does with a background of more than 100 rows, in the version that is installed."""

import numpy as np
import pytest
from execml.xai_ethics import TreeShap
from execml.xai_ethics.bench import cases
from execml.xai_ethics.libraries import shap


def test_a_background_is_cut_to_100_rows_unless_a_masker_keeps_it():
    features, _ = cases.columns(400, seed=3)
    model = cases.models()["boosting, 100 trees of depth 3"]
    values, kept, _ = shap.truncated_values(model, features[:300], features[-5:])
    assert kept == 100
    whole = TreeShap(model, features[:300]).shap_values(features[-5:])
    assert np.abs(values - whole).max() > 0.01
    masked = shap.tree_values(shap.tree_explainer(model, features[:300]), features[-5:])
    assert np.abs(masked - whole).max() < 1e-5


def game(rows):
    x = np.asarray(rows)
    return x[:, 0] * x[:, 1] + 2 * x[:, 2] * x[:, 3] * x[:, 4] - x[:, 5] * (1 - x[:, 6]) + x[:, 7]


def test_the_librarys_sampler_has_a_seed_here_and_leaves_no_trace():
    ones, zeros = np.ones((1, 8)), np.zeros((1, 8))
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    first, again, other = (shap.sampled_kernel_values(game, ones, zeros, 32, seed)[0] for seed in (0, 0, 1))
    assert (np.random.get_state()[1] == before).all()  # noqa: NPY002
    assert (first == again).all() and (first != other).any()
    assert first.sum() == pytest.approx(game(ones)[0] - game(zeros)[0])


def test_the_librarys_sampler_asks_about_no_coalition_twice():
    asked: list[np.ndarray] = []

    def told(rows):
        asked.append(np.asarray(rows).copy())
        return game(rows)

    for seed in range(10):
        asked.clear()
        shap.sampled_kernel_values(told, np.ones((1, 8)), np.zeros((1, 8)), 64, seed)
        mixtures = max(asked, key=len)
        assert len(np.unique(mixtures, axis=0)) == len(mixtures) == 64

"""Saliency: the gradient is a finite difference, and destroyed weights change it."""

import numpy as np
import pytest
from execml.xai_ethics.scrutiny.saliency import METHODS, randomised, rank_agreement, saliency
from scipy.stats import spearmanr


def network():
    draw = np.random.default_rng(0)
    return [(draw.normal(size=shape), draw.normal(size=shape[1])) for shape in ((6, 8), (8, 5), (5, 1))]


def output(layers, rows):
    for place, (weights, bias) in enumerate(layers):
        rows = rows @ weights + bias
        rows = np.maximum(rows, 0) if place < len(layers) - 1 else rows
    return rows[:, 0]


def test_the_gradient_is_a_finite_difference():
    layers, rows = network(), np.random.default_rng(1).normal(size=(4, 6))
    step = 1e-6
    slopes = [
        (output(layers, rows + step * np.eye(6)[each]) - output(layers, rows - step * np.eye(6)[each]))
        / (2 * step)
        for each in range(6)
    ]
    assert np.allclose(saliency(layers, rows, "gradient"), np.abs(np.array(slopes).T), atol=1e-6)
    assert np.allclose(
        saliency(layers, rows, "gradient times input"), np.abs(np.array(slopes).T * rows), atol=1e-6
    )


def test_only_methods_that_know_the_network_notice_that_it_is_destroyed():
    layers, rows = network(), np.random.default_rng(1).normal(size=(50, 6))
    broken = randomised(layers, 3, np.random.default_rng(2))
    assert sorted(broken[0][0].ravel()) == sorted(layers[0][0].ravel())
    kept = {
        each: rank_agreement(saliency(layers, rows, each), saliency(broken, rows, each)) for each in METHODS
    }
    assert kept["input alone"] == pytest.approx(1) and kept["gradient"] < 0.7
    assert randomised(layers, 0, np.random.default_rng(2))[2][0] is layers[2][0]


def test_rank_agreement_is_spearman():
    one, other = np.random.default_rng(0).random((2, 3, 7))
    wanted = np.mean([spearmanr(a, b).statistic for a, b in zip(one, other, strict=True)])
    assert rank_agreement(one, other) == pytest.approx(wanted)


def test_shapes_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match=r"layers\[0\] takes 6"):
        saliency(network(), np.ones((2, 3)), "gradient")
    with pytest.raises(ValueError, match="method"):
        saliency(network(), np.ones((2, 6)), "magic")

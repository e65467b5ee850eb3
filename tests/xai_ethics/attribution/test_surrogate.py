"""LIME: the package's own arithmetic on the same draws, and a linear model's slopes."""

import numpy as np
import pytest
from execml.xai_ethics import lime_tabular
from execml.xai_ethics.attribution.surrogate import weighted_ridge
from execml.xai_ethics.libraries import lime

from .cases import data, fitted, output


def test_the_arithmetic_is_that_of_the_package():
    draw = np.random.default_rng(0)
    steps = draw.normal(size=(500, 5))
    steps[0] = 0
    outputs = 1 / (1 + np.exp(-steps @ [1.0, -2.0, 0.0, 0.5, 0.1]))
    width = 0.75 * np.sqrt(5)
    ours = weighted_ridge(steps, outputs, np.sqrt(np.exp(-(steps**2).sum(axis=1) / width**2))).weights
    assert np.allclose(ours, lime.on_draws(steps, outputs, width), atol=1e-9)


def test_a_linear_model_gives_its_slopes_in_standard_deviations():
    features, _ = data()
    slopes = np.array([1.0, -2.0, 0.0, 3.0, 0.5, 0.0])
    found = lime_tabular(
        lambda rows: rows @ slopes, features[0], features, np.random.default_rng(1), ridge=0.0
    )
    assert np.allclose(found.weights, slopes * features.std(axis=0), atol=1e-8)
    assert found.fidelity > 1 - 1e-9
    assert found.strongest(2) == (3, 1)


def test_it_ranks_like_the_package_on_a_forest():
    features, _ = data()
    predict = output(fitted("forest"))
    ours = lime_tabular(predict, features[0], features, np.random.default_rng(1)).weights
    theirs = lime.explain(predict, features[0], features, seed=1, discretise=False)
    assert np.corrcoef(ours, theirs)[0, 1] > 0.98


def test_bad_settings_are_refused():
    features, _ = data()
    draw = np.random.default_rng(0)
    for change, words in (
        ({"row": features[0, :3]}, "row of shape"),
        ({"samples": 1}, "samples=1"),
        ({"width": 0.0}, "width=0.0"),
        ({"ridge": -1.0}, "ridge=-1.0"),
    ):
        given = {"row": features[0], **change}
        with pytest.raises(ValueError, match=words):
            lime_tabular(lambda rows: rows[:, 0], given.pop("row"), features, draw, **given)
    with pytest.raises(ValueError, match="weights"):
        weighted_ridge([[1.0]], [1.0], [0.0])

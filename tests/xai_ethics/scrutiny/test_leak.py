"""A background client's row from two letters: exact for a linear model, and blurred by rounding."""

import numpy as np
import pytest
from execml.xai_ethics import exact_shap
from execml.xai_ethics.scrutiny.leak import departed_row


def test_the_row_comes_out_exactly():
    draw = np.random.default_rng(0)
    background, one, weights = draw.normal(size=(50, 4)), draw.normal(size=4), draw.normal(size=4)
    before, after = (
        exact_shap(lambda x: x @ weights, one[None], rows)[0] for rows in (background, background[:-1])
    )
    assert np.allclose(departed_row(before, after, one, weights, 50), background[-1], atol=1e-10)
    rounded = departed_row(before.round(2), after.round(2), one, weights, 50)
    assert np.abs(rounded - background[-1]).max() > 0.05


def test_a_feature_without_weight_stays_unknown():
    assert np.isnan(departed_row([1.0, 0.0], [0.5, 0.0], [4.0, 1.0], [1.0, 0.0], 2)[1])
    with pytest.raises(ValueError, match="size=1"):
        departed_row([1.0], [0.5], [4.0], [1.0], 1)

"""The rounding of a network: within the bound, and near the estimate."""

from collections.abc import Callable
from typing import Any

import execml.frameworks as fw
import numpy as np
from execml.course import risk_split
from execml.frameworks.networks.perceptron import NumpyMLP


def test_rounding_stays_within_the_bound_and_near_the_estimate(some_weights: Callable[..., Any]) -> None:
    weights, features = some_weights((30, 64, 64, 1), dtype="float32"), risk_split().test_features
    exact = NumpyMLP(weights, dtype="float64").forward(features)
    for model in (NumpyMLP(weights), fw.same_weights(weights, frameworks=("torch",)).torch):
        error = fw.outputs(model, features) - exact
        assert (np.abs(error) <= fw.worst_output_error(weights, features)).all()
        assert 0.2 < np.std(error / fw.usual_output_error(weights, features)) < 1.5

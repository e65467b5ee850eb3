"""Forecasts of clients' risk by the derivative, beside PyTorch's network."""

import numpy as np
import pytest
import torch
from execml.course.bank.risk import FEATURE_NAMES
from execml.frameworks import (
    risk_forecasts,
    starting_weights,
)

WEIGHTS = starting_weights(30, 4, np.random.default_rng(0))


def test_a_forecast_is_linear_in_the_move_and_the_model_is_not() -> None:
    clients = np.abs(np.random.default_rng(2).normal(size=(40, 30)))
    clients[:, FEATURE_NAMES.index("limit")] = 0.3
    clients[:20, FEATURE_NAMES.index("late_1")] = 0
    found = risk_forecasts(WEIGHTS, clients)
    twice, eight = found["the derivative foresees"][1:3]
    assert eight == pytest.approx(3 * twice)  # on the logarithmic scale
    twice, eight = found["the model says"][1:3]
    assert eight != pytest.approx(3 * twice, rel=1e-3)
    assert 0 < found["average error"][0] < found["average error"][2]
    torch_weights = [torch.tensor(part) for part in WEIGHTS]
    later = clients[:20].copy()  # nobody is late by no month: both facts move
    later[:, [FEATURE_NAMES.index("late_1"), FEATURE_NAMES.index("months_late_1")]] += [1, 1 / 9]
    kernel, bias, last, offset = torch_weights
    before, after = (
        torch.sigmoid(torch.tanh(torch.tensor(facts) @ kernel + bias) @ last + offset).mean()
        for facts in (clients[:20], later)
    )
    assert found["the model says"][3] == pytest.approx(100 * float(after - before))
    with pytest.raises(ValueError, match="no punctual client"):
        risk_forecasts(WEIGHTS, clients[20:])

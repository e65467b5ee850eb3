"""Noise in shares: what arrives is what was drawn, and the plan covers what is guaranteed."""

from __future__ import annotations

import execml.federated_learning as fl
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st


def test_the_deviation_of_a_sum_of_shares_is_the_formula_s():
    shares = np.random.default_rng(0).normal(0, 2 / np.sqrt(5), size=(100_000, 5))
    for arrived in range(1, 6):
        wanted = fl.arrived_noise_multiplier(2.0, 5, arrived)
        assert shares[:, :arrived].sum(axis=1).std() == pytest.approx(wanted, rel=0.01)


@given(noise=st.floats(0.1, 100), clients=st.integers(1, 50), data=st.data())
def test_planning_and_arriving_undo_each_other(noise, clients, data):
    guaranteed = data.draw(st.integers(1, clients))
    planned = fl.planned_noise_multiplier(noise, clients, guaranteed)
    assert fl.arrived_noise_multiplier(planned, clients, guaranteed) == pytest.approx(noise)


@pytest.mark.parametrize("arguments", [(0, 5, 4), (1.0, 0, 4), (1.0, 5, 0), (np.nan, 5, 4), (1.0, 5, 2.5)])
def test_arguments_are_refused(arguments):
    with pytest.raises(ValueError, match="must"):
        fl.arrived_noise_multiplier(*arguments)

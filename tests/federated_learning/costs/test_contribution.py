"""The Shapley value by its definition over orders, and its axioms."""

from __future__ import annotations

import itertools

import execml.federated_learning as fl
import numpy as np
import pytest


@pytest.mark.parametrize("seed", range(5))
def test_values_are_the_mean_gain_over_all_orders(seed):
    draw, worth = np.random.default_rng(seed), {}

    def value(group):
        return worth.setdefault(tuple(sorted(group)), float(draw.normal()))

    found = fl.shapley_values(value, 4)
    gains = np.zeros(4)
    orders = list(itertools.permutations(range(4)))
    for order in orders:
        for place, one in enumerate(order):
            gains[one] += value(order[: place + 1]) - value(order[:place])
    assert found == pytest.approx(gains / len(orders))
    assert found.sum() == pytest.approx(value((0, 1, 2, 3)) - value(()))


def test_equals_get_equal_shares_and_an_idle_partner_nothing():
    found = fl.shapley_values(lambda group: float({0, 1} <= set(group)), 3)
    assert found == pytest.approx([0.5, 0.5, 0.0])


@pytest.mark.parametrize(("value", "partners"), [(len, 0), (len, 17), (None, 2), (lambda group: np.nan, 2)])
def test_arguments_are_refused(value, partners):
    with pytest.raises(ValueError, match=r"partners|value"):
        fl.shapley_values(value, partners)

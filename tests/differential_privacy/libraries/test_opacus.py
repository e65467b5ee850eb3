"""Ours beside Opacus': its bounds hold our epsilon, and its clipped sum is ours at the same bound only."""

from __future__ import annotations

import numpy as np
import pytest
from execml.differential_privacy import epsilon
from execml.differential_privacy.libraries.opacus import opacus_clipped_sum
from execml.differential_privacy.training import ghost

from ..accounting.cases import SETTINGS
from ..networks import batch, flat


@pytest.mark.parametrize(("noise", "rate", "steps", "target"), [SETTINGS[0], (0.8, 0.02, 500, 1e-6)])
def test_opacus_brackets_us(noise: float, rate: float, steps: int, target: float) -> None:
    from opacus.accountants import PRVAccountant

    accountant = PRVAccountant()
    accountant.history = [(noise, rate, steps)]
    composed = accountant._get_dprv(eps_error=0.005, delta_error=target / 1000)
    low, _, high = composed.compute_epsilon(target, target / 1000, 0.005)
    assert low <= epsilon(noise, rate, steps, target) <= high


@pytest.mark.filterwarnings("ignore")
def test_clipped_sum_differs_from_opacus_where_the_bound_differs():
    generator, features, labels = batch(3, 64, 5, 2)
    layers = ghost.new_layers((5, 6, 2), generator, np.float64)
    ours = flat(ghost.clipped_gradient_sum(layers, features, labels, 0.5))
    assert np.abs(ours - flat(opacus_clipped_sum(layers, features, labels, 0.6))).max() > 0.01
